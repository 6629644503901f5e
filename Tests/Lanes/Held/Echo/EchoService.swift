import Lane
import NIOCore
import Policy
import Synchronization

/// A protocol of one's own on a lane: each line is an operation, several of a session run side by side, and each is
/// answered with `NUMBER RESULT`. The first line is the client's token. The rule that is called like the first word of a
/// line decides about it.
final class EchoService: LaneService {
    typealias Session = EchoSession

    let services: LaneServices<EchoSession>
    private let state: Mutex<LanePolicy>

    init(_ services: LaneServices<EchoSession>) {
        self.services = services
        state = Mutex(services.configuration.policy)
    }

    var policy: LanePolicy { state.withLock(\.self) }
    var readiness: LaneReadiness { policy.servedRole == nil ? .notReady(reason: policy.unserved) : .ready }
    var misfits: [String] { [] }
    var knowledgeAgeSeconds: Int64? { nil }
    var mayBecomeReady: Bool { false }

    func run() async {}
    func stop() {}
    func canAdopt(_ policy: LanePolicy) -> Bool { self.policy.target.identity == policy.target.identity }
    func adopt(_ policy: LanePolicy, groups: [[String]]) async { state.withLock { $0 = policy } }

    func accept(_ client: any Channel, _ ticket: consuming AdmissionTicket) throws {
        try client.pipeline.syncOperations.addHandler(EchoSession(self, client, ticket))
    }

    func refuse(_ client: any Channel, _ failure: LaneFailure) {
        client.writeAndFlush(ByteBuffer(string: "0 \(failure.reason)\n")).whenComplete { _ in
            client.close(promise: nil)
        }
    }
}
