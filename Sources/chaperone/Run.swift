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

    @Option(help: ArgumentHelp("The hub: https://HOST:PORT.", valueName: "address"))
    var hub: String?
    @Option(
        help: ArgumentHelp(
            "PEM of the authorities of the hub's certificate: a file, or env:NAME for a variable that holds it.",
            valueName: "file"))
    var hubCa: String?
    @Option(
        help: ArgumentHelp(
            "File of a one-time token (chaperone-hub enrol-token create) to enrol with.", valueName: "file"))
    var enrolTokenFile: String?
    @Option(
        help: ArgumentHelp(
            "File of an OIDC token to enrol with, such as a projected service-account token.", valueName: "file"))
    var oidcTokenFile: String?
    @Option(
        help: ArgumentHelp("How long a start waits for a hub that does not answer (default: 60).", valueName: "seconds")
    )
    var hubWait: Int?
    @Option(help: "Without a hub: the compiled, signed policy (chaperone-hub policy compile).")
    var bundle: String?
    @Option(help: "Without a hub: the verifier key that the bundle must be signed with (policy.pub).")
    var trustKey: String?
    @Option(help: "Without a hub: who this sidecar acts for.")
    var principal: String?
    @Option(help: ArgumentHelp("Without a hub: a group of the principal; may be repeated.", valueName: "name"))
    var group: [String] = []
    @Option(help: "Without a hub: the folder of credential files.")
    var credentials: String?
    @Option(help: "The folder of the instance's own state: its key and its audit log.")
    var state: String
    @Option(help: "Where the admin endpoint listens: /healthz, /readyz, /metrics, /status. Loopback only.")
    var admin = "127.0.0.1:0"
    @Option(help: "A file that is written when the lanes are ready: ADMIN=… and LANE_<target>=… lines.")
    var readyFile: String?
    @Option(help: "Seconds after SIGTERM during which new connections are still served.")
    var grace = 5
    @Option(help: "Threads that serve connections. One is enough for an agent; every one more costs memory.")
    var threads = 1
    @Option(help: "auto (JSON unless stderr is a terminal), json or text.")
    var logFormat = RunOptions.LogFormat.auto
    @Option(help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel = "info"
    @Option(help: ArgumentHelp("PEM file of the authorities for upstream TLS.", valueName: "file"))
    var upstreamCa: String?
    @Option(help: ArgumentHelp("PEM file of the certificate shown to clients that ask for TLS.", valueName: "file"))
    var tlsCert: String?
    @Option(help: ArgumentHelp("PEM file of its key.", valueName: "file"))
    var tlsKey: String?

    func validate() throws { _ = try source() }

    private func source() throws -> RunOptions.Source {
        var options = SourceOptions()
        options.bundle = bundle
        options.trustKey = trustKey
        options.principal = principal
        options.groups = group
        options.credentials = credentials
        options.hub = hub
        options.hubAuthorities = hubCa
        options.enrolTokenFile = enrolTokenFile
        options.oidcTokenFile = oidcTokenFile
        options.hubWaitSeconds = hubWait
        do { return try options.source() } catch { throw ValidationError(error.all.joined(separator: "\n")) }
    }

    func run() async throws {
        ProcessHardening.apply()
        var options = RunOptions(source: try source(), state: state)
        options.admin = admin
        options.readyFile = readyFile
        options.graceSeconds = grace
        options.threads = threads
        options.upstreamAuthorities = upstreamCa
        options.certificate = tlsCert
        options.certificateKey = tlsKey
        let format = logFormat
        guard let level = Logger.Level(rawValue: logLevel) else {
            throw ValidationError("--log-level: one of trace, debug, info, notice, warning, error, critical")
        }
        let logger = Logger(label: "chaperone") { _ in StandardErrorLog(level: level, format: format) }
        throw ExitCode(await Launch.run(options, logger: logger))
    }
}

extension RunOptions.LogFormat: ExpressibleByArgument {}
