import AuditLog
import Glibc
import Lane
import Logging
import NIOCore
import NIOPosix
import Policy
import Spool
import Synchronization

/// One listener for many lanes: connections that the kernel led here are served by the lane of the target that they were
/// going to. All others are refused, and recorded with their address. Whose protocol it is is never guessed from bytes:
/// some servers speak first.
final class TransparentListener: Sendable {
    private enum Refusal: Error { case refused }

    private let lanes: LaneSet
    private let principal: @Sendable () -> String
    private let trail: AuditTrail
    private let group: any EventLoopGroup
    private let logger: Logger
    private let book: AddressBook
    private let channels = Mutex<[any Channel]>([])

    init(
        lanes: LaneSet, principal: @escaping @Sendable () -> String, trail: AuditTrail, group: any EventLoopGroup,
        logger: Logger
    ) {
        self.lanes = lanes
        self.principal = principal
        self.trail = trail
        self.group = group
        self.logger = logger
        book = AddressBook(clock: Self.monotonicSeconds)
    }

    func start(_ address: Target.Address) async throws {
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                OriginalDestination.read(channel).flatMap { destination in
                    channel.eventLoop.makeFutureWithTask { await self.lane(of: destination) }
                }.flatMapThrowing { lane in
                    guard let lane else { throw Refusal.refused }
                    try lane.serve(channel)
                }
            }
            .bind(host: address.host, port: Int(address.port)).get()
        channels.withLock { $0.append(channel) }
        logger.info("transparent listener", metadata: ["address": "\(Sidecar.text(channel.localAddress))"])
    }

    func stop() async {
        for channel in channels.withLock({ $0 }) { try? await channel.close() }
    }

    private func lane(of destination: Target.Address?) async -> (any ServedLane)? {
        guard let destination else {
            refuse("a connection to the listener itself leads to no lane", to: "")
            return nil
        }
        guard !Fence.canaries.contains(destination.host) else { return nil }
        let all = lanes.all
        let place = "\(destination.host.contains(":") ? "[\(destination.host)]" : destination.host):\(destination.port)"
        switch await book.match(destination, among: all.map { $0.policy.target }) {
        case .target(let name): return all.first { $0.name == name }
        case .nobody: refuse("no target is at \(place)", to: place)
        case .several(let names):
            refuse("\(place) is that of several targets: \(names.joined(separator: ", "))", to: place)
        }
        return nil
    }

    private func refuse(_ message: String, to place: String) {
        logger.notice("connection refused", metadata: ["reason": "\(message)"])
        let decision = AuditEvent.Decision(
            verdict: "deny", rule: "", message: message, via: "connect", text: place, rawText: [])
        do throws(AuditFailure) {
            try trail.append(
                AuditEntry(session: "", principal: principal(), target: "", event: .decision(decision)))
        } catch { logger.error("audit record not kept", metadata: ["reason": "\(error.reason)"]) }
    }

    private static func monotonicSeconds() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec)
    }
}
