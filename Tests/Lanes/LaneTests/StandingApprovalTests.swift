import HubAPI
import Lane
import Synchronization
import Testing

@Suite("Approvals that nothing waits for") struct StandingApprovalTests {
    private final class Desk: ApprovalDesk {
        let boot = "b"
        let decided = Mutex<[String: @Sendable (ApprovalState) -> Void]>([:])
        func submit(_ request: ApprovalRequest, heard: @escaping @Sendable (ApprovalState) -> Void) {
            decided.withLock { $0[request.id] = heard }
        }
        func withdraw(_ id: String) {}
        func decide(_ id: String, _ state: ApprovalState.State) {
            decided.withLock { $0[id] }?(ApprovalState(id: id, state: state))
        }
    }

    private final class Clock: Sendable {
        let seconds = Atomic<Int64>(1_000)
        func pass(_ seconds: Int64) { self.seconds.wrappingAdd(seconds, ordering: .relaxed) }
    }

    private let desk = Desk()
    private let clock = Clock()
    private let standing: StandingApprovals

    init() {
        var limits = LaneLimits()
        limits.heldStatementsLimit = 3
        limits.approvalGraceSeconds = 5
        standing = StandingApprovals(desk: desk, metrics: LaneMetrics(), limits: limits) { [clock] in
            clock.seconds.load(ordering: .relaxed)
        }
    }

    private func key(_ digest: UInt8, _ principal: String = "bot", role: String = "analyst") -> StandingApprovals.Key {
        StandingApprovals.Key(principal: principal, role: role, digest: [digest])
    }

    private func ask(_ keys: StandingApprovals.Key...) -> [StandingApproval] { standing.ask(keys.map { ($0, 60) }) }

    /// Asks for it anew.
    private func request(_ key: StandingApprovals.Key) throws -> String {
        guard case .asked(let id)? = ask(key).first else { throw Missing() }
        standing.submit(
            ApprovalRequest(
                id: id, boot: "b", session: "s", statement: 1, principal: key.principal, role: key.role, target: "t",
                rule: "r", message: nil, approvers: [], expiresSeconds: 60, text: "", phiRead: [], phiWritten: [],
                rows: nil), key)
        return id
    }
    private struct Missing: Error {}

    @Test func `are used up by the first who asks again, and by nobody else`() throws {
        let id = try request(key(1))
        #expect(ask(key(1)) == [.pending(id: id)])
        desk.decide(id, .approved)
        for other in [key(2), key(1, "eve"), key(1, role: "clinician")] {
            guard case .asked(let other)? = ask(other).first else { throw Missing() }
            standing.drop(other)
        }
        #expect(ask(key(1))[0].isApproved)
        guard case .asked? = ask(key(1)).first else { throw Missing() }
    }

    @Test func `are kept while another is missing that is needed as well`() throws {
        let first = try request(key(1))
        let second = try request(key(2))
        desk.decide(first, .approved)
        #expect(ask(key(1), key(2)).map(\.isApproved) == [true, false])
        desk.decide(second, .approved)
        #expect(ask(key(1), key(2)).map(\.isApproved) == [true, true])
        #expect(ask(key(1), key(2)).map(\.isApproved) == [false, false])
    }

    @Test func `end with their time`() throws {
        let pending = try request(key(1))
        let approved = try request(key(2))
        let denied = try request(key(3))
        clock.pass(50)
        desk.decide(approved, .approved)
        desk.decide(denied, .denied)
        clock.pass(20)
        // A denial as long as the request; an approval as long again.
        guard case .asked? = ask(key(1)).first, case .asked(let again)? = ask(key(3)).first else { throw Missing() }
        #expect(again != denied)
        clock.pass(39)
        #expect(ask(key(2), key(9)).first?.isApproved == true)
        clock.pass(1)
        guard case .asked? = ask(key(2)).first else { throw Missing() }
        // What is decided too late is nobody's.
        desk.decide(pending, .approved)
        #expect(ask(key(1)).first?.isApproved == false)
    }

    @Test func `are no more than may be`() throws {
        for digest in 1...3 { _ = try request(key(UInt8(digest))) }
        #expect(ask(key(4)) == [.full])
        clock.pass(66)
        guard case .asked? = ask(key(4)).first else { throw Missing() }
    }

    @Test(arguments: [ApprovalState.State.expired, .withdrawn, .abandoned])
    func `that nobody decides are asked for anew`(state: ApprovalState.State) throws {
        let id = try request(key(1))
        desk.decide(id, state)
        guard case .asked(let again)? = ask(key(1)).first else { throw Missing() }
        #expect(again != id)
    }
}
