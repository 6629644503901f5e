import Policy
import SQLRewrite
import TestSupport
import Testing

@Suite("What belongs to the server's relations, and what it computes by itself, is known")
struct PartTests {
    private func relation(_ name: String, _ catalog: Catalog) throws -> Relation {
        try #require(catalog.relations[QualifiedName("nasty", name)], "\(name) is missing")
    }

    @Test("conditions of triggers that are switched on come with what they wait for, as the server writes them")
    func conditions() async throws {
        let catalog = try await RealCatalog.read()
        let conditions = try relation("conditioned", catalog).conditions
        #expect(conditions.map(\.trigger) == ["told", "untold"])
        #expect(conditions.map(\.events) == [[.update, .delete], .insert])
        #expect(conditions.map(\.columns) == [["b"], []])
        #expect(conditions.first?.definition.contains("WHEN ((old.a > 3))") == true)
        #expect(try relation("busy", catalog).conditions.map(\.trigger) == ["asks"])
        #expect(try relation("watched", catalog).conditions.isEmpty)
    }

    @Test("triggers before an update are told, switched on or off, and no others")
    func before() async throws {
        let catalog = try await RealCatalog.read()
        for (name, isBefore) in [
            ("conditioned", true), ("busy", true), ("plain_definitions", true), ("watched", false), ("counting", false),
        ] {
            #expect(try relation(name, catalog).hasTriggersBeforeUpdate == isBefore, "\(name)")
        }
    }

    @Test("what a trigger before a write may set is told of those that are switched on, where their function is known")
    func setters() async throws {
        let catalog = try await RealCatalog.read()
        #expect(try relation("watched", catalog).rowTriggers.map(\.name) == ["act"])
        let asks = try #require(try relation("busy", catalog).rowTriggers.first)
        #expect(asks.name == "asks" && asks.events == [.insert, .update] && asks.columns == ["d"])
        #expect(try relation("plain_definitions", catalog).rowTriggers.map(\.writes) == [.columns([])])
        #expect(try relation("touched", catalog).rowTriggers.map(\.written) == [["at"], ["words"]])
        #expect(try relation("counting", catalog).rowTriggers.isEmpty)
    }

    @Test("a generated column is settled where no setting changes what it gives")
    func settled() async throws {
        let catalog = try await RealCatalog.read()
        let columns = try relation("conditioned", catalog).columns
        #expect(columns.filter(\.isGenerated).map(\.name) == ["c", "d", "e"])
        #expect(columns.filter(\.isSettled).map(\.name) == ["c", "e"])
        #expect(try relation("busy", catalog).columns.filter(\.isSettled).isEmpty, "by a function of somebody's")
        #expect(try relation("generated", catalog).columns.filter(\.isGenerated).map(\.name) == ["c"])
    }

    @Test("statistics have their table, in whatever schema they stand")
    func statistics() async throws {
        let catalog = try await RealCatalog.read()
        let statistics = catalog.statistics
        #expect(try relation("conditioned", catalog).expressionsOfStatistics == ["a"])
        #expect(statistics[QualifiedName("public", "elsewhere")] == QualifiedName("nasty", "conditioned"))
        #expect(statistics[QualifiedName("nasty", "counted")] == QualifiedName("nasty", "busy"))
    }

    @Test("a sequence has the table whose column it belongs to, and those that count by it")
    func sequences() async throws {
        let catalog = try await RealCatalog.read()
        let counting = QualifiedName("nasty", "counting")
        let counter = try relation("counter", catalog)
        #expect(counter.owner == nil)
        #expect(counter.counts == [counting])
        #expect(try relation("counting_b_seq", catalog).owner == counting, "of an identity")
        let serial = try relation("counting_c_seq", catalog)
        #expect(serial.owner == counting)
        #expect(serial.counts == [counting])
        #expect(try relation("counting", catalog).owner == nil)
    }
}
