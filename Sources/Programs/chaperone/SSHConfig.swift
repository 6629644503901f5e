import ArgumentParser
import Sidecar

struct SSHConfig: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ssh-config", abstract: "Print Host blocks for clients of a sidecar's SSH lanes.",
        discussion: """
            chaperone ssh-config --state /var/lib/chaperone > ~/.ssh/chaperone
            ssh -F ~/.ssh/chaperone ward-7 uptime

            The lanes' own key is in what is printed, so that no client asks: OpenSSH needs nothing else from 8.4 on, and
            older ones the known_hosts file that is named. For an agent that runs as somebody else, run this as the
            sidecar's account, and give the agent what it prints.
            """)

    @Option(help: "The sidecar's state folder.")
    var state: String

    func run() throws {
        print(try SSHClientConfiguration.text(state: state), terminator: "")
    }
}
