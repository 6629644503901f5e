import Detectors
package import Lane
package import Logging
package import NIOCore
import Policy
import SSHJudge
package import SSHKeys
package import Spool
import Synchronization

/// A lane before a host that speaks SSH.
package typealias SSHLane = Lane<SSHService>

extension Lane where Service == SSHService {
    /// - Parameter hostKey: what the lane proves itself with to clients.
    /// - Throws: `LaneFailure` when the target's keys, its credential or its detectors cannot be used.
    package convenience init(
        configuration: LaneConfiguration, trail: AuditTrail, group: any EventLoopGroup, logger: Logger,
        hostKey: SSHPrivateKey
    ) throws {
        try self.init(
            configuration: configuration, trail: trail, group: group, logger: logger,
            make: { try SSHService($0, hostKey: hostKey) })
    }
}

/// SSH on a lane: what its sessions share as long as they connect to the same host in the same way.
package final class SSHService: LaneService {
    package typealias Session = SSHDriver

    private struct State {
        var policy: LanePolicy
        var detectors: DetectorSet?
        /// By role's name, of the policy in force.
        var judges: [String: SSHJudge] = [:]
        var readiness = LaneReadiness.notReady(reason: "the host has not been reached yet")
        var tries = 0
        var isStopped = false
    }

    let services: LaneServices<SSHDriver>
    let hostKey: SSHPrivateKey
    let connector: HostConnector
    let memory = ChannelMemory()
    private let state: Mutex<State>

    /// Between two looks at a host that was ready; a session that fails asks sooner.
    private static let pauseSeconds = 300
    private static let failedPauseSeconds = [1, 2, 5, 10, 20]

    init(_ services: LaneServices<SSHDriver>, hostKey: SSHPrivateKey) throws {
        let policy = services.configuration.policy
        self.services = services
        self.hostKey = hostKey
        connector = try HostConnector(services.configuration)
        state = Mutex(State(policy: policy, detectors: try Self.detectors(policy)))
    }

    private static func detectors(_ policy: LanePolicy) throws -> DetectorSet? {
        policy.target.detect.isEmpty ? nil : try DetectorSet(names: policy.target.detect)
    }

    package var policy: LanePolicy { state.withLock(\.policy) }
    package var readiness: LaneReadiness { state.withLock(\.readiness) }
    package var misfits: [String] { [] }
    package var knowledgeAgeSeconds: Int64? { nil }
    /// Once it has been asked twice, waiting will not mend what is wrong.
    package var mayBecomeReady: Bool { state.withLock { $0.tries < 2 } }
    var detectors: DetectorSet? { state.withLock(\.detectors) }

    /// The judge of a role by the policy in force.
    func judge(of role: Role) -> SSHJudge {
        state.withLock { state in
            if let judge = state.judges[role.name] { return judge }
            let judge = SSHJudge(bundle: state.policy.bundle, target: state.policy.target, role: role.name)
            state.judges[role.name] = judge
            return judge
        }
    }

    // MARK: readiness

    /// Sees that the host is there, that its key is pinned, and that the account is let in.
    package func run() async {
        while !Task.isCancelled {
            let principal = policy.principal
            let future = connector.connect(on: services.eventLoop, session: "", principal: principal)
            do {
                let connection = try await future.get()
                connection.channel.close(promise: nil)
                reached(nil)
            } catch {
                reached(error as? LaneFailure ?? LaneFailure(.unreachable, "the host cannot be reached"))
            }
            await pause()
        }
    }

    private func pause() async {
        var seconds = 0
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            seconds += 1
            let limit = state.withLock { state in
                state.readiness == .ready
                    ? Self.pauseSeconds
                    : Self.failedPauseSeconds[min(max(state.tries - 1, 0), Self.failedPauseSeconds.count - 1)]
            }
            if seconds >= limit { return }
        }
    }

    /// - Parameter failure: nil: the host has let the account in.
    func reached(_ failure: LaneFailure?) {
        let before = state.withLock { state in
            let before = state.readiness
            state.tries = failure == nil ? 0 : state.tries + 1
            state.readiness = failure.map { .notReady(reason: $0.reason) } ?? .ready
            return before
        }
        let now = readiness
        guard now != before else { return }
        switch now {
        case .ready: services.logger.info("host is ready", metadata: ["target": "\(policy.target.name)"])
        case .notReady(let reason):
            services.logger.warning(
                "host is not ready", metadata: ["target": "\(policy.target.name)", "reason": "\(reason)"])
        }
    }

    package func stop() { state.withLock { $0.isStopped = true } }

    // MARK: connections

    package func accept(_ client: any Channel, _ ticket: consuming AdmissionTicket) throws {
        let driver = SSHDriver(self, client, ticket)
        try client.pipeline.syncOperations.addHandler(SSHPeerHandler(SSHDriverSide(driver, .client)))
    }

    /// Before its own version a server may say lines; there is no other word that early.
    package func refuse(_ client: any Channel, _ failure: LaneFailure) {
        client.writeAndFlush(ByteBuffer(string: "chaperone: \(failure.reason)\r\n"))
            .whenComplete { _ in client.close(promise: nil) }
    }

    // MARK: policy

    /// What connections to the host, and the identity of those before them, are made by.
    package func canAdopt(_ policy: LanePolicy) -> Bool {
        let (before, after) = (self.policy.target, policy.target)
        return before.name == after.name && before.upstream == after.upstream && before.credential == after.credential
            && before.identity == after.identity && before.ssh?.user == after.ssh?.user
            && before.ssh?.hostKeys == after.ssh?.hostKeys && before.ssh?.hostAuthorities == after.ssh?.hostAuthorities
            && before.ssh?.protectsOutput == after.ssh?.protectsOutput
            && before.ssh?.environment == after.ssh?.environment && before.detect == after.detect
            && before.ssh?.unboundSignatures == after.ssh?.unboundSignatures
            && self.policy.principal == policy.principal
    }

    package func adopt(_ policy: LanePolicy, groups: [[String]]) async {
        state.withLock { state in
            state.policy = policy
            state.judges = [:]
        }
    }
}
