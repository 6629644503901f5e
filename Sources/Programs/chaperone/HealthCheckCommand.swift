import ArgumentParser
import Sidecar

struct HealthCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "healthcheck", abstract: "Ask the sidecar of a state folder how it is: for probes.",
        discussion: """
            startup: its lanes listen. live: its event loop answers. ready: every lane serves.

            Exit codes: 0 yes; 1 no, with the reason; 64 usage.
            """)

    @Argument(help: "startup, live or ready.")
    var question = HealthCheck.Question.ready
    @Option(help: "The folder that the sidecar was given with --state.")
    var state: String

    func run() throws {
        switch HealthCheck(question, state: state).ask() {
        case .yes: return
        case .no(let reason):
            print(reason)
            throw ExitCode(1)
        }
    }
}

extension HealthCheck.Question: ExpressibleByArgument {}
