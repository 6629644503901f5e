/// What any call may learn, and everything must hear of.
package enum HubSignal: Sendable, Equatable {
    /// The hub has taken this sidecar's rights for good.
    case revoked(reason: String)
    /// The hub does not know this sidecar's certificate (any more): it has to enrol again.
    case unauthenticated(reason: String)
}
