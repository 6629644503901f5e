import AuditLog
import Foundation
import HubAPI
import SignedNote
import Synchronization
import TestSupport
import Testing

/// Two hubs on one store: what one is told, the other knows, and what both do is done once.
@Suite(.serialized) struct ReplicaTests {
    private struct Pair {
        var one: HubProcess
        var two: HubProcess
    }

    private func pair(_ name: String, configuration: String? = nil) throws -> Pair {
        let folder = FileManager.default.temporaryDirectory.appending(path: "replicas-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var arguments: [String] = []
        if let configuration {
            let file = folder.appending(path: "hub.yaml")
            try configuration.write(to: file, atomically: true, encoding: .utf8)
            arguments = ["--config", file.path()]
        }
        return Pair(
            one: try HubProcess(name: name, folder: folder, arguments: arguments),
            two: try HubProcess(name: name, folder: folder, arguments: arguments))
    }

    private func push(_ hub: HubProcess, targets: String = "ehr") throws {
        let file = hub.folder.appending(path: "policy.yaml")
        try """
        apiVersion: chaperone/v1
        targets:
          \(targets): { protocol: postgres, upstream: '127.0.0.1:1', listen: '127.0.0.1:0', credential: ehr-agent }
        rules: [{ name: reads, when: { statement: [select] }, action: allow }]
        roles: { analyst: { match: { groups: analysts }, targets: [\(targets)] } }
        """.write(to: file, atomically: true, encoding: .utf8)
        try hub.check(["policy", "push", file.path()])
    }

    @Test func `a sidecar of one is known to the other, with policy, approvals, credentials and revocation`()
        async throws
    {
        let hubs = try pair("replicated")
        let keys = SidecarClient.Keys()
        let first = try await SidecarClient.enrol(hubs.one, keys: keys)
        let second = try first.elsewhere(hubs.two)
        try push(hubs.one)
        let revision = try #require(try await second.policy()).revision
        async let next = second.policy(revision: revision, wait: 30)
        try await Task.sleep(for: .milliseconds(300))
        let pushed = Date()
        try push(hubs.one, targets: "billing")
        #expect(try await next != nil)
        #expect(Date().timeIntervalSince(pushed) < 10)

        try push(hubs.two)
        try hubs.one.check(["credential", "put", "ehr-agent", "--user", "agent"], input: "a password\n")
        let request = CredentialUseRequest(target: "ehr", session: "5f0c9be2a1d34e77", principal: "ada")
        let use = try await first.post(HubPath.credentialUses, request).as(CredentialUse.self)
        let challenge = ScramChallenge(
            clientFirstBare: "n=,r=client", serverFirst: "r=clientserver,s=AAECAwQFBgcICQoLDA0ODw==,i=4096",
            clientFinalWithoutProof: "c=biws,r=clientserver")
        let path = HubPath.credentialProof(use.id, .scramSHA256)
        #expect(try await second.post(path, challenge).as(ScramProof.self).clientProof.count == 32)
        #expect(try await first.post(path, challenge).status == 404, "one proof for one use")

        let id = UUID().uuidString.replacingOccurrences(of: "-", with: "").lowercased()
        let approval = ApprovalRequest(
            id: id, boot: "b1", session: "5f0c9be2a1d34e77", statement: 3, principal: "bot", role: "analyst",
            target: "ehr", rule: "bulk", message: nil, approvers: ["privacy-office"], expiresSeconds: 60,
            text: "SELECT 1", phiRead: [], phiWritten: [], rows: nil)
        try await first.post(HubPath.approvals, approval).check()
        async let decided = first.get(HubPath.decisions + "?after=0&wait=30").as(ApprovalDecisions.self)
        try hubs.two.check(["approvals", "approve", id])
        #expect(try await decided.decisions.map(\.state) == [.approved])

        let newest = try #require(try await first.policy()).revision
        async let waiting = first.get(
            HubPath.policy + "?" + PolicyQuery(revision: newest, waitSeconds: 30, understands: []).text)
        try await Task.sleep(for: .milliseconds(300))
        let revoked = Date()
        try hubs.two.check(["instances", "revoke", keys.instance])
        #expect(try await waiting.status == 403)
        #expect(Date().timeIntervalSince(revoked) < 10)
    }

    @Test func `logs that are sent to both, and the hub's own, have one history`() async throws {
        let hubs = try pair("two-mouths")
        let first = try await SidecarClient.enrol(hubs.one)
        let clients = [first, try first.elsewhere(hubs.two)]
        var log = try SidecarLog(first, hubName: "two-mouths")
        for round in 0..<8 {
            let from = log.lines.count
            for _ in 0..<20 { log.append(.gap(reason: "round \(round)")) }
            let batch = try log.batch(from: from)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in clients + clients {
                    group.addTask {
                        let answer = try await client.post(HubPath.auditBatches, batch)
                        #expect([200, 409, 503].contains(answer.status), "\(answer.status)")
                    }
                }
                for hub in [hubs.one, hubs.two] {
                    group.addTask {
                        try await OffPool.run { _ = try hub.check(["enrol-token", "create", "--principal", "crowd"]) }
                    }
                }
                try await group.waitForAll()
            }
            let receipt = try await clients[round % 2].post(HubPath.auditBatches, batch).as(AuditReceipt.self)
            #expect(receipt.cosignedSize == UInt64(log.lines.count))
        }
        for hub in [hubs.one, hubs.two] {
            #expect(try hub.check(["audit", "verify", first.keys.instance]).hasPrefix("intact: 160 records"))
            #expect(try hub.check(["audit", "verify", "hub"]).hasPrefix("intact: "))
        }
        #expect(
            try hubs.two.check(["enrol-token", "list"]).split(separator: "\n").count { $0.contains("crowd") } == 16)
        #expect(!(try hubs.one.check(["events"])).contains("audit-fork"))
    }

    @Test func `a data key that one made seals and opens at the other`() throws {
        let hubs = try pair("two-keys")
        try push(hubs.one)
        try hubs.one.check(["credential", "put", "ehr-agent", "--user", "agent"], input: "a password\n")
        try hubs.two.check(["keys", "rotate-data"])
        try hubs.one.check(["credential", "rotate", "ehr-agent"], input: "another password\n")
        try hubs.one.check(["keys", "rotate-data"])
        try hubs.two.check(["credential", "put", "second", "--user", "other"], input: "a third one\n")
        for hub in [hubs.one, hubs.two] {
            let list = try hub.check(["credential", "list"])
            #expect(list.contains("ehr-agent") && list.contains("second"))
        }
        // Both open them still: the policy's bundle needs keys from the store.
        try push(hubs.one, targets: "billing")
        try push(hubs.two)
    }

    @Test func `an event is announced once, and an expired log is deleted once`() async throws {
        let received = Mutex<[String: Int]>([:])
        let hook = try LoopbackHTTPServer { request in
            received.withLock { $0[request.headers["webhook-id"] ?? "", default: 0] += 1 }
            return .init(204)
        }
        let secret = FileManager.default.temporaryDirectory.appending(path: "secret-\(UUID().uuidString)")
        try "whsec_\(Data((0..<32).map { UInt8($0) }).base64EncodedString())\n"
            .write(to: secret, atomically: true, encoding: .utf8)
        let hubs = try pair(
            "twice",
            configuration: """
                url: https://hub.example
                audit: { retention: 4s }
                webhooks: { chat: { url: '\(hook.url)/hook', secret_file: \(secret.path()) } }

                """)
        let sidecar = try await SidecarClient.enrol(hubs.one)
        var log = try SidecarLog(sidecar, hubName: "twice")
        for number in 0..<6 { log.append(.gap(reason: "gap \(number)")) }
        try await sidecar.post(HubPath.auditBatches, try log.batch()).check()
        let deadline = Date() + 60
        while try received.withLock({ $0.count }) < 6 || hubs.one.check(["audit", "list"]).contains(log.key.name) {
            try #require(Date() < deadline, "\(received.withLock { $0 })")
            try await Task.sleep(for: .milliseconds(500))
        }
        try await Task.sleep(for: .seconds(6))
        #expect(received.withLock { $0.values.allSatisfy { $0 == 1 } })
        #expect(received.withLock { $0.count } == 6)
        let deletions = try hubs.two.check(["audit", "search", "--type", "admin", "--principal", "hub:retention"])
            .split(separator: "\n").filter { $0.contains("\"done\"") && $0.contains(log.key.name) }
        #expect(deletions.count == 1, "\(deletions)")
    }
}
