package import Policy
import SQLSyntax

/// Which routines compute from their arguments and nothing else, as far as the word of the policy, of an extension or of
/// the server can be taken.
package struct TrustedCode: Sendable {
    private let catalog: Catalog
    private let named: Set<QualifiedName>

    package init(catalog: Catalog, named: Set<QualifiedName>) {
        self.catalog = catalog
        self.named = named
    }

    package func isTrusted(_ routine: Routine) -> Bool { routine.isTrusted || named.contains(routine.name) }

    package func isNamed(_ name: QualifiedName) -> Bool { named.contains(name) }

    /// Every routine of this name, by whatever arguments. One that is not known is not trusted.
    package func isTrusted(_ name: QualifiedName) -> Bool {
        if named.contains(name) { return true }
        let routines = (catalog.functions[name.name] ?? []).filter { $0.name == name }
        return !routines.isEmpty && routines.allSatisfy(\.isTrusted)
    }

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
