package import HubAPI

/// What principals have taken, by the hour, as sidecars tell it.
package protocol UsageStore: Sendable {
    /// Keeps what a sidecar has told of one start of it: numbers never fall. What is older than the hour before is forgotten.
    /// - Parameter entriesLimit: of all sidecars in that hour, one for each principal of a start; what goes beyond it is not kept.
    /// - Returns: what everybody else has told of the same principals in that hour.
    func keep(
        _ usage: UsageReport, instance: String, boot: String, entriesLimit: Int
    ) async throws -> UsageReport
    /// - Returns: those of the names that are new for the principal in that hour.
    func keep(spent names: [String], principal: String, hour: Int64) async throws -> [String]
}
