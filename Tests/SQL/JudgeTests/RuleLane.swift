import Judge
import Policy
import SQLRewrite

/// A session on a lane over the shop, with rules; each text is judged, and taken as done where it is permitted.
struct RuleLane {
    let judge: Judge
    var names: SessionNames

    /// - Parameter protects: a column of `core.roles`; else nothing is protected.
    init(
        _ rules: [Rule], default action: Bundle.DefaultAction = .allow, protects: Bool = false,
        searchPath: String? = nil, change: (inout Catalog) -> Void = { _ in }, writes: [String: [QualifiedName]]? = nil
    ) {
        var catalog = ShopCatalog.catalog
        change(&catalog)
        let address = Target.Address(host: "127.0.0.1", port: 1)
        let phi = [ProtectedColumn(relation: QualifiedName("core", "roles"), column: "note", mask: .null)]
        let target = Target(
            name: "shop",
            service: .postgres(
                PostgresTerms(database: "app", tls: .disable, phi: protects ? phi : [], functionWrites: writes)),
            upstream: address, listen: address, credential: "c")
        let role = Role(name: "analyst", groups: ["analysts"], targets: ["shop"])
        let bundle = Bundle(
            number: 1, issuedAtSeconds: 0, targets: [target], rules: rules, defaultAction: action, roles: [role])
        judge = Judge(bundle: bundle, target: target, role: role, catalog: catalog)
        names = judge.initialNames(searchPath: searchPath)
    }

    static func rule(
        _ name: String, _ action: Rule.Action, _ kinds: [StatementKind] = [], _ tables: [String] = []
    ) -> Rule {
        var when = Rule.Condition()
        when.statements = kinds
        when.tables = tables
        return Rule(name: name, when: when, action: action)
    }

    /// The text that is sent, or the refusal.
    enum Outcome: Equatable {
        case sent(String)
        case refused(rule: String)
        case unknown(rule: String)
    }

    mutating func ask(_ sql: String) -> Outcome {
        switch judge.judge(Array(sql.utf8), names: names) {
        case .permit(let permit), .approve(let permit):
            for statement in permit.statements { names.apply(statement) }
            return .sent(String(decoding: permit.text, as: UTF8.self))
        case .refuse(let refusal): return .refused(rule: refusal.rule)
        case .needsCatalog(let refusal): return .unknown(rule: refusal.rule)
        }
    }

    /// The rule that refuses it; nil where it is sent.
    mutating func rule(_ sql: String) -> String? {
        switch ask(sql) {
        case .sent: nil
        case .refused(let rule), .unknown(let rule): rule
        }
    }
}
