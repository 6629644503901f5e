import Judge
import Policy
import SQLRewrite

/// A small catalog with everything that the rewriter must tell apart, and a judge over it.
enum SampleLane {
    static let patients = QualifiedName("clinic", "patients")
    static let evil = QualifiedName("clinic", "evil")
    /// Runs what nobody trusts.
    static let peek = CodeUse(routines: [RoutineSignature(QualifiedName("clinic", "peek"))])
    /// Runs what the policy names.
    static let band = CodeUse(routines: [RoutineSignature(QualifiedName("clinic", "band"))])

    /// What it names does not follow from the session.
    static func parsed(_ routine: Routine) -> Routine {
        var routine = routine
        routine.isParsed = true
        return routine
    }

    static func column(_ name: String, _ type: String = "text", from: [String] = []) -> Column {
        Column(name: name, sqlType: type, typeName: type == "integer" ? "int4" : type, generatedFrom: from)
    }

    static let patientColumns = [
        column("id", "integer"), column("mrn"), column("ssn"), column("name"), column("risk", "integer"),
        column("initials", from: ["name"]),
    ]

    static var catalog: Catalog {
        var catalog = Catalog(
            immutableBuiltins: ["upper", "left", "lower", "length", "count", "max", "sum", "row_to_json"],
            otherBuiltins: ["now", "query_to_xml", "set_config", "current_setting", "brand_new", "ts_stat"],
            operators: ["<<<": peek],
            types: [evil: [TypeCode(kind: .check, name: "evil_check", type: evil, use: peek)]],
            defaultSearchPath: ["clinic", "public"], role: "agent", serverVersion: 150_000)
        catalog.steadyBuiltins = ["upper", "left", "lower", "length", "row_to_json", "now", "current_setting"]
        catalog.functions = [
            "lower": [
                Routine(
                    name: QualifiedName("clinic", "lower"), language: "plpgsql", volatility: "v", inExtension: false)
            ],
            "peek": [
                Routine(name: QualifiedName("clinic", "peek"), language: "sql", volatility: "s", inExtension: false)
            ],
            "peeks": [
                Routine(
                    name: QualifiedName("clinic", "peeks"), language: "sql", volatility: "s", inExtension: false,
                    returnsSet: true)
            ],
            "_pg_expandarray": [
                Routine(
                    name: QualifiedName("information_schema", "_pg_expandarray"), language: "sql", volatility: "i",
                    inExtension: false, returnsSet: true),
                Routine(
                    name: QualifiedName("clinic", "_pg_expandarray"), language: "sql", volatility: "i",
                    inExtension: false, returnsSet: true),
            ],
            "letters": [
                Routine(
                    name: QualifiedName("clinic", "letters"), language: "c", volatility: "i", inExtension: true,
                    returnsSet: true)
            ],
            "band": [
                parsed(
                    Routine(
                        name: QualifiedName("clinic", "band"), language: "sql", volatility: "i", inExtension: false))
            ],
        ]
        let constraints = [
            Constraint(name: "patients_ssn_key", kind: .unique, columns: ["ssn"]),
            Constraint(
                name: "patients_ssn_fkey", kind: .foreignKey, columns: ["ssn"],
                reference: Constraint.Reference(relation: QualifiedName("clinic", "insured"), columns: ["number"])),
        ]
        func refers(to column: String) -> Constraint {
            Constraint(
                name: "refers_\(column)", kind: .foreignKey, columns: ["owner"],
                reference: Constraint.Reference(relation: patients, columns: [column]))
        }
        func sharing(_ name: String) -> Column {
            var column = column(name)
            column.hasSharedDefault = true
            return column
        }
        func secured(_ name: String, _ security: RowSecurity) -> Relation {
            Relation(
                name: QualifiedName("clinic", name), kind: .table, columns: [column("id", "integer")],
                rowSecurity: security)
        }
        var keyed = Relation(name: patients, kind: .table, columns: patientColumns, constraints: constraints)
        keyed.primaryKey = ["id"]
        var masked = Relation(
            name: QualifiedName("clinic", "worded"), kind: .table, columns: [column("word"), column("kind")])
        masked.primaryKey = ["word"]
        let all = [
            keyed, masked,
            Relation(
                name: QualifiedName("clinic", "patients_child"), kind: .table, columns: patientColumns,
                parents: [patients]),
            Relation(
                name: QualifiedName("archive", "patients"), kind: .table,
                columns: [column("id", "integer"), column("note")]),
            Relation(
                name: QualifiedName("clinic", "notes"), kind: .table,
                columns: [column("id", "integer"), column("body")]),
            Relation(
                name: QualifiedName("clinic", "ruled"), kind: .table, columns: [column("id", "integer")], hasRules: true
            ),
            Relation(
                name: QualifiedName("clinic", "owned"), kind: .table, columns: [column("id"), column("owner")],
                constraints: [refers(to: "ssn")]),
            Relation(
                name: QualifiedName("clinic", "looked_up"), kind: .table, columns: [column("id"), column("owner")],
                constraints: [refers(to: "mrn")]),
            Relation(
                name: QualifiedName("clinic", "insured"), kind: .table, columns: [column("number"), column("plan")]),
            Relation(
                name: QualifiedName("clinic", "sorted"), kind: .table,
                columns: [column("id"), column("kind"), column("code"), column("word")],
                indexes: [Index(keys: ["id"]), Index(keys: ["kind", "word"]), Index(keys: ["word", "code"])]),
            view("of_sorted", ["id", "kind"], "SELECT s.id, s.kind FROM clinic.sorted s"),
            view("of_view", ["kind"], "SELECT v.kind FROM clinic.of_sorted v"),
            Relation(
                name: QualifiedName("clinic", "defaulted"), kind: .table,
                columns: [column("id"), sharing("word")],
                constraints: [Constraint(name: "one_word", kind: .unique, columns: ["word"])]),
            view(
                "computing", ["id"],
                "WITH w AS MATERIALIZED (SELECT p.id, length(p.name) AS n FROM clinic.patients p) SELECT w.id FROM w"),
            view(
                "computing_twice", ["id"],
                "WITH w AS (SELECT p.id, length(p.name) AS n FROM clinic.patients p) SELECT w.id FROM w, w w2"),
            view(
                "computing_once", ["id"],
                "WITH w AS (SELECT p.id, length(p.name) AS n FROM clinic.patients p) SELECT w.id FROM w"),
            Relation(
                name: QualifiedName("clinic", "peeked"), kind: .table, columns: [column("id"), column("peek")]),
            secured("by_name", RowSecurity(columns: [patients: ["id", "name"]])),
            secured("by_id", RowSecurity(columns: [patients: ["id"]], code: band)),
            secured("by_code", RowSecurity(code: peek)),
            secured("by_view", RowSecurity(columns: [QualifiedName("clinic", "directory"): ["id"]])),
            view("of_secured", ["id"], "SELECT s.id FROM clinic.by_name s"),
            view("peeking_rows", ["s"], "SELECT clinic.peeks(p.id) AS s FROM clinic.patients p"),
            view("banded", ["id", "b"], "SELECT p.id, clinic.band(p.id) AS b FROM clinic.patients p"),
            view(
                "directory", ["id", "tax_id", "shout"],
                "SELECT p.id, p.ssn AS tax_id, upper(p.name) AS shout FROM clinic.patients p"),
            view(
                "shown", ["id", "mrn", "name", "risk"], "SELECT p.id, p.mrn, p.name, p.risk FROM clinic.patients p"),
            view("joined", ["id"], "SELECT p.id FROM clinic.patients p JOIN clinic.notes n ON n.id = p.id"),
            view("over", ["tax_id"], "SELECT d.tax_id FROM clinic.directory d"),
            view("oracle", ["id"], "SELECT p.id FROM clinic.patients p WHERE p.ssn < '400'"),
            view("ordered", ["id"], "SELECT p.id FROM clinic.patients p ORDER BY p.name LIMIT 3"),
            view("peeking", ["id", "s"], "SELECT p.id, clinic.peek(p.id) AS s FROM clinic.patients p"),
            view("capped", ["x"], "SELECT v.x FROM clinic.patients p, LATERAL (VALUES (1) LIMIT length(p.name)) v(x)"),
            view(
                "multiplied", ["id", "n"], "SELECT p.id, generate_series(1, length(p.name)) AS n FROM clinic.patients p"
            ),
            view("rowing", ["id", "l"], "SELECT p.id, clinic.letters(p.name) AS l FROM clinic.patients p"),
            view(
                "recursing", ["s"],
                "WITH RECURSIVE r(s) AS (SELECT clinic.peek(1) UNION ALL SELECT clinic.peek(2) FROM r) SELECT s FROM r"),
            view("operating", ["s"], "SELECT (1 <<< n.id) AS s FROM clinic.notes n"),
            view("casting", ["s"], "SELECT n.id::clinic.evil AS s FROM clinic.notes n"),
            view("harmless", ["id"], "SELECT p.id FROM clinic.patients p WHERE p.risk > 3"),
            Relation(name: QualifiedName("pg_catalog", "pg_stats"), kind: .view, columns: [column("tablename")]),
            Relation(
                name: QualifiedName("pg_catalog", "pg_stat_activity"), kind: .view,
                columns: [column("pid", "integer"), column("query")]),
        ]
        for relation in all { catalog.relations[relation.name] = relation }
        return catalog
    }

    private static func view(_ name: String, _ columns: [String], _ definition: String) -> Relation {
        Relation(
            name: QualifiedName("clinic", name), kind: .view, columns: columns.map { column($0) },
            definition: definition)
    }

    /// - Parameter more: protected besides.
    static func judge(
        protects: Bool = true, protecting more: [ProtectedColumn] = [], catalog: Catalog = catalog,
        functions: [QualifiedName] = [QualifiedName("clinic", "band")], signatures: [String]? = nil,
        remembered: RememberedTables = RememberedTables()
    ) -> Judge {
        let phi =
            more + [
                ProtectedColumn(relation: patients, column: "mrn", mask: .pseudonym, lookup: .equality, write: true),
                ProtectedColumn(relation: patients, column: "ssn", mask: .last4),
                ProtectedColumn(relation: patients, column: "name", mask: .redact, write: true),
                ProtectedColumn(relation: QualifiedName("clinic", "sorted"), column: "word", mask: .redact),
                ProtectedColumn(relation: QualifiedName("clinic", "defaulted"), column: "word", mask: .redact),
                ProtectedColumn(relation: QualifiedName("clinic", "worded"), column: "word", mask: .redact),
            ]
        let address = Target.Address(host: "127.0.0.1", port: 1)
        let target = Target(
            name: "ehr",
            service: .postgres(
                PostgresTerms(
                    database: "app", tls: .disable, phi: protects ? phi : [], functions: functions,
                    functionSignatures: signatures, onMaskedComparison: .notice)),
            upstream: address, listen: address, credential: "c")
        let role = Role(name: "analyst", groups: ["analysts"], targets: ["ehr"])
        let bundle = Bundle(
            number: 1, issuedAtSeconds: 0, targets: [target], rules: [], defaultAction: .allow, roles: [role])
        return Judge(bundle: bundle, target: target, role: role, catalog: catalog, remembered: remembered)
    }

    static func verdict(_ sql: String, names: SessionNames? = nil) -> Judgement {
        let judge = judge()
        return judge.judge(Array(sql.utf8), names: names ?? judge.initialNames)
    }

    /// What is sent upstream; nil when it is refused.
    static func text(_ sql: String, names: SessionNames? = nil) -> String? {
        guard case .permit(let permit) = verdict(sql, names: names) else { return nil }
        return String(decoding: permit.text, as: UTF8.self)
    }

    /// The rule that refuses it; nil when it is permitted.
    static func rule(_ sql: String) -> String? {
        switch verdict(sql) {
        case .permit, .approve: nil
        case .refuse(let refusal), .needsCatalog(let refusal): refusal.rule
        }
    }
}
