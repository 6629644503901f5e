package import Policy
import SQLSyntax

/// Which routines compute from their arguments and nothing else, as far as the word of the policy, of an extension or of
/// the server can be taken; and what of the server's definitions runs one that does not.
package struct TrustedCode: Sendable {
    let catalog: Catalog
    private let named: Set<QualifiedName>
    /// Without blanks, types as `format_type` writes them.
    private let signatures: Set<String>
    /// The tables that some of both write, by what these are called there.
    private let writes: [String: Set<QualifiedName>]
    /// What they run that is not trusted, in words.
    private var types: [QualifiedName: String] = [:]
    private var typeNames: [String: [QualifiedName]] = [:]
    private var operators: [String: String] = [:]
    /// In which code that the policy names finds what it names: see `FixedNames`.
    package private(set) var schemas: Set<String> = []

    /// - Parameters:
    ///   - named: by the policy, with every argument list.
    ///   - signatures: by the policy, as `schema.name(type, type)`.
    ///   - writes: the tables that these write, as far as the policy says so, by either.
    package init(
        catalog: Catalog, named: Set<QualifiedName>, signatures: [String] = [],
        writes: [String: [QualifiedName]] = [:]
    ) {
        self.catalog = catalog
        self.named = named
        self.signatures = Set(signatures.map(SignatureText.canonical))
        self.writes = Dictionary(
            writes.map { (SignatureText.canonical($0.key), Set($0.value)) }, uniquingKeysWith: { $0.union($1) })
        schemas = schemasOfNamed()
        for (name, code) in catalog.types {
            guard let words = code.compactMap(unknown).first else { continue }
            types[name] = words
            typeNames[name.name, default: []].append(name)
        }
        for (name, use) in catalog.operators {
            if let words = unknown(use) { operators[name] = words }
        }
    }

    package func isTrusted(_ routine: Routine) -> Bool {
        (routine.isTrusted || isNamed(RoutineSignature(of: routine)) && hasFixedNames(routine))
            && routine.types.allSatisfy { types[$0] == nil }
    }

    /// Every routine of this name, by whatever arguments. One that is not known is not trusted.
    package func isTrusted(_ name: QualifiedName) -> Bool {
        let routines = (catalog.functions[name.name] ?? []).filter { $0.name == name }
        return !routines.isEmpty && routines.allSatisfy(isTrusted)
    }

    /// The policy names any.
    var namesAny: Bool { !named.isEmpty || !signatures.isEmpty }

    /// What is trusted whatever the policy names.
    var withoutNamed: TrustedCode { TrustedCode(catalog: catalog, named: []) }

    /// How much the policy names.
    var namedCount: Int { named.count + signatures.count }

    /// The same without those whose writing may be told by somebody who looks.
    /// - Parameter isTold: asked with the tables that one writes; nil: the policy does not say which.
    func withoutWriters(where isTold: (Set<QualifiedName>?) -> Bool) -> TrustedCode {
        func stays(_ entry: String, _ routines: [Routine]) -> Bool {
            // The server lets what is IMMUTABLE or STABLE write nothing.
            if !routines.isEmpty, routines.allSatisfy({ ["i", "s"].contains($0.volatility) }) { return true }
            return !isTold(writes[entry])
        }
        let names = named.filter { name in
            stays(name.description, (catalog.functions[name.name] ?? []).filter { $0.name == name })
        }
        let rest = signatures.filter { signature in
            let name = signature.prefix { $0 != "(" }
            let routines = catalog.functions.lazy.filter { name.hasSuffix("." + $0.key) }.flatMap(\.value)
            return stays(
                signature,
                routines.filter { SignatureText.canonical("\(RoutineSignature($0.name, $0.arguments))") == signature })
        }
        return TrustedCode(
            catalog: catalog, named: names, signatures: Array(rest), writes: writes.mapValues(Array.init))
    }

    /// The tables that a routine writes, as far as the policy says so.
    func tables(writtenBy routine: RoutineSignature) -> Set<QualifiedName> {
        if writes.isEmpty { return [] }
        let all = writes[SignatureText.canonical(routine.name.description)] ?? []
        return all.union(writes[SignatureText.canonical(routine.description)] ?? [])
    }

    func isNamed(_ signature: RoutineSignature) -> Bool {
        named.contains(signature.name)
            || !signatures.isEmpty && signatures.contains(SignatureText.canonical(signature.description))
    }

    // MARK: what definitions run

    /// What of it is not trusted, in words that name it; nil where all of it is.
    package func unknown(_ use: CodeUse) -> String? {
        if let routine = use.routines.sorted().first(where: { !runsKnown($0) }) {
            return "runs \(routine)" + (remedy(for: routine).map { " by the session's names (\($0) ends that)" } ?? "")
        }
        guard let type = use.types.sorted().first(where: { types[$0] != nil }) else { return nil }
        return types[type].map { "uses type \(type): \($0)" }
    }

    private func unknown(_ code: TypeCode) -> String? {
        unknown(code.use).map { words in
            switch code.kind {
            case .check: "the check \(code.name) of \(code.type) \(words)"
            case .defaultValue: "the default of \(code.type) \(words)"
            case .conversion: "the cast from \(code.name) \(words)"
            case .operatorClass: "the operator class \(code.name) of \(code.type) \(words)"
            case .range: "the bounds of \(code.type) are compared by a function: it \(words)"
            case .form: "the text of \(code.type) is made by a function: it \(words)"
            }
        }
    }

    /// What using a value of the type may run that is not trusted, in words.
    package func unknown(type name: QualifiedName) -> String? { types[name] }

    /// The same of whichever type a statement means by a name.
    /// - Parameter schema: nil where the statement gives none.
    package func unknown(type name: String, in schema: String?) -> (type: QualifiedName, words: String)? {
        guard let found = typeNames[name]?.filter({ schema == nil || $0.schema == schema }).min(),
            let words = types[found]
        else { return nil }
        return (found, words)
    }

    /// Whether any operator runs something that is not trusted.
    var mistrustsOperators: Bool { !operators.isEmpty }

    /// What an operator of this name may run that is not trusted, in words.
    package func unknown(operator name: String) -> String? { operators[name] }

    /// A routine that the server's definitions name: its types are looked at where they are used.
    private func runsKnown(_ signature: RoutineSignature) -> Bool {
        let isNamed = isNamed(signature)
        if signature.name.schema == "pg_catalog" {
            return isNamed || BuiltinFunctions.mayStandInDefinitions(signature.name.name, in: catalog)
        }
        let routines = catalog.routines(signature)
        return !routines.isEmpty && routines.allSatisfy { $0.isTrusted || isNamed && hasFixedNames($0) }
    }

    // MARK: calls in definitions

    /// A call as a definition of the server writes it: with the schema, unless that is pg_catalog.
    func isTrusted(call: SyntaxNode) -> Bool {
        let name = call.names(.funcname)
        guard let last = name.last, name.first != "pg_catalog" else { return true }
        if name.count == 1 { return BuiltinFunctions.classify(last, in: catalog) == .allowed }
        return isTrusted(QualifiedName(name[name.count - 2], last))
    }

    /// Whether a call may mean something else than a function of pg_catalog.
    func isOutsideCatalog(call: SyntaxNode) -> Bool {
        let name = call.names(.funcname)
        return name.count > 1 ? name.first != "pg_catalog" : !isTrusted(call: call)
    }

    /// Whether a call outside pg_catalog may return rows; true for what is not known.
    func mayReturnRows(call: SyntaxNode) -> Bool {
        let name = call.names(.funcname)
        guard let last = name.last, name.count > 1 else { return true }
        let routines = (catalog.functions[last] ?? []).filter { $0.name == QualifiedName(name[name.count - 2], last) }
        return routines.isEmpty || routines.contains(where: \.returnsSet)
    }
}

extension Routine {
    /// Computes from its arguments and nothing else, as far as an extension's own word can be taken.
    package var isTrusted: Bool {
        inExtension && ["c", "internal"].contains(language) && volatility == "i" || isOfInformationSchema
            || isKnownOfExtension
    }

    /// One that its extension declares VOLATILE, STABLE or in SQL, and that all the same reads no relation and runs no
    /// text: what PostgreSQL ships has been read.
    private var isKnownOfExtension: Bool {
        guard let extensionName, inExtension, let known = Self.known[extensionName] else { return false }
        return known.languages.contains(language) && known.names.contains(name.name)
    }

    private static let known: [String: (languages: Set<String>, names: Set<String>)] = [
        "citext": (
            ["sql"],
            [
                "regexp_match", "regexp_matches", "regexp_replace", "regexp_split_to_array", "regexp_split_to_table",
                "replace", "split_part", "strpos", "translate",
            ]
        ),
        "pgcrypto": (
            ["c", "internal"],
            [
                "gen_random_bytes", "gen_random_uuid", "gen_salt", "pgp_pub_encrypt", "pgp_pub_encrypt_bytea",
                "pgp_sym_encrypt", "pgp_sym_encrypt_bytea",
            ]
        ),
        "pg_trgm": (["c"], ["show_limit"]),
        "tablefunc": (["c"], ["normal_rand"]),
        "unaccent": (["c"], ["unaccent"]),
        "uuid-ossp": (["c"], ["uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4"]),
    ]

    /// What drivers call to read the columns of an index: the server's own, of the same standing as pg_catalog's.
    private var isOfInformationSchema: Bool {
        name == QualifiedName("information_schema", "_pg_expandarray") && language == "sql" && volatility == "i"
    }
}
