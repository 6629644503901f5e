import Policy
import SQLRewrite
import TestSupport
import Testing

@Suite("The catalog tells whose code a statement could run")
struct CodeTests {
    @Test("every function outside pg_catalog is there, with every overload")
    func functions() async throws {
        let functions = try await RealCatalog.read().functions
        let many = QualifiedName("nasty", "many")
        let volatilities = functions["many", default: []].map(\.volatility)
        #expect(volatilities.sorted() == ["i", "s"])
        #expect(functions["many", default: []].allSatisfy { $0.name == many && $0.language == "sql" && $0.kind == "f" })
        #expect(
            functions["patient_ssn"] == [
                Routine(
                    name: QualifiedName("clinic", "patient_ssn"), language: "sql", volatility: "s", inExtension: false)
            ])
        #expect(functions["lower", default: []].map(\.name) == [QualifiedName("clinic", "lower")])
        #expect(functions["each", default: []].map(\.returnsSet) == [true])
        #expect(functions["said", default: []].map(\.returnsSet) == [false])
        #expect(functions["act", default: []].map(\.kind) == ["p"])
        #expect(functions["row_number", default: []].map(\.kind) == ["w"])
        #expect(functions["row_number", default: []].allSatisfy { !$0.isTrusted })
        let ofExtension = functions["citext_eq", default: []]
        #expect(ofExtension.map(\.isTrusted) == [true])
        #expect(functions["_pg_truetypid"] != nil, "information_schema's functions are not built in")
        #expect(functions["substr"] == nil)
    }

    @Test("an aggregate is as trusted as the least trusted function it runs")
    func aggregates() async throws {
        let functions = try await RealCatalog.read().functions
        let fair = try #require(functions["fair"])
        let unfair = try #require(functions["unfair"])
        #expect(fair.allSatisfy { $0.kind == "a" && $0.isTrusted })
        #expect(unfair.contains { $0.kind == "a" && !$0.isTrusted && $0.language == "plpgsql" })
    }

    @Test("a built-in function is immutable when every overload of it is")
    func builtins() async throws {
        let catalog = try await RealCatalog.read()
        #expect(catalog.immutableBuiltins.isSuperset(of: ["substr", "upper", "sum"]))
        #expect(catalog.otherBuiltins.isSuperset(of: ["now", "query_to_xml", "to_char", "random", "age"]))
        #expect(catalog.immutableBuiltins.isDisjoint(with: catalog.otherBuiltins))
        #expect(catalog.steadyBuiltins.isSuperset(of: ["substr", "now", "age", "to_char", "current_setting"]))
        #expect(catalog.steadyBuiltins.isDisjoint(with: ["random", "clock_timestamp", "nextval", "query_to_xml"]))
        #expect(catalog.otherBuiltins.isDisjoint(with: ["patient_ssn", "many"]))
    }

    @Test("an operator is untrusted when any of its name runs somebody's function")
    func operators() async throws {
        let operators = try await RealCatalog.read().operators
        #expect(operators["==="] == .untrusted)
        #expect(operators["+"] == .untrusted)
        #expect(operators["<~"] == .trusted)
        #expect(operators["-"] == nil)
        #expect(operators["="] == .trusted, "citext's own, in C or of the server's own functions")
        #expect(operators["~~"] == .trusted, "citext's own, in C or of the server's own functions")
    }

    @Test("a type is untrusted when converting to it runs somebody's function")
    func types() async throws {
        let types = try await RealCatalog.read().types
        for name in ["short", "shorter", "words", "mood", "ints", "pair", "_pair", "_shorter", "columns", "watched"] {
            #expect(types[QualifiedName("nasty", name)] == .trusted, "\(name)")
        }
        #expect(types[QualifiedName("nasty", "judged")] == .untrusted)
        #expect(types[QualifiedName("nasty", "cast_pair")] == .untrusted)
        #expect(types[QualifiedName("public", "citext")] == .trusted)
        #expect(types[QualifiedName("clinic", "patients")] == .trusted, "row types are types")
        #expect(types[QualifiedName("pg_catalog", "text")] == nil)
    }

    @Test("what is made of an untrusted type is untrusted: domains, arrays, rows and ranges of it")
    func madeOfUntrusted() async throws {
        let types = try await RealCatalog.read().types
        for name in [
            "judged_again", "_judged", "_judged_again", "holder", "_holder", "span", "span_multirange", "_span",
            "_cast_pair",
        ] {
            #expect(types[QualifiedName("nasty", name)] == .untrusted, "\(name)")
        }
    }

    @Test("casts between built-in types that run somebody's function are told, the server's own are not")
    func casts() async throws {
        #expect(
            try await RealCatalog.read().casts
                == [
                    Catalog.Cast(
                        source: "double precision", target: "boolean", routine: QualifiedName("nasty", "bool_of"))
                ])
    }
}
