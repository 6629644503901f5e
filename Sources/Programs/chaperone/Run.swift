import ArgumentParser
import Logging
import Sidecar

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the lanes of a policy, from a hub or from files.",
        discussion: """
            With a hub, which gives policy, proves credentials, decides approvals and keeps the audit log:
              chaperone run --hub https://hub.internal:8443 --hub-ca hub-ca.pem \\
                --enrol-token-file /run/secrets/enrol-token --state /var/lib/chaperone

            The sidecar makes its own keys, enrols once, and keeps its certificate and the last policy in the state \
            folder: it starts again when the hub is away, until the policy's lease ends.

            Without one:
              chaperone run --bundle policy.bundle --trust-key policy.pub --principal billing-agent \\
                --group analysts --credentials /etc/chaperone/credentials --state /var/lib/chaperone

            The configuration is checked whole before any port is bound. The credentials folder holds one file for each
            credential (user on the first line, password on the second) and, where a mask needs it, pseudonym.key; none
            of them may be readable by others.

            Exit codes: 0 ended in order by SIGTERM or SIGINT; 64 usage; 69 the hub does not answer and there is no
            sealed policy; 70 failed while running; 75 the state folder is in use or its log does not fit; 77 the hub
            does not accept this sidecar; 78 the configuration is wrong; 130 ended at once by a second signal.
            """)

    @OptionGroup var arguments: SidecarArguments
    @Option(help: "The folder of the instance's own state: its key and its audit log.")
    var state: String
    @Option(help: "Where the admin endpoint listens: /healthz, /readyz, /metrics, /status. Loopback only.")
    var admin = "127.0.0.1:0"
    @Option(help: "A file that is written when the lanes are ready: ADMIN=… and LANE_<target>=… lines.")
    var readyFile: String?
    @Option(help: "Seconds after SIGTERM during which new connections are still served.")
    var grace = 5
    @Option(
        help: ArgumentHelp(
            "A loopback address for connections that the kernel leads here (chaperone fence); may be repeated.",
            valueName: "address"))
    var transparent: [String] = []
    @Option(help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel = "info"

    func validate() throws {
        _ = try arguments.options(state: state)
        _ = try arguments.logger(level: logLevel)
    }

    func run() async throws {
        ProcessHardening.apply()
        var options = try arguments.options(state: state)
        options.admin = admin
        options.readyFile = readyFile
        options.graceSeconds = grace
        options.transparent = transparent
        let logger = try arguments.logger(level: logLevel)
        throw ExitCode(await Launch.run(options, logger: logger))
    }
}
