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
        var ssn = Routine(
            name: QualifiedName("clinic", "patient_ssn"), arguments: "integer", language: "sql", volatility: "s",
            inExtension: false)
        ssn.oid = functions["patient_ssn"]?.first?.oid ?? 0
        #expect(ssn.oid >= Catalog.firstUserOID)
        #expect(functions["patient_ssn"] == [ssn])
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

    @Test("a routine tells how it finds what it names: by a path of its own, or when it was made")
    func names() async throws {
        let functions = try await RealCatalog.read().functions
        let routed = try #require(functions["routed"]?.first)
        #expect(routed.ownPath == ["a \"b\"\\c\né", "nasty", "pg_temp"])
        #expect(!routed.isParsed)
        let parsed = try #require(functions["parsed"]?.first)
        #expect(parsed.ownPath == nil)
        #expect(parsed.isParsed)
        #expect(parsed.calls == [Self.signature("many", "integer")])
        #expect(functions["unfair", default: []].compactMap(\.support).contains("nasty.step(text, text)"))
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

    private static func signature(_ name: String, _ arguments: String) -> RoutineSignature {
        RoutineSignature(QualifiedName("nasty", name), arguments)
    }

    @Test("of an operator's name everything is told that any of them runs, and the planner may put in its place")
    func operators() async throws {
        let operators = try await RealCatalog.read().operators
        let pair = "nasty.pair, nasty.pair"
        #expect(
            operators["==="]?.routines == [Self.signature("same", pair), Self.signature("same", "integer, integer")])
        #expect(operators["+"]?.routines == [Self.signature("same", pair)])
        #expect(operators["<~"] == nil)
        #expect(operators["=/="]?.routines == [Self.signature("same", "integer, integer")], "its negator")
        #expect(operators["-"] == nil)
        #expect(operators["="]?.routines ?? [] == [], "citext's own, in C or of the server's own functions")
        #expect(operators["~~"]?.routines ?? [] == [], "citext's own, in C or of the server's own functions")
    }

    @Test("of a type it is told what its checks, defaults, casts and orders run, and of what it is made of")
    func types() async throws {
        let types = try await RealCatalog.read().types
        func words(_ name: String) -> Set<String> {
            Set((types[QualifiedName("nasty", name)] ?? []).map { "\($0.kind.rawValue) \($0.name) \($0.type.name)" })
        }
        for name in ["short", "shorter", "words", "mood", "ints", "pair", "_pair", "_shorter", "watched"] {
            #expect(words(name) == [], "\(name)")
        }
        #expect(words("judged") == ["c judged_check judged"])
        #expect(words("cast_pair") == ["k nasty.cast_pair to text cast_pair"])
        #expect(words("given") == ["d given given"])
        #expect(words("sorted") == ["o sorted_ops sorted"])
        #expect(words("bounded") == ["r bounded bounded"])
        for name in [
            "judged_again", "_judged", "_judged_again", "holder", "_holder", "span", "span_multirange", "_span",
            "judged_rows", "_judged_rows",
        ] {
            #expect(words(name) == ["c judged_check judged"], "\(name)")
        }
        #expect(words("judged_by_cast") == ["c judged_check judged"], "a check that converts to another domain")
        #expect(types[QualifiedName("public", "citext")] == nil)
        #expect(types[QualifiedName("clinic", "patients")] == nil)
        #expect(!types.keys.contains { $0.schema == "pg_catalog" })
    }

    @Test("every type outside pg_catalog has its number")
    func typeNumbers() async throws {
        let catalog = try await RealCatalog.read()
        let names = Set(catalog.typeOIDs.values)
        for name in ["judged", "_judged", "mood", "watched"] { #expect(names.contains(QualifiedName("nasty", name))) }
        #expect(names.contains(QualifiedName("clinic", "patients")), "row types are types")
        #expect(!names.contains { $0.schema == "pg_catalog" })
        #expect(catalog.typeOIDs.keys.allSatisfy { $0 > 10_000 })
    }

    @Test("what any expression may run is told, the server's own is not")
    func anywhere() async throws {
        #expect(
            try await RealCatalog.read().anywhere
                == [
                    UnnamedCode(
                        "the cast from double precision to boolean",
                        use: CodeUse(routines: [Self.signature("bool_of", "double precision")])),
                    UnnamedCode(
                        "the operator class point_ops of point",
                        use: CodeUse(
                            routines: [
                                Self.signature("before", "point, point"), Self.signature("compare", "point, point"),
                            ])),
                ])
    }

    @Test("each definition of a relation tells what it runs, implicit conversions and built-in functions included")
    func attached() async throws {
        let catalog = try await RealCatalog.read()
        func code(_ name: String) -> [String] {
            (catalog.relations[QualifiedName("nasty", name)]?.code ?? []).map { attached in
                let routines = attached.use.routines.sorted().map(\.description)
                let types = attached.use.types.sorted().map(\.description)
                return ([attached.kind.rawValue, attached.name] + routines + types).joined(separator: " ")
            }.sorted()
        }
        #expect(
            code("busy")
                == [
                    "c busy_c_check nasty.looks_up(text)", "c converts nasty.bool_of(double precision)",
                    "c reads pg_catalog.query_to_xml(text, boolean, boolean, text)", "c shapes nasty.judged",
                    "d a nasty.many(integer)", "g b nasty.many(integer)", "i expressions nasty.counts(integer)",
                    "i predicates nasty.counts(integer)",
                    "o ordered nasty.before(point, point) nasty.compare(point, point)",
                    "s counted nasty.counts(integer)",
                    "t asks nasty.act_on_row() nasty.many(text)", "t follows nasty.act_on_row()",
                ].sorted())
        // The server's own functions, and a trigger that is switched off, are nothing to tell; but one tells what is equal.
        #expect(code("plain_definitions") == ["t same pg_catalog.suppress_redundant_updates_trigger()"])
        #expect(code("watched") == ["t act nasty.act_on_row()"])
        #expect(code("apart") == ["k apart nasty.counts(integer)"])
        #expect(code("shows") == ["v shows nasty.many(integer)"])
        #expect(code("shows_plainly") == [])
        let busy = try #require(catalog.relations[QualifiedName("nasty", "busy")])
        let trigger = try #require(busy.code.first { $0.name == "asks" })
        #expect(trigger.columns == ["d"])
        #expect(trigger.events == [.update, .insert])
        #expect(busy.oid >= Catalog.firstUserOID)
        let view = try #require(catalog.relations[QualifiedName("nasty", "shows_again")])
        #expect(view.reads == [QualifiedName("nasty", "shows"), QualifiedName("nasty", "watched")])
    }

    @Test("a foreign key tells what it does, and event triggers are told")
    func reactions() async throws {
        let catalog = try await RealCatalog.read()
        let constraints = catalog.relations[QualifiedName("nasty", "follows")]?.constraints ?? []
        let reference = constraints.compactMap(\.reference).first
        #expect(reference?.onUpdate == .cascade)
        #expect(reference?.onDelete == .setNull)
        #expect(
            catalog.eventTriggers == [
                UnnamedCode("event trigger looks_on", use: CodeUse(routines: [Self.signature("look_on", "")]))
            ])
    }

    @Test("a routine has its arguments, and the types of others that it takes or gives")
    func arguments() async throws {
        let functions = try await RealCatalog.read().functions
        #expect(functions["many", default: []].map(\.arguments) == ["integer", "text"])
        #expect(functions["pair_text", default: []].map(\.types) == [[QualifiedName("nasty", "cast_pair")]])
        #expect(functions["said", default: []].map(\.types) == [[]])
        #expect(functions["ints", default: []].allSatisfy { $0.isTrusted }, "the server makes it for the range")
    }
}
