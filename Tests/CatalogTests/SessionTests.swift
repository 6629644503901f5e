import PostgresLane
import SQLRewrite
import TestSupport
import Testing

@Suite("The catalog is read as the lane's own role")
struct SessionTests {
    @Test("the search path, the role and the server's version are the role's own")
    func session() async throws {
        let catalog = try await RealCatalog.read()
        #expect(catalog.defaultSearchPath == ["clinic", "billing", "public"])
        #expect(catalog.role == "postgres")
        #expect(catalog.serverVersion / 10_000 >= 14)
    }

    @Test("\"$user\" is resolved, missing schemas are left out, and functions that hide built-in ones are not run")
    func hostilePath() async throws {
        let direct = try RealCatalog.stack.get().direct
        let address = try PostgresAddress("postgresql://reader:reader@\(direct.host):\(direct.port)/\(direct.database)")
        let catalog = try await RealCatalog.read(address)
        #expect(catalog.defaultSearchPath == ["reader", "hostile", "pg_catalog"])
        #expect(catalog.role == "reader")
        let known = try await RealCatalog.read()
        #expect(catalog.relations == known.relations, "a role without privileges sees the same relations")
    }

    @Test("two readings of an unchanged server are equal")
    func stable() async throws {
        let first = try await RealCatalog.read()
        let second = try await RealCatalog.read()
        #expect(first == second)
    }

    @Test("an answer of another shape is a failure, never a catalog with holes")
    func strangeAnswers() async throws {
        let shapes: [[[String?]]] = [[], [[]], [[nil]], [["a"]], [[nil, nil, nil]], [["a", "b", "c"]]]
        for shape in shapes {
            await #expect(throws: CatalogFailure.self) { try await CatalogReader { _ in shape }.read() }
        }
    }
}
