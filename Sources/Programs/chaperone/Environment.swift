import ArgumentParser
import Sidecar

struct Environment: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "env",
        abstract: "Print shell lines: PGHOST, PGPORT and PGDATABASE of a PostgreSQL lane, where they are unset.",
        discussion: """
              eval "$(chaperone env --state /var/lib/chaperone --target ehr)"

            A lane with listen_tls has PGSSLROOTCERT, too: the authority by which its certificate is verified.
            """)

    @Option(help: "The folder that the sidecar was given with --state.")
    var state: String
    @Option(help: "The target; needed when there are several.")
    var target: String?

    func run() throws {
        for line in try LaneDirectory.read(state: state).environment(target: target) { print(line) }
    }
}
