import Judge
import NIOPosix
import PgParser
import Policy
import PostgresLane
import PostgresSession
import SQLRewrite
import SQLSyntax

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
        if live == nil, let parsed = try? PgParser.parse(Array(sql.utf8)), Self.namesRelation(parsed.tree.root) {
            return .impossible(["the statement names relations: give --live, so that their catalog can be read"])
        }
        do {
            let catalog = try await catalog(target, bundle)
            let judge = Judge(bundle: bundle, target: target, role: role, catalog: catalog)
            if live != nil, !judge.problems.isEmpty { return .impossible(judge.problems) }
            let judgement = judge.judge(Array(sql.utf8), names: judge.initialNames)
            if live == nil, case .needsCatalog(let refusal) = judgement {
                return .impossible(["\(refusal.message): names are resolved against a database, give one with --live"])
            }
            return PolicyAnswer(judgement, role: role.name)
        } catch {
            return .impossible([error.reason])
        }
    }

    private static func namesRelation(_ node: SyntaxNode) -> Bool {
        node.kind == .rangeVar || node.children.contains(where: namesRelation)
    }

    private struct Failure: Error { var reason: String }

    private func catalog(_ target: Target, _ bundle: Bundle) async throws(Failure) -> Catalog {
        guard let live else { return Catalog() }
        guard let place = LiveURL(live) else {
            throw Failure(reason: "--live must be postgresql://user:password@host:port/database")
        }
        var target = target
        target.upstream = place.address
        target.database = place.database
        target.tls = .disable
        let configuration = LaneConfiguration(
            policy: LanePolicy(target: target, bundle: bundle, principal: "check", groups: groups),
            credentials: Credential(user: place.user, password: place.password))
        do {
            let client = try await UpstreamClient.connect(
                configuration, on: MultiThreadedEventLoopGroup.singleton.next())
            let catalog = try await CatalogReader { try await client.query($0) }.read().catalog
            await client.close()
            return catalog
        } catch let failure as UpstreamStartup.Failure {
            throw Failure(reason: failure.reason)
        } catch let failure as UpstreamClient.QueryFailure {
            throw Failure(reason: failure.reason)
        } catch {
            throw Failure(reason: "the catalog cannot be read")
        }
    }
}

/// postgresql://user:password@host:port/database, with percent escapes in user and password.
struct LiveURL {
    var user: String
    var password: String
    var address: Target.Address
    var database: String

    init?(_ text: String) {
        guard
            let rest = ["postgresql://", "postgres://"].lazy.compactMap({
                text.hasPrefix($0) ? text.dropFirst($0.count) : nil
            }).first,
            let at = rest.lastIndex(of: "@"), let slash = rest[at...].firstIndex(of: "/")
        else { return nil }
        let login = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var place = String(rest[rest.index(after: at)..<slash])
        if !place.contains(":") { place += ":5432" }
        guard let address = ListenAddress.parse(place), let user = Self.decoded(login[0]),
            let password = Self.decoded(login.count > 1 ? login[1] : "")
        else { return nil }
        self.user = user
        self.password = password
        self.address = address
        let name = rest[rest.index(after: slash)...].prefix { $0 != "?" }
        guard let database = Self.decoded(name), !database.isEmpty else { return nil }
        self.database = database
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
