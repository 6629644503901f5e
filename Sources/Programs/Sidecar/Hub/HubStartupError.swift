import HubAPI
import HubClient

/// What keeps a sidecar from its certificate or its policy.
enum HubStartupError: Error, Sendable, Equatable {
    case hub(HubFailure)
    /// There is nothing to enrol with.
    case noToken(reason: String)
    case policy(HubPolicy.Refusal)
    /// The state folder cannot be used.
    case state(reason: String)

    /// Of a call to the hub, where it was one that failed.
    var failure: HubFailure? {
        if case .hub(let failure) = self { failure } else { nil }
    }

    /// For the operator: what is wrong, and what to do.
    var reason: String {
        switch self {
        case .hub(.problem(let problem)) where problem.code == .tokenRefused:
            "\(HubFailure.problem(problem)); put a token that it accepts into the file of --enrol-token-file "
                + "(chaperone-hub enrol-token create) or --oidc-token-file"
        case .hub(let failure): failure.description
        case .noToken(let reason): "this sidecar has no valid certificate of the hub, and \(reason)"
        case .policy(let refusal): "the hub's policy is not used: \(refusal.reason)"
        case .state(let reason): reason
        }
    }
}
