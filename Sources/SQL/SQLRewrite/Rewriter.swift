package import Policy
package import SQLSyntax

/// Turns every reference to a table that carries PHI into a derived table that masks it, or refuses. Pure: the same
/// text, catalog and map give the same answer.
package final class Rewriter: Sendable {
    /// Of what masking adds to a text.
    package static let writtenBytesLimit = 1 << 20

    package typealias Parse = @Sendable (_ bytes: [UInt8]) -> ParsedText?

    let catalog: Catalog
    let protection: ProtectionMap
    package let code: TrustedCode
    package let settings: ClientSettings
    let derived: DerivedPlaces
    /// Tables that may hold copies, and those by which they are read: their parents.
    let copies: Set<QualifiedName>
    /// Patterns of columns that nobody may come to write by making a column of that name.
    let dictionaries: [ProtectedPattern]
    /// Those whose result would say nothing.
    let refusesMaskedComparisons: Bool
    /// What writes set in motion.
    let consequences: Consequences?
    let database: String
    /// PostgreSQL's parser.
    let parse: Parse

    /// - Parameters:
    ///   - derived: where masked values may be written.
    ///   - patterns: of the policy.
    ///   - consequences: what writes set in motion; nil where nothing is protected.
    ///   - parse: PostgreSQL's parser, for the look at the finished text.
    package init(
        catalog: Catalog, protection: ProtectionMap, code: TrustedCode, settings: ClientSettings = ClientSettings(),
        derived: DerivedPlaces, patterns: [ProtectedPattern] = [], refusesMaskedComparisons: Bool,
        consequences: Consequences? = nil, database: String, parse: @escaping Parse
    ) {
        self.catalog = catalog
        self.protection = protection
        self.code = code
        self.settings = settings
        self.derived = derived
        copies = Self.copies(in: catalog, derived)
        dictionaries = patterns.filter(\.tellsWhatIsWritten)
        self.refusesMaskedComparisons = refusesMaskedComparisons
        self.consequences = consequences
        self.database = database
        self.parse = parse
    }

    /// Whether a table may hold copies of masked values, or shows the rows of one that may.
    package func mayHoldCopies(_ name: QualifiedName) -> Bool {
        var seen: Set<QualifiedName> = []
        var pending = [name]
        while let name = pending.popLast() {
            if copies.contains(name) || derived.contains(name) { return true }
            guard seen.insert(name).inserted, let relation = catalog.relations[name], relation.definition != nil
            else { continue }
            pending += relation.reads
        }
        return false
    }

    private static func copies(in catalog: Catalog, _ derived: DerivedPlaces) -> Set<QualifiedName> {
        var copies: Set<QualifiedName> = []
        var pending = derived.isEmpty ? [] : catalog.relations.keys.filter(derived.contains)
        while let name = pending.popLast() {
            if copies.insert(name).inserted { pending += catalog.relations[name]?.parents ?? [] }
        }
        return copies
    }

    /// What code could do that nobody has read, in words behind `it`.
    package var danger: String {
        protection.isEmpty ? "could change what the policy pins" : "could read protected tables"
    }

    /// Collects what `statement` does to the text. Call it for every statement of `parsed` in order, then `finish`.
    package func examine(
        _ statement: SyntaxNode, range: Range<Int>, of parsed: ParsedText, names: NameEnvironment,
        into draft: inout Draft
    ) throws(RewriteRefusal) -> StatementAnalysis {
        let walker = StatementWalker(self, parsed, names, range: range)
        walker.writtenBytes = draft.writtenBytes
        walker.parameterTypes = draft.parameterTypes
        try walker.statement(statement)
        draft.edits += walker.edits
        draft.writtenBytes = walker.writtenBytes
        draft.names.append(names)
        draft.changesOwn.append(walker.analysis.kinds == [.temporary])
        return walker.analysis
    }

    /// The finished text. It is parsed again, and must hold no protected relation but those that stand inside our own
    /// derived tables; and what is called by a name of the lane's own must be called so there.
    package func finish(_ draft: Draft, of parsed: ParsedText) throws(RewriteRefusal) -> [UInt8] {
        guard !draft.edits.isEmpty else { return parsed.bytes }
        let failure = RewriteRefusal(
            "rewrite-not-verified", "the masked form of this statement could not be verified",
            hint: "write the statement in a simpler form")
        guard let edited = EditedText(parsed.bytes, draft.edits), let again = parse(edited.bytes) else { throw failure }
        let statements = again.statements
        guard statements.count == draft.ownNames.count,
            zip(statements, draft.ownNames).allSatisfy({ OwnName.all(in: $0) == $1 })
        else { throw failure }
        // A lane that protects nothing has no masks to look for.
        if protection.isEmpty { return edited.bytes }
        guard statements.count == draft.names.count else { throw failure }
        for ((statement, names), changesOwn) in zip(zip(statements, draft.names), draft.changesOwn) {
            // What counts as a definition of the session's own must say so in what runs.
            if changesOwn, statement.statementKind != .temporary { throw failure }
            let walker = StatementWalker(self, again, names, range: 0..<again.bytes.count, verifying: edited.rawOffsets)
            do { try walker.statement(statement) } catch { throw failure }
        }
        return edited.bytes
    }

    /// The edits of a text's statements so far.
    package struct Draft: Sendable {
        var edits: [Edit] = []
        var names: [NameEnvironment] = []
        /// By masked tables, of all statements so far.
        var writtenBytes = 0
        /// Which of them change nothing but temporary tables.
        var changesOwn: [Bool] = []
        /// Of each statement, as they are to be called.
        var ownNames: [[OwnName]] = []
        /// As a Parse message declares them; 0 where it leaves one open.
        package var parameterTypes: [UInt32] = []
        /// Where names of the lane's own are written.
        private var nameEdits: [Edit] = []
        package init() {}

        /// What is written otherwise than in the text, where that is names of the lane's own and nothing else.
        package var nameEditsAlone: [(place: Range<Int>, text: String)]? {
            edits.count == nameEdits.count ? nameEdits.map { ($0.range, $0.replacement) } : nil
        }

        /// Call it for every statement in order.
        /// - Parameters:
        ///   - names: the statement's, as they are to be called.
        ///   - texts: what is to stand at some places.
        package mutating func call(_ names: [OwnName], writing texts: [(place: Range<Int>, name: String)]) {
            ownNames.append(names)
            let written = texts.map { Edit($0.place, SQLText.identifier($0.name)) }
            edits += written
            nameEdits += written
        }
    }
}
