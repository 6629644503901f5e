import Judge
import Lane
import Policy
import SQLRewrite

/// A lane over a catalog and rules of any size: two tables of a clinic with protected columns, a table without any, and
/// as many other tables and rules as are asked for.
struct BenchLane {
    var tables = 100
    var rules = 10

    static let simple = "SELECT abalance FROM bench.accounts WHERE aid = "
    static let join = """
        SELECT p.id, p.name, p.birth_date, n.body FROM bench.patients p JOIN bench.notes n ON n.patient_id = p.id \
        WHERE p.zip IS NOT NULL ORDER BY p.id LIMIT 
        """

    func judge() -> Judge {
        Judge(bundle: bundle, target: Self.target, role: Self.role, catalog: catalog)
    }

    func policy() -> LanePolicy {
        LanePolicy(target: Self.target, bundle: bundle, principal: "spiffe://chaperone/agent", groups: Self.role.groups)
    }

    private static func name(_ table: String) -> QualifiedName { QualifiedName("bench", table) }

    private static func relation(_ name: QualifiedName, _ columns: [(String, String)]) -> Relation {
        Relation(
            name: name, kind: .table,
            columns: columns.map { Column(name: $0.0, sqlType: $0.1, typeName: $0.1 == "integer" ? "int4" : $0.1) })
    }

    private var catalog: Catalog {
        var relations = [
            Self.relation(Self.name("accounts"), [("aid", "integer"), ("abalance", "integer")]),
            Self.relation(
                Self.name("patients"),
                [
                    ("id", "integer"), ("mrn", "text"), ("ssn", "text"), ("name", "text"), ("birth_date", "date"),
                    ("zip", "text"),
                ]),
            Self.relation(Self.name("notes"), [("id", "integer"), ("patient_id", "integer"), ("body", "text")]),
        ]
        for number in relations.count..<max(relations.count, tables) {
            relations.append(
                Self.relation(
                    Self.name("t\(number)"), [("id", "integer"), ("a", "text"), ("b", "text"), ("c", "integer")]))
        }
        return Catalog(
            relations: Dictionary(uniqueKeysWithValues: relations.map { ($0.name, $0) }),
            immutableBuiltins: ["upper", "lower", "left", "right", "length", "text", "substr"],
            otherBuiltins: ["now", "count", "max"], defaultSearchPath: ["public"], role: "agent",
            serverVersion: 150_000)
    }

    private static let target = {
        let address = Target.Address(host: "127.0.0.1", port: 1)
        return Target(
            name: "ehr",
            service: .postgres(
                PostgresTerms(
                    database: "app", tls: .disable,
                    phi: [
                        ProtectedColumn(relation: name("patients"), column: "mrn", mask: .last4),
                        ProtectedColumn(relation: name("patients"), column: "ssn", mask: .last4),
                        ProtectedColumn(relation: name("patients"), column: "name", mask: .redact),
                        ProtectedColumn(relation: name("patients"), column: "birth_date", mask: .year),
                        ProtectedColumn(relation: name("patients"), column: "zip", mask: .zip3),
                    ])), upstream: address, listen: address, credential: "c")
    }()

    private static let role = Role(name: "analyst", groups: ["analysts"], targets: ["ehr"])

    /// Every rule is about another table, or about some tables of another schema.
    private var bundle: Bundle {
        let rules = (0..<rules).map { number in
            var condition = Rule.Condition()
            condition.tables = [number % 2 == 0 ? "bench.other\(number)" : "elsewhere\(number).t*"]
            return Rule(name: "rule-\(number)", when: condition, action: .deny)
        }
        return Bundle(
            number: 1, issuedAtSeconds: 0, targets: [Self.target], rules: rules, defaultAction: .allow,
            roles: [Self.role])
    }
}
