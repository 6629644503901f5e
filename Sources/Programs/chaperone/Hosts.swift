import ArgumentParser
import Sidecar

struct Hosts: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print hosts lines: the upstreams' names lead to the lanes of a running sidecar.",
        discussion: """
            For /etc/hosts, where agents are to use their databases' own names:
              chaperone hosts --state /var/lib/chaperone >> /etc/hosts

            A target has a line where its lane has the upstream's own port (listen: auto).
            """)

    @Option(help: "The folder that the sidecar was given with --state.")
    var state: String

    func run() throws {
        for line in try LaneDirectory.read(state: state).hosts { print(line) }
    }
}
