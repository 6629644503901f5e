/// What becomes of a pod, and why.
package struct Judgement: Sendable, Equatable {
    package enum Verdict: Sendable, Equatable {
        case injected(JSONPatch)
        /// It stays as it is.
        case unchanged(Reason)
        case refused(PodRefusal)

        /// Of metrics, logs and audit annotations.
        package var word: String {
            switch self {
            case .injected: "injected"
            case .unchanged(let reason): reason.rawValue
            case .refused: "refused"
            }
        }
    }

    package enum Reason: String, Sendable, CaseIterable {
        case alreadyInjected = "already-injected"
        /// It stands for a static pod, which runs whatever is said here; a node says so.
        case mirrorPod = "mirror-pod"
        case ownNamespace = "own-namespace"
        case ephemeralContainer = "ephemeral-container"
        case notJudged = "not-judged"
    }

    package var verdict: Verdict
    /// One line each.
    package var warnings: [String]

    package init(_ verdict: Verdict, warnings: [String] = []) {
        self.verdict = verdict
        self.warnings = warnings
    }

    package var isAllowed: Bool {
        if case .refused = verdict { return false }
        return true
    }
}
