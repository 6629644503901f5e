package import HubAPI

package protocol InstanceStore: Sendable {
    func instance(_ id: String) async throws -> Instance?
    func instances() async throws -> [Instance]
    /// Enrols it, or enrols it again with the same keys. A revoked one stays revoked.
    /// - Returns: what is kept now; nil when an instance of that ID has another audit key.
    func enrol(_ instance: Instance) async throws -> Instance?
    /// - Returns: nil when there is no such instance; else it, revoked (now or before).
    func revoke(_ id: String, reason: String, nowSeconds: Int64) async throws -> Instance?
    /// - Returns: the instance as it was before this heartbeat.
    func heard(_ id: String, heartbeat: String, nowSeconds: Int64) async throws -> Instance?
    /// - Returns: whether that is new.
    func withhold(_ policy: WithheldPolicy?, from id: String) async throws -> Bool
    /// Of one that ended in order: its silence is no event.
    func markLeft(_ id: String) async throws
    /// Marks those whose last sign is older, and returns those that were not marked before.
    func markMissing(silentSinceSeconds: Int64) async throws -> [Instance]
}
