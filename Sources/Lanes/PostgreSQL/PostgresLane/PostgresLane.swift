package import Lane
package import Logging
package import NIOCore
package import Spool

/// A lane before a PostgreSQL server.
package typealias PostgresLane = Lane<PostgresService>

extension Lane where Service == PostgresService {
    /// - Parameter memory: what was protected of databases, by whatever lanes.
    /// - Throws: when the TLS files cannot be used.
    package convenience init(
        configuration: LaneConfiguration, trail: AuditTrail, group: any EventLoopGroup, logger: Logger,
        metrics: LaneMetrics = LaneMetrics(), memory: ProtectionMemory = ProtectionMemory(),
        limits: PostgresLimits = PostgresLimits()
    ) throws {
        try self.init(
            configuration: configuration, trail: trail, group: group, logger: logger, metrics: metrics,
            make: { try PostgresService($0, memory: memory, limits: limits) })
    }
}
