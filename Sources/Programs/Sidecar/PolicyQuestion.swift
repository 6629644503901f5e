import Judge
import PgParser
import Policy
import PostgresLane
import SQLRewrite
import SQLSyntax
import SSHJudge

/// `chaperone check`: what a policy makes of a statement.
package struct PolicyQuestion: Sendable {
    var bundle: String
    var trustKey: String
    var groups: [String]
    var target: String?
    var live: String?
    var sql: String

    package init(bundle: String, trustKey: String, target: String?, groups: [String], live: String?, sql: String) {
        self.bundle = bundle
        self.trustKey = trustKey
        self.groups = groups
        self.target = target
        self.live = live
        self.sql = sql
    }

    package func answer() async -> PolicyAnswer {
        var problems: [String] = []
        guard let bundle = SidecarConfiguration.bundle(bundle, trustKey: trustKey, &problems) else {
            return .impossible(problems)
        }
        let candidates = bundle.targets.filter { target == nil || $0.name == target }
        guard candidates.count == 1, let target = candidates.first else {
            let names = bundle.targets.map(\.name).joined(separator: ", ")
            return .impossible(["say which target with --target: the policy has \(names)"])
        }
        guard let role = bundle.role(forGroups: groups, target: target.name) else {
            return .impossible(["no role of the policy matches these groups on \"\(target.name)\": give --group"])
        }
        if target.ssh != nil {
            let judge = SSHJudge(bundle: bundle, target: target, role: role.name)
            return PolicyAnswer(judge.judge(.command(Array(sql.utf8))), role: role.name)
        }
        if live == nil, let parsed = try? PgParser.parse(Array(sql.utf8), for: .newest),
            Self.namesRelation(parsed.tree.root)
        {
            return .impossible(["the statement names relations: give --live, so that their catalog can be read"])
        }
        do {
            let catalog = try await catalog(target, bundle)
            let judge = Judge(bundle: bundle, target: target, role: role, catalog: catalog)
            let problems = judge.problems + judge.misfits
            if live != nil, !problems.isEmpty { return .impossible(problems) }
            let judgement = judge.judge(Array(sql.utf8), names: judge.initialNames, isFresh: live != nil)
            if live == nil, case .needsCatalog(let refusal) = judgement {
                return .impossible(["\(refusal.message): names are resolved against a database, give one with --live"])
            }
            return PolicyAnswer(judgement, role: role.name, indexes: judge.notes(on: judgement))
        } catch {
            return .impossible([error.reason])
        }
    }

    private static func namesRelation(_ node: SyntaxNode) -> Bool {
        node.kind == .rangeVar || node.children.contains(where: namesRelation)
    }

    private func catalog(_ target: Target, _ bundle: Bundle) async throws(LiveDatabase.Failure) -> Catalog {
        guard let live else { return Catalog() }
        guard let database = LiveDatabase(live) else {
            throw LiveDatabase.Failure(reason: "--live must be \(LiveDatabase.form)")
        }
        return try await database.catalog(for: target, of: bundle)
    }
}
