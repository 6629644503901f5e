package import Judge
package import Lane
package import Logging
package import NIOCore
import PostgresSession
import PostgresWire
package import Spool

/// A session between two channels that are there already, by a judge that stays. Lanes have `FrontHandler`; `make instructions`
/// counts what a statement costs in here, of a release build, in which nothing internal can be imported.
package enum JoinedSession {
    /// - Parameters:
    ///   - judge: of the policy of `configuration`.
    ///   - client: may send its first statement; on one event loop with `upstream`.
    ///   - upstream: is ready for one.
    package static func begin(
        _ configuration: LaneConfiguration, judge: Judge, trail: AuditTrail, logger: Logger, client: any Channel,
        upstream: any Channel
    ) throws {
        _ = try PostgresLane(configuration: configuration, trail: trail, group: client.eventLoop, logger: logger) {
            services in
            let service = try PostgresService(services, memory: ProtectionMemory(), limits: PostgresLimits())
            let driver = SessionDriver(
                id: Randomness.sessionID(), lane: service,
                identity: SessionIdentity(principal: configuration.policy.principal), slot: EvaluatorSlot(judge),
                client: client, upstream: upstream,
                greeting: UpstreamStartup.Greeting(parameters: [], processID: 1, key: .random(for: .zero)), cancelID: 1,
                options: StartupOptions([]), ticket: nil)
            try client.pipeline.syncOperations.addHandler(ClientSessionHandler(driver: driver, upstream: upstream))
            try upstream.pipeline.syncOperations.addHandler(UpstreamSessionHandler(driver: driver, client: client))
            driver.joinTurns()
            return service
        }
    }
}
