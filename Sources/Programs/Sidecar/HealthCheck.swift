/// `chaperone healthcheck`: how a sidecar on this machine is, for probes that have no curl and no shell.
package struct HealthCheck: Sendable {
    package enum Question: String, Sendable, CaseIterable {
        /// Its lanes listen.
        case startup
        /// Its event loop answers.
        case live
        /// Every lane serves.
        case ready

        var path: String {
            switch self {
            // The admin endpoint listens after the lanes do.
            case .startup, .live: "/healthz"
            case .ready: "/readyz"
            }
        }
    }

    package enum Answer: Sendable, Equatable {
        case yes
        case no(reason: String)
    }

    private let question: Question
    private let state: String

    package init(_ question: Question, state: String) {
        self.question = question
        self.state = state
    }

    package func ask() -> Answer {
        do throws(AdminQuestion.Failure) {
            let answer = try AdminQuestion(state: state).get(question.path)
            return answer.status == 200 ? .yes : .no(reason: String(answer.body.prefix { !$0.isNewline }))
        } catch { return .no(reason: error.reason) }
    }
}
