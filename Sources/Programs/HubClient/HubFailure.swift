package import HubAPI

/// Why a call of the hub has no answer that can be used. Holds no secret and no data.
package enum HubFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// No connection, or it broke before the answer was whole.
    case unreachable(reason: String)
    /// What answers there is not the hub: its certificate is not one that the given authorities signed for its name.
    case notTrusted(reason: String)
    case timedOut(address: String, seconds: Int)
    /// What came is not an answer of this API.
    case garbage(reason: String)
    /// For good: no call succeeds any more.
    case revoked(reason: String)
    case problem(ProblemDetails)

    /// Whether the same call may succeed a moment later.
    package var isPassing: Bool {
        switch self {
        case .unreachable, .timedOut, .garbage: true
        case .notTrusted, .revoked: false
        case .problem(let problem): problem.status >= 500 || problem.code == .rateLimited
        }
    }

    /// Whether the hub itself has spoken.
    var isAnswer: Bool {
        switch self {
        case .revoked, .problem: true
        case .unreachable, .notTrusted, .timedOut, .garbage: false
        }
    }

    package var description: String {
        switch self {
        case .unreachable(let reason): "the hub cannot be reached: \(reason)"
        case .notTrusted(let reason): "the hub is not trusted: \(reason)"
        case .timedOut(let address, let seconds): "the hub did not answer within \(seconds) s: \(address)"
        case .garbage(let reason): "the hub's answer cannot be used: \(reason)"
        case .revoked(let reason): "the hub has revoked this sidecar: \(reason)"
        case .problem(let problem): "the hub refuses: \(problem.detail ?? problem.title)"
        }
    }
}
