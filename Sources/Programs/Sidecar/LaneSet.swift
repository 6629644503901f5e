import Lane
import Logging
import NIOCore
import Policy
import PostgresLane
import SSHLane
import Spool
import Synchronization

/// The lanes of a sidecar, which a new policy changes while they run.
final class LaneSet: Sendable {
    struct StartFailure: Error, Sendable { var reason: String }

    private struct State {
        var lanes: [any ServedLane]
        /// No lane begins any more.
        var isEnding = false
    }

    private let trail: AuditTrail
    private let places: SSHPlaces
    private let memory = ProtectionMemory()
    private let group: any EventLoopGroup
    private let logger: Logger
    private let state: Mutex<State>

    /// Nothing listens yet.
    /// - Throws: when the TLS files or detectors of a lane cannot be used.
    init(
        _ configurations: [LaneConfiguration], trail: AuditTrail, places: SSHPlaces, group: any EventLoopGroup,
        logger: Logger
    ) throws {
        self.trail = trail
        self.places = places
        self.group = group
        self.logger = logger
        let memory = memory
        state = Mutex(
            State(
                lanes: try configurations.map {
                    try Self.make($0, trail: trail, places: places, memory: memory, group: group, logger: logger)
                }))
    }

    private static func make(
        _ configuration: LaneConfiguration, trail: AuditTrail, places: SSHPlaces, memory: ProtectionMemory,
        group: any EventLoopGroup, logger: Logger
    ) throws -> any ServedLane {
        switch configuration.policy.target.service {
        case .postgres:
            try PostgresLane(
                configuration: configuration, trail: trail, group: group, logger: logger, memory: memory)
        case .ssh:
            try SSHLane(
                configuration: configuration, trail: trail, group: group, logger: logger, hostKey: try places.hostKey())
        }
    }

    var all: [any ServedLane] { state.withLock(\.lanes) }

    /// Binds the listeners of all.
    func start() async throws(StartFailure) {
        for lane in all { try await start(lane) }
        writeClientFiles()
    }

    private func start(_ lane: any ServedLane) async throws(StartFailure) {
        do { try await lane.start() } catch {
            let listen = lane.policy.target.listen
            throw StartFailure(
                reason:
                    "lane \"\(lane.name)\" cannot listen on \(listen.host):\(listen.port): \(ListenFault.words(for: error))"
            )
        }
        logger.info(
            "lane listens",
            metadata: ["target": "\(lane.name)", "address": "\(Sidecar.text(lane.localAddress))"])
    }

    /// What clients of SSH are told, of the lanes that there are now.
    private func writeClientFiles() {
        let lanes = all.filter { $0.policy.target.ssh != nil }
        guard !lanes.isEmpty else { return }
        do { try places.writeClientFiles(lanes.map { ($0.name, $0.localAddress) }) } catch {
            logger.error("what ssh-config tells was not written", metadata: ["reason": "\(error)"])
        }
    }

    /// Lanes of targets that are still there take up the new policy with their sessions; the others end, or begin. One
    /// call at a time.
    /// - Returns: what cannot be served.
    func apply(_ configurations: [LaneConfiguration]) async -> [String] {
        var problems: [String] = []
        for lane in all where !configurations.contains(where: { Self.isSame(lane.policy.target, $0.policy.target) }) {
            logger.notice("lane withdrawn", metadata: ["target": "\(lane.name)"])
            await lane.withdraw(reason: "the policy has no target \"\(lane.name)\" any more")
            state.withLock { $0.lanes.removeAll { $0 === lane } }
        }
        for configuration in configurations {
            let name = configuration.policy.target.name
            do {
                if let lane = all.first(where: { $0.name == name }) {
                    try await lane.update(configuration.policy)
                } else if state.withLock({ !$0.isEnding }) {
                    let lane = try Self.make(
                        configuration, trail: trail, places: places, memory: memory, group: group, logger: logger)
                    try await start(lane)
                    let isTooLate = state.withLock { state in
                        if !state.isEnding { state.lanes.append(lane) }
                        return state.isEnding
                    }
                    if isTooLate { await lane.stop() }
                }
            } catch let failure as StartFailure {
                problems.append(failure.reason)
            } catch let failure as LaneFailure {
                problems.append("target \"\(name)\": \(failure.reason)")
            } catch { problems.append("target \"\(name)\": \(error)") }
        }
        writeClientFiles()
        return problems
    }

    /// Of the same name, and spoken to alike.
    private static func isSame(_ one: Target, _ other: Target) -> Bool {
        one.name == other.name && one.service.name == other.service.name
    }

    /// Ends every session, and the listeners.
    /// - Parameter reason: for the clients.
    func withdraw(reason: String) async {
        state.withLock { $0.isEnding = true }
        await withTaskGroup(of: Void.self) { tasks in
            for lane in all { tasks.addTask { await lane.withdraw(reason: reason) } }
        }
    }

    /// Ends in order: see `ServedLane.drain`.
    func drain(graceSeconds: Int) async {
        state.withLock { $0.isEnding = true }
        await withTaskGroup(of: Void.self) { tasks in
            for lane in all { tasks.addTask { await lane.drain(graceSeconds: graceSeconds) } }
        }
    }

    func stop() async {
        state.withLock { $0.isEnding = true }
        for lane in all { await lane.stop() }
    }
}
