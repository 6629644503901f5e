/// Why a sidecar cannot start with its hub.
struct HubStartFailure: Error, Sendable, Equatable {
    enum Kind: Int32, Sendable {
        /// The hub does not answer, or has nothing to give yet, and there is no sealed policy to start from.
        case unavailable = 69
        /// The state folder cannot be used.
        case state = 75
        /// The hub does not accept this sidecar.
        case refused = 77
        /// Something that was given is wrong.
        case configuration = 78
    }

    var kind: Kind
    /// What is wrong, and what to do.
    var reason: String
}
