/// Texts that grammars differ about, and that is well so.
struct ListedDifference: Sendable {
    /// A regular expression.
    var pattern: String
    var why: String

    init(_ pattern: String, _ why: String) {
        self.pattern = pattern
        self.why = why
    }

    /// The texts that no list explains.
    static func unexplained(_ texts: [String], by list: [ListedDifference]) throws -> [String] {
        let patterns = try list.map { try Regex($0.pattern).ignoresCase() }
        return texts.filter { text in !patterns.contains { text.contains($0) } }
    }

    /// Both take it, and the trees differ.
    static let trees: [ListedDifference] = [
        ListedDifference(#"alter\s+constraint"#, "has a node of its own, which nobody reads"),
        ListedDifference(#"revoke.*granted\s+by"#, "libpg_query 15 leaves the grantor out"),
    ]

    /// An older server refuses it by itself: its tree is one that older syntax has, too.
    static let leftToTheServer: [ListedDifference] = [
        ListedDifference(#"\benforced\b"#, "what a constraint is anyway, spelt out"),
        ListedDifference(#"not\s+matched\s+by\s+target"#, "NOT MATCHED is the same"),
        ListedDifference(#"no\s+indent\b"#, "is the default"),
        ListedDifference(#"grant.*\sadmin\s+(true|false)|revoke.*option\s+for"#, "WITH ADMIN OPTION is the same"),
        ListedDifference(#"set\s+storage\s+default"#, "as if default were the storage's name"),
        ListedDifference(#"force\s+(not\s+)?null\s+\*"#, "the option in brackets takes a star"),
        ListedDifference(#"(analy[sz]e|vacuum)\b.*\*"#, "a star behind a table says that its children count"),
        ListedDifference(#"^\s*cluster\s*\("#, "CLUSTER VERBOSE is the same"),
        ListedDifference(#"alter\s+(type|operator)\s.*set\s*\("#, "an option without a value, which others may be"),
        ListedDifference(#"\bnulls\s+distinct"#, "is the default"),
        ListedDifference(#"(grant|revoke).*\balter\s+system\b|grant\s.*\bset\b"#, "a privilege by its name"),
        ListedDifference(#"alter\s+database.*=\s*[-+]"#, "a number with a sign, where others are numbers as well"),
        ListedDifference(#"\$\d+[a-z_]"#, "libpg_query reads $1a as $1 AS a, and so does 14; others refuse it"),
    ]

    /// Every server refuses it by itself.
    static let parameters: [ListedDifference] = [
        ListedDifference(#"\$\d"#, "libpg_query takes a parameter where PostgreSQL takes names and constants only")
    ]

    /// An older server would take it.
    static let refused: [ListedDifference] = [
        ListedDifference(
            #"\b(json(_array|_arrayagg|_exists|_query|_scalar|_serialize|_value|_table)?|merge_action)\s*\("#,
            "a function of that name, which a newer grammar reads as syntax: quotes make a name of it"),
        ListedDifference(#"json_object\(\s*\)"#, "without an argument it is no function"),
        ListedDifference("system_user", "a column of that name, which a newer grammar reads as syntax"),
        ListedDifference(#"\bsequence\b.*\b(un)?logged\b"#, "an option that 15 and 16 have since a minor release"),
        ListedDifference("cafe\u{301}", "a name that is not in normal form C"),
        ListedDifference(#"partition\s+by\s+(?!range|list|hash)"#, "there is no such strategy"),
        ListedDifference(#"\$2147483648"#, "there is no such parameter"),
    ]
}
