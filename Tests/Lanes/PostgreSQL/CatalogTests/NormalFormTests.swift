import Policy
import SQLRewrite
import Testing

/// Names are compared in Unicode normal form C; PostgreSQL compares bytes.
@Suite("What no statement can name is not there") struct NormalFormTests {
    @Test func `a name that is not composed never stands in the place of one that is`() async throws {
        let catalog = try await RealCatalog.read()
        let forms = catalog.relations.values.filter { $0.name.schema == "forms" }
        #expect(Set(forms.map(\.name.name)) == ["caf\u{e9}", "reading"])
        #expect(catalog.relations[QualifiedName("forms", "caf\u{e9}")]?.kind == .table)
        #expect(forms.allSatisfy { $0.name.name.isComposed })
        #expect(catalog.functions["caf\u{e9}"] == nil)
    }

    @Test func `a parent goes with a child that is not there, whose indexes nobody knows`() async throws {
        let catalog = try await RealCatalog.read()
        #expect(catalog.relations[QualifiedName("forms", "parent")] == nil)
    }
}
