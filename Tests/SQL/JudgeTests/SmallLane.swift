import Judge
import Policy
import SQLRewrite

/// A lane over a few relations of schema `s`, for one promise each.
struct SmallLane {
    let judge: Judge

    /// - Parameters:
    ///   - phi: the mask of each protected column, by `relation.column`.
    ///   - rows: conditions, by relation.
    init(
        _ relations: [Relation], phi: [String: Mask], rows: [String: String] = [:], lookups: Set<String> = [],
        writable: Set<String> = [],
        derive: [String]? = nil, onMaskedComparison: MaskedComparisonAction? = .notice, rules: [Rule] = [],
        settings: [String]? = nil, pins: [SettingPin]? = nil, functions: [QualifiedName] = [],
        writes: [String: [QualifiedName]]? = nil, patterns: [String: Mask]? = nil, unlisted: UnlistedColumns? = nil,
        remembered: RememberedTables = RememberedTables(), limits: RoleLimits? = nil,
        change: (inout Catalog) -> Void = { _ in }
    ) {
        var catalog = Catalog(
            immutableBuiltins: ["upper", "length", "count", "max", "left"],
            otherBuiltins: [
                "now", "random", "set_config", "current_setting", "pg_stat_get_numscans", "pg_lock_status",
                "pg_stat_get_live_tuples", "nextval", "pg_relation_size",
            ],
            defaultSearchPath: ["s"], role: "agent", serverVersion: 150_000)
        catalog.steadyBuiltins = ["upper", "length", "left", "now"]
        for relation in relations { catalog.relations[relation.name] = relation }
        change(&catalog)
        let columns = phi.sorted { $0.key < $1.key }.map { name, mask in
            let parts = name.split(separator: ".").map(String.init)
            return ProtectedColumn(
                relation: QualifiedName("s", parts[0]), column: parts[1], mask: mask,
                lookup: lookups.contains(name) ? .equality : .none, write: writable.contains(name) ? true : nil)
        }
        let address = Target.Address(host: "127.0.0.1", port: 1)
        let target = Target(
            name: "t",
            service: .postgres(
                PostgresTerms(
                    database: "app", tls: .disable, phi: columns,
                    phiPatterns: patterns?.map { ProtectedPattern(columns: $0.key, mask: $0.value) },
                    unlisted: unlisted, functions: functions, functionWrites: writes, derive: derive,
                    onMaskedComparison: onMaskedComparison, settings: settings, pins: pins)),
            upstream: address, listen: address, credential: "c")
        let filters = rows.sorted { $0.key < $1.key }.compactMap { name, text in
            (try? RowCondition(text)).map {
                RowFilter(target: "t", relation: QualifiedName("s", name), condition: $0)
            }
        }
        let role = Role(
            name: "analyst", groups: ["analysts"], targets: ["t"], rows: filters.isEmpty ? nil : filters, limits: limits
        )
        let bundle = Bundle(
            number: 1, issuedAtSeconds: 0, targets: [target], rules: rules, defaultAction: .allow, roles: [role])
        judge = Judge(bundle: bundle, target: target, role: role, catalog: catalog, remembered: remembered)
    }

    /// - Parameter columns: `name`, `name type`, `name type!` (NOT NULL), `name type=` (with a default); text unless said.
    static func table(
        _ name: String, _ columns: [String], constraints: [Constraint] = [], indexes: [Index] = [],
        schema: String = "s"
    ) -> Relation {
        Relation(
            name: QualifiedName(schema, name), kind: .table, columns: columns.map(column), constraints: constraints,
            indexes: indexes)
    }

    static func view(_ name: String, _ columns: [String], _ definition: String) -> Relation {
        Relation(
            name: QualifiedName("s", name), kind: .view, columns: columns.map(column), definition: definition)
    }

    static func column(_ text: String) -> Column {
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        let isRequired = text.hasSuffix("!")
        let isDefaulted = text.hasSuffix("=")
        let type = words.count > 1 ? words[1].filter { !"!=".contains($0) } : "text"
        let names = [
            "integer": "int4", "bigint": "int8", "boolean": "bool", "character varying": "varchar",
        ]
        let plain = String(type.prefix { $0 != "(" })
        var column = Column(
            name: words[0].filter { !"!=".contains($0) }, sqlType: type, typeName: names[plain] ?? plain,
            notNull: isRequired)
        column.hasSharedDefault = isDefaulted
        return column
    }

    func refusal(_ sql: String) -> Refusal? {
        switch judge.judge(Array(sql.utf8), names: judge.initialNames) {
        case .permit, .approve: nil
        case .refuse(let refusal), .needsCatalog(let refusal): refusal
        }
    }

    /// The product's rule that refuses it, without its prefix; nil when it is permitted.
    func rule(_ sql: String) -> String? { refusal(sql).map { String($0.rule.dropFirst("chaperone/".count)) } }

    /// What is sent upstream; nil when it is refused.
    func text(_ sql: String, parameterTypes: [UInt32] = []) -> String? {
        guard
            case .permit(let permit) = judge.judge(
                Array(sql.utf8), names: judge.initialNames, parameterTypes: parameterTypes)
        else { return nil }
        return String(decoding: permit.text, as: UTF8.self)
    }
}
