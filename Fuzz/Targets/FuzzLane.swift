import Judge
import Policy
import SQLRewrite

/// A small clinic: a table with protected columns, its child and its views, the same name in another schema, and what
/// is not protected.
enum FuzzLane {
    static let patients = QualifiedName("clinic", "patients")
    static let order = QualifiedName("clinic", "Order")

    static let phi = [
        ProtectedColumn(relation: patients, column: "mrn", mask: .pseudonym, lookup: .equality),
        ProtectedColumn(relation: patients, column: "ssn", mask: .last4),
        ProtectedColumn(relation: patients, column: "name", mask: .redact),
        ProtectedColumn(relation: order, column: "Patient SSN", mask: .last4),
    ]

    static let catalog: Catalog = {
        var catalog = Catalog(
            functions: ["peek": [routine("peek", "sql", "s")], "band": [band]],
            immutableBuiltins: ["upper", "lower", "left", "right", "length", "text", "substr"],
            otherBuiltins: ["now", "count", "max", "string_agg", "query_to_xml", "set_config", "current_setting"],
            operators: ["<<<": CodeUse(routines: [RoutineSignature(clinic("peek"))])],
            defaultSearchPath: ["clinic", "public"], role: "agent",
            serverVersion: 150_000)
        let people = [
            column("id", "integer"), column("mrn"), column("ssn"), column("name"), column("risk", "integer"),
        ]
        let relations = [
            Relation(
                name: patients, kind: .table, columns: people,
                constraints: [Constraint(name: "patients_ssn_key", kind: .unique, columns: ["ssn"])]),
            Relation(name: clinic("patients_child"), kind: .table, columns: people, parents: [patients]),
            Relation(name: order, kind: .table, columns: [column("id", "integer"), column("Patient SSN")]),
            Relation(
                name: QualifiedName("archive", "patients"), kind: .table,
                columns: [column("id", "integer"), column("note")]),
            Relation(name: clinic("notes"), kind: .table, columns: [column("id", "integer"), column("body")]),
            view("directory", ["id", "tax_id"], "SELECT p.id, p.ssn AS tax_id FROM clinic.patients p"),
            view("oracle", ["id"], "SELECT p.id FROM clinic.patients p WHERE p.ssn < '400'"),
            Relation(name: QualifiedName("pg_catalog", "pg_class"), kind: .table, columns: [column("relname")]),
            Relation(
                name: QualifiedName("pg_catalog", "pg_stat_activity"), kind: .view,
                columns: [column("pid", "integer"), column("query")]),
        ]
        for relation in relations { catalog.relations[relation.name] = relation }
        return catalog
    }()

    static let target = {
        let address = Target.Address(host: "127.0.0.1", port: 1)
        return Target(
            name: "ehr",
            service: .postgres(
                PostgresTerms(database: "app", tls: .disable, phi: phi, functions: [clinic("band")])),
            upstream: address, listen: address, credential: "c", detect: ["us_ssn"], record: .bytes(64))
    }()

    static let role = Role(name: "analyst", groups: ["analysts"], targets: ["ehr"])

    /// Rows are limited by rules, so that sessions cut and hold; deleting from the archive is held as a whole.
    static let bundle: Bundle = {
        var condition = Rule.Condition()
        condition.rowsOver = 2
        var deletes = Rule.Condition()
        deletes.statements = [.delete]
        deletes.tables = ["archive.*"]
        var archive = Rule.Condition()
        archive.tables = ["archive.*"]
        archive.rowsOver = 1
        let office = Rule.Action.approve(approvers: ["office"], expiresSeconds: 60)
        return Bundle(
            number: 1, issuedAtSeconds: 0, targets: [target],
            rules: [
                Rule(name: "deletes", when: deletes, action: office), Rule(name: "held", when: archive, action: office),
                Rule(name: "few", when: condition, action: .deny),
            ], defaultAction: .allow, roles: [role])
    }()

    static func judge() -> Judge { Judge(bundle: bundle, target: target, role: role, catalog: catalog) }

    private static func clinic(_ name: String) -> QualifiedName { QualifiedName("clinic", name) }

    private static func column(_ name: String, _ type: String = "text") -> Column {
        Column(name: name, sqlType: type, typeName: type == "integer" ? "int4" : type)
    }

    private static func routine(_ name: String, _ language: String, _ volatility: String) -> Routine {
        Routine(name: clinic(name), language: language, volatility: volatility, inExtension: false)
    }

    private static var band: Routine {
        var band = routine("band", "sql", "i")
        band.isParsed = true
        return band
    }

    private static func view(_ name: String, _ columns: [String], _ definition: String) -> Relation {
        Relation(name: clinic(name), kind: .view, columns: columns.map { column($0) }, definition: definition)
    }
}
