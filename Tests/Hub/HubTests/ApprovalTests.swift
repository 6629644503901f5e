import Foundation
import HubAPI
import TestSupport
import Testing

/// Every way that a request can end, at the hub.
@Suite struct ApprovalTests {
    private static let hub = Result { try HubProcess() }

    private func ask(
        _ sidecar: SidecarClient, principal: String = "bot", rule: String = "bulk", boot: String = "b1",
        expires: Int = 60
    ) async throws -> String {
        let id = UUID().uuidString.replacingOccurrences(of: "-", with: "").lowercased()
        let request = ApprovalRequest(
            id: id, boot: boot, session: "5f0c9be2a1d34e77", statement: 3, principal: principal, role: "analyst",
            target: "ehr", rule: rule, message: nil, approvers: ["privacy-office"], expiresSeconds: expires,
            text: "SELECT * FROM clinic.patients", phiRead: ["clinic.patients"], phiWritten: [], rows: nil)
        let state = try await sidecar.post(HubPath.approvals, request).as(ApprovalState.self)
        #expect(state.id == id)
        return id
    }

    private func decisions(_ sidecar: SidecarClient, after: UInt64 = 0, wait: Int = 10) async throws
        -> ApprovalDecisions
    {
        try await sidecar.get(HubPath.decisions + "?after=\(after)&wait=\(wait)").as(ApprovalDecisions.self)
    }

    private func decision(_ sidecar: SidecarClient, _ id: String) async throws -> ApprovalState? {
        try await decisions(sidecar).decisions.first { $0.id == id }
    }

    @Test func `an approval reaches the sidecar that waits, with who decided and why`() async throws {
        let hub = try Self.hub.get()
        let sidecar = try await SidecarClient.enrol(hub)
        let id = try await ask(sidecar)
        #expect(try hub.check(["approvals", "list"]).contains(id))
        let shown = try hub.check(["approvals", "show", id])
        #expect(shown.contains("privacy-office") && shown.contains("SELECT * FROM clinic.patients"))
        async let waiting = decisions(sidecar, wait: 30)
        try await Task.sleep(for: .milliseconds(300))
        try hub.check(["approvals", "approve", id, "--reason", "ticket 7"])
        let answer = try await waiting
        #expect(
            answer.decisions == [
                ApprovalState(id: id, state: .approved, decidedBy: "admin-token:first", reason: "ticket 7")
            ])
        #expect(try await decisions(sidecar, after: answer.next, wait: 0).decisions.isEmpty)
        let twice = try hub.command(["approvals", "deny", id, "--reason", "no"])
        #expect(twice.status == 1)
        #expect(twice.errors.contains("not pending any more: it is approved"))
    }

    @Test func `a denial carries its reason`() async throws {
        let hub = try Self.hub.get()
        let sidecar = try await SidecarClient.enrol(hub)
        let id = try await ask(sidecar)
        try hub.check(["approvals", "deny", id, "--reason", "too broad"])
        let decision = try await decision(sidecar, id)
        #expect(decision?.state == .denied)
        #expect(decision?.reason == "too broad")
    }

    @Test func `what nobody decides expires, also over a restart of the hub`() async throws {
        let hub = try HubProcess()
        let sidecar = try await SidecarClient.enrol(hub)
        let id = try await ask(sidecar, expires: 3)
        hub.kill()
        let again = try HubProcess(folder: hub.folder, port: hub.port)
        let decision = try await decision(sidecar, id)
        #expect(decision?.state == .expired)
        let late = try again.command(["approvals", "approve", id])
        #expect(late.status == 1)
        #expect(late.errors.contains("expired"))
    }

    @Test func `a client that goes away withdraws, and its request cannot be approved any more`() async throws {
        let hub = try Self.hub.get()
        let sidecar = try await SidecarClient.enrol(hub)
        let id = try await ask(sidecar)
        try await sidecar.delete(HubPath.approvals + "/" + id).check()
        #expect(try await decision(sidecar, id)?.state == .withdrawn)
        #expect(try hub.command(["approvals", "approve", id]).status == 1)
    }

    @Test func `a sidecar that starts anew, is revoked or falls silent leaves nothing pending`() async throws {
        let hub = try Self.hub.get()
        let sidecar = try await SidecarClient.enrol(hub)
        let old = try await ask(sidecar, boot: "before")
        let new = try await ask(sidecar, boot: "after")
        let heartbeat = Heartbeat(
            boot: "after", version: "test", bundleNumber: 1, sessions: 0, heldStatements: 1, logSize: 1,
            cosignedSize: 1, spoolBytes: 1, nowSeconds: Int64(Date().timeIntervalSince1970))
        try await sidecar.post(HubPath.heartbeat, heartbeat).check()
        let states = try await decisions(sidecar).decisions
        #expect(states.map(\.id) == [old])
        #expect(states.first?.state == .abandoned)
        try hub.check(["instances", "revoke", sidecar.keys.instance])
        #expect(try hub.check(["approvals", "show", new]).contains("abandoned"))
    }

    @Test func `a grant approves what is alike, for its time, and nothing else`() async throws {
        let hub = try Self.hub.get()
        let sidecar = try await SidecarClient.enrol(hub)
        let rule = "rule-\(UUID().uuidString)"
        let first = try await ask(sidecar, rule: rule)
        try hub.check(["approvals", "approve", first, "--for", "1h"])
        let like = try await ask(sidecar, rule: rule)
        #expect(try hub.check(["approvals", "show", like]).contains("approved"))
        let other = try await ask(sidecar, principal: "else", rule: rule)
        #expect(try hub.check(["approvals", "show", other]).contains("pending"))
        #expect(try hub.check(["grants", "list"]).contains(first))
        try hub.check(["grants", "rm", first])
        let after = try await ask(sidecar, rule: rule)
        #expect(try hub.check(["approvals", "show", after]).contains("pending"))
    }

    @Test func `a request that is sent twice is one`() async throws {
        let hub = try Self.hub.get()
        let sidecar = try await SidecarClient.enrol(hub)
        let stranger = try await SidecarClient.enrol(hub)
        let request = ApprovalRequest(
            id: String(repeating: "ab", count: 16), boot: "b", session: "", statement: 1, principal: "bot", role: "r",
            target: "t", rule: "twice", message: nil, approvers: [], expiresSeconds: 60, text: "x", phiRead: [],
            phiWritten: [], rows: nil)
        try await sidecar.post(HubPath.approvals, request).check()
        try await sidecar.post(HubPath.approvals, request).check()
        let list = try hub.check(["approvals", "list"]).split(separator: "\n")
        #expect(list.count { $0.contains("twice") } == 1)
        // Another sidecar may neither take it over nor end it.
        #expect(try await stranger.post(HubPath.approvals, request).status == 429)
        #expect(try await stranger.delete(HubPath.approvals + "/" + request.id).status == 404)
    }
}
