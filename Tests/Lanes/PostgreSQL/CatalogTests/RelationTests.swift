import Policy
import SQLRewrite
import TestSupport
import Testing

@Suite("The catalog's relations are those of the server")
struct RelationTests {
    private func relation(_ schema: String, _ name: String, _ catalog: Catalog) throws -> Relation {
        try #require(catalog.relations[QualifiedName(schema, name)], "\(schema).\(name) is missing")
    }

    @Test("every kind of relation is there, system ones included, and toast and temporary ones are not")
    func kinds() async throws {
        let other = try PostgresConnection(RealCatalog.stack.get().direct)
        _ = try other.ask("CREATE TEMPORARY TABLE of_another_session (a int)")
        let catalog = try await RealCatalog.read()
        #expect(catalog.relations.count > 200)
        for (schema, name, kind) in [
            ("clinic", "patients", Relation.Kind.table), ("clinic", "encounters", .partitionedTable),
            ("clinic", "encounters_2024", .table), ("clinic", "patient_directory", .view),
            ("clinic", "patient_summary", .materializedView), ("nasty", "far", .foreignTable),
            ("nasty", "counter", .sequence), ("nasty", "pair", .compositeType), ("clinic", "Order", .table),
            ("pg_catalog", "pg_class", .table), ("information_schema", "columns", .view),
            ("a \"b\"\\c\né", "t \"u\"\\v\nö", .table),
        ] {
            #expect(try relation(schema, name, catalog).kind == kind, "\(schema).\(name)")
        }
        #expect(!catalog.relations.keys.contains { $0.schema.hasPrefix("pg_toast") || $0.schema.hasPrefix("pg_temp") })
        #expect(!catalog.relations.keys.contains { $0.name == "of_another_session" })
        let found = catalog.relations.filter { $0.key != $0.value.name }
        #expect(found.isEmpty, "every relation stands under its own name")
    }

    @Test("columns come in order, without dropped ones, with the type below their domains and its modifier")
    func columns() async throws {
        let columns = try relation("nasty", "columns", await RealCatalog.read()).columns
        #expect(
            columns.map(\.name) == [
                "number", "words", "letter", "bare", "byte", "bits", "moment", "while", "list", "limited", "many_words",
                "limited_list", "mood", "pair", "Ünïcode \"quoted\"\\", "ci",
            ])
        #expect(
            columns.map(\.sqlType) == [
                "numeric(10,2)", "character varying(3)", "character(2)", "bpchar", "\"char\"", "bit(3)",
                "timestamp(3) with time zone", "interval day to second(2)", "text[]", "character varying(5)", "text[]",
                "nasty.shorter[]", "nasty.mood", "nasty.pair", "integer", "public.citext",
            ])
        #expect(
            columns.map(\.typeName) == [
                "numeric", "varchar", "bpchar", "bpchar", "char", "bit", "timestamptz", "interval", "_text", "varchar",
                "_text", "_shorter", "mood", "pair", "int4", "citext",
            ])
        #expect(columns.map(\.typeKind).joined() == "bbbbbbbbbbbbecbb")
        #expect(columns.filter(\.notNull).map(\.name) == ["number"])
        #expect(columns.prefix(1).map(\.typeOID) == [1700])
        #expect(columns.suffix(5).map(\.typeSchema) == ["nasty", "nasty", "nasty", "pg_catalog", "public"])
    }

    @Test("a generated column names what it is computed from; defaults and identity are not generated")
    func generated() async throws {
        let catalog = try await RealCatalog.read()
        let columns = try relation("nasty", "generated", catalog).columns
        #expect(columns.map { $0.generatedFrom.sorted() } == [[], [], ["a", "b"], [], []])
        #expect(try relation("nasty", "no_columns", catalog).columns.isEmpty)
    }

    @Test("a view's definition names every relation with its schema, whatever the role's search_path")
    func definitions() async throws {
        let catalog = try await RealCatalog.read()
        for (schema, name, part) in [
            ("clinic", "patient_directory", "FROM clinic.patients"),
            ("clinic", "high_risk", "clinic.patient_directory d"),
            ("clinic", "patient_summary", "clinic.patients p"),
            ("a \"b\"\\c\né", "view", "FROM \"a \"\"b\"\"\\c\né\".\"t \"\"u\"\"\\v\nö\""),
        ] {
            let definition = try #require(try relation(schema, name, catalog).definition)
            #expect(definition.contains(part), "\(definition)")
        }
        #expect(try relation("clinic", "patients", catalog).definition == nil)
        #expect(try relation("pg_catalog", "pg_stats", catalog).definition == nil)
    }

    @Test("parents are the direct ones, of partitions and of inheritance")
    func parents() async throws {
        let catalog = try await RealCatalog.read()
        #expect(
            try relation("clinic", "encounters_2025", catalog).parents == [QualifiedName("clinic", "encounters")])
        #expect(
            Set(try relation("nasty", "child", catalog).parents)
                == [QualifiedName("nasty", "left_parent"), QualifiedName("nasty", "right_parent")])
        #expect(try relation("clinic", "encounters", catalog).parents.isEmpty)
        #expect(try relation("clinic", "encounters", catalog).partitionKey == ["started_at"])
        #expect(try relation("clinic", "encounters_2025", catalog).partitionKey.isEmpty)
        #expect(try relation("nasty", "apart", catalog).partitionKey == ["a"])
        #expect(try relation("nasty", "apart_whole", catalog).partitionKey == ["a", "b"])
        #expect(try relation("nasty", "apart_some", catalog).partitionKey == ["a", "c"])
    }

    @Test("checks of tables that share rows come with what they demand")
    func checks() async throws {
        let catalog = try await RealCatalog.read()
        let words = try ["checked", "checked_child"].map { name in
            try relation("nasty", name, catalog).constraints.sorted { $0.name < $1.name }.map(\.text)
        }
        #expect(words == [["t (a < 9)", "t (a > 0)"], ["t (a < 7)", "t (a > 0)"]])
        #expect(try relation("nasty", "bound", catalog).constraints.allSatisfy { $0.text == nil })
    }

    @Test("rules and policies come with what tells them from others, and rules with the relations that they name")
    func otherDefinitions() async throws {
        let catalog = try await RealCatalog.read()
        let ruled = try relation("nasty", "ruled_table", catalog)
        #expect(ruled.definitions.map { $0.split(separator: " ")[1] } == ["aside", "copies"])
        #expect(ruled.definitions.allSatisfy { $0.split(separator: " ").last?.count == 64 })
        #expect(ruled.reads == [QualifiedName("nasty", "watched")])
        #expect(try relation("nasty", "shows", catalog).definitions.isEmpty)
        let secured = try relation("nasty", "secured_whole", catalog).definitions
        #expect(secured.count == 2 && secured[0] == "force row security" && secured[1].hasPrefix("policy whole "))
    }

    @Test("columns have their numbers, which no other one of the table ever has")
    func numbers() async throws {
        let catalog = try await RealCatalog.read()
        #expect(try relation("nasty", "columns", catalog).columns.prefix(2).map(\.number) == [2, 3])
    }

    @Test("rules, triggers and row security are told; a view's own rule and a foreign key's triggers are not")
    func attachments() async throws {
        let catalog = try await RealCatalog.read()
        let names = { (test: (Relation) -> Bool) -> Set<String> in
            let ours = catalog.relations.values.filter { ["nasty", "clinic"].contains($0.name.schema) }
            return Set(ours.filter(test).map(\.name.name))
        }
        #expect(names(\.hasRules) == ["ruled", "ruled_table"])
        #expect(names(\.hasTriggers) == ["watched", "plain_definitions", "busy", "conditioned", "touched"])
        #expect(names { $0.rowSecurity != nil } == ["secured", "secured_whole"])
    }

    @Test("a constraint has every column it looks at, in expressions, predicates and whole rows too")
    func constraints() async throws {
        let catalog = try await RealCatalog.read()
        let constraints = try relation("nasty", "bound", catalog).constraints
        let all: Set = ["a", "b", "c", "d", "e"]
        // A check of a whole row converts it, which nobody here follows.
        let settled: Set = ["checks", "excludes", "expression", "partly", "carrying_some", "whole_index"]
        #expect(Set(constraints.filter(\.isSettled).map(\.name)) == settled)
        for expected in [
            Constraint(name: "two", kind: .unique, columns: ["a", "b"]),
            Constraint(name: "checks", kind: .check, columns: ["d", "e"]),
            Constraint(name: "whole_check", kind: .check, columns: all),
            Constraint(
                name: "refers", kind: .foreignKey, columns: ["d", "e"],
                reference: Constraint.Reference(relation: QualifiedName("nasty", "target"), columns: ["a", "b"])),
            Constraint(
                name: "excludes", kind: .exclusion, columns: ["a", "e"], expressionColumns: ["a", "e"]),
            Constraint(name: "expression", kind: .unique, columns: ["c", "d"], expressionColumns: ["c", "d"]),
            Constraint(name: "whole_index", kind: .unique, columns: all, expressionColumns: all),
            Constraint(name: "partly", kind: .unique, columns: ["a", "e"], expressionColumns: ["e"]),
            Constraint(name: "carrying", kind: .unique, columns: ["e"]),
            Constraint(name: "carrying_some", kind: .unique, columns: ["c", "d", "e"], expressionColumns: ["c", "d"]),
        ] {
            var expected = expected
            expected.isSettled = settled.contains(expected.name)
            #expect(constraints.filter { $0.name == expected.name && $0.kind == expected.kind } == [expected])
        }
        #expect(!constraints.contains { $0.name == "plain" })
        let patients = try relation("clinic", "patients", catalog).constraints
        #expect(patients.contains(Constraint(name: "patients_ssn_key", kind: .unique, columns: ["ssn"])))
        #expect(patients.contains(Constraint(name: "patients_pkey", kind: .unique, columns: ["id"])))
    }

    @Test("an index has its keys, by what each is compared, and what its expressions and predicate look at")
    func indexes() async throws {
        let indexes = try relation("nasty", "bound", await RealCatalog.read()).indexes
        func index(_ name: String) throws -> Index { try #require(indexes.first { $0.name == name }, "\(name)") }
        let two = try index("two")
        #expect(two.keys == ["a", "b"] && two.others.isEmpty && two.isUnique && two.method == "btree")
        #expect(two.orders.count == 2 && two.orders[0] == two.orders[1])
        let expression = try index("expression")
        #expect(expression.keys == [nil] && expression.others == ["c", "d"] && !expression.isUnique)
        #expect(try index("excludes").keys == [nil])
        #expect(try index("partly").others == ["e"])
        #expect(try !index("partly").isUnique, "it does not hold every row")
        let carrying = try index("carrying")
        #expect(carrying.keys == ["e"] && carrying.others.isEmpty && carrying.isUnique, "what it carries is no key")
        #expect(carrying.carried == ["a", "c"] && two.carried.isEmpty)
        #expect(try !index("later").isUnique, "it is checked at the end of the transaction")
        #expect(try index("hashed").method == "hash")
        #expect(try index("lettered").orders != index("plainly_lettered").orders)
        #expect(try index("whole_index").others == ["a", "b", "c", "d", "e"])
        #expect(try index("bounds").keepsBounds == [true, false, false])
        #expect(try index("bounds").keys == ["a", "b", "d"] && index("two").keepsBounds == [false, false])
    }

    @Test("a foreign key has what it does to the rows that refer")
    func actions() async throws {
        let catalog = try await RealCatalog.read()
        let reference = try #require(
            try relation("nasty", "acting", catalog).constraints.first { $0.name == "acts" }?.reference)
        #expect(reference.onUpdate == .cascade && reference.onDelete == .setNull)
        #expect(reference.setOnDelete.isEmpty || reference.setOnDelete == ["b"])
        let plain = try #require(
            try relation("nasty", "bound", catalog).constraints.first { $0.name == "refers" }?.reference)
        #expect(plain.onUpdate == .none && plain.onDelete == .none && plain.setOnDelete.isEmpty)
    }

    @Test("a default of a domain is a default, and barriers and relations of extensions are told")
    func smallFacts() async throws {
        let catalog = try await RealCatalog.read()
        let acting = try relation("nasty", "acting", catalog)
        #expect(acting.columns.filter(\.hasSharedDefault).map(\.name) == ["c"])
        #expect(try relation("nasty", "barred", catalog).isSecurityBarrier)
        #expect(try !relation("nasty", "ruled", catalog).isSecurityBarrier)
        #expect(catalog.relations.values.allSatisfy { !$0.inExtension })
    }

    @Test("a column that counts up has a default that may be known, one that is random has none")
    func counting() async throws {
        let columns = try relation("nasty", "counting", await RealCatalog.read()).columns
        #expect(columns.filter(\.hasSharedDefault).map(\.name) == ["a", "b", "c", "e"])
    }

    @Test("a column whose values stay in the row is told")
    func inlineColumns() async throws {
        let columns = try relation("nasty", "counting", await RealCatalog.read()).columns
        #expect(columns.filter(\.isInline).map(\.name) == ["f"])
    }

    @Test("a check is settled where every stored row has passed it and its answer follows from the row alone")
    func settledChecks() async throws {
        let checks = try relation("nasty", "counting", await RealCatalog.read()).constraints.filter {
            $0.kind == .check
        }
        #expect(Set(checks.map(\.name)).isSuperset(of: ["plainly", "dated", "by_now", "by_day", "later", "spoken"]))
        #expect(checks.filter(\.isSettled).map(\.name) == ["plainly"])
    }

    @Test("of the type of a column it is told whose rows are in it, however deep")
    func typeRows() async throws {
        let catalog = try await RealCatalog.read()
        let target = QualifiedName("nasty", "target")
        let holding = try relation("nasty", "holds", catalog).columns.filter {
            catalog.typeRows[$0.typeOID]?.contains(target) ?? false
        }
        #expect(holding.map(\.name) == ["a", "b", "c", "d", "f"])
    }

    @Test("row security has every column and every function that it looks at, of operators and in subqueries too")
    func rowSecurity() async throws {
        let catalog = try await RealCatalog.read()
        let patients = QualifiedName("clinic", "patients")
        let secured = QualifiedName("nasty", "secured")
        let code = CodeUse(
            routines: [
                RoutineSignature(QualifiedName("nasty", "said"), "integer"),
                RoutineSignature(QualifiedName("nasty", "same"), "integer, integer"),
            ])
        #expect(
            try relation("nasty", "secured", catalog).rowSecurity
                == RowSecurity(columns: [patients: ["ssn"], secured: ["a"]], code: code))
        #expect(
            try relation("nasty", "secured_whole", catalog).rowSecurity
                == RowSecurity(columns: [QualifiedName("nasty", "secured_whole"): ["a", "b"]]))
    }
}
