import ArgumentParser
import Sidecar

struct SSHConfig: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ssh-config", abstract: "Print Host blocks for clients of a sidecar's SSH lanes.",
        discussion: """
            chaperone ssh-config --state /var/lib/chaperone > ~/.ssh/chaperone
            ssh -F ~/.ssh/chaperone ward-7 uptime

            The lanes' own key is in a known_hosts file beside the configuration, so that no client asks. An agent that
            runs as somebody else, or in another container, needs the two files where it can read them.
            """)

    @Option(help: "The sidecar's state folder.")
    var state: String

    func run() throws {
        print(try SSHClientConfiguration.text(state: state), terminator: "")
    }
}
