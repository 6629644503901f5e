import Policy
import PostgresLane
import SQLRewrite
import TestSupport

/// A private server with masks.sql, and what masks make of its table.
enum MaskServer {
    static let stack = Result {
        try Stack(name: "masks", seed: 1, only: [Repository.fixture("masks.sql")], policy: nil)
    }
    static let relation = QualifiedName("masks", "value")
    static let key = String(repeating: "0123456789abcdef", count: 4)

    static func catalog() async throws -> Catalog {
        let connection = try connect()
        var catalog = try await CatalogReader { try text(connection.ask($0), $0) }.read().catalog
        // Nothing else is asked about, hundreds of times.
        catalog.relations = catalog.relations.filter { $0.key == relation }
        return catalog
    }

    /// A session as the lane has it: with the key of pseudonyms.
    static func connect() throws -> PostgresConnection {
        try PostgresConnection(stack.get().direct, parameters: [("chaperone.key", key)])
    }

    /// The rows of an answer, which must be no error.
    static func text(_ answer: Answer, _ question: String) throws -> [[String?]] {
        guard answer.error == nil, !answer.closed else { throw TestFailure("\(question): \(answer.summary)") }
        return answer.rows.map { row in row.map { cell in cell.map { String(decoding: $0, as: UTF8.self) } } }
    }

    static func protection(_ catalog: Catalog, _ masks: [String: Mask]) -> ProtectionMap {
        ProtectionMap(
            columns: masks.map { ProtectedColumn(relation: relation, column: $0.key, mask: $0.value) },
            catalog: catalog,
            code: TrustedCode(catalog: catalog, named: [])
        ) { _ in nil }
    }

    /// The columns of the table that a mask fits.
    static func fitting(_ mask: Mask, _ catalog: Catalog) -> Set<String> {
        let columns = catalog.relations[relation]?.columns.map(\.name) ?? []
        return Set(columns.filter { protection(catalog, [$0: mask]).misfits.isEmpty && $0 != "id" })
    }

    /// The select list of id and some columns, as they are masked.
    static func list(_ masks: [String: Mask], _ catalog: Catalog) throws -> String {
        var catalog = catalog
        catalog.relations[relation]?.columns.removeAll { masks[$0.name] == nil && $0.name != "id" }
        guard let list = protection(catalog, masks).selectLists[relation] else {
            throw TestFailure("nothing is masked")
        }
        return list
    }

    /// Every row as the mask shows it, in the binary form of its types: values and not their display.
    static func values(_ masks: [String: Mask], _ catalog: Catalog) throws -> String {
        guard let list = protection(catalog, masks).selectLists[relation] else {
            throw TestFailure("nothing is masked")
        }
        return "SELECT pg_catalog.encode(pg_catalog.record_send(d), 'hex') FROM "
            + "(SELECT \(list) FROM masks.value ORDER BY id) AS d"
    }
}
