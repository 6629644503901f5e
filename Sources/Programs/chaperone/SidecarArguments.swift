import ArgumentParser
import Logging
import Sidecar

/// What whoever starts a sidecar says of it, in whatever place it is.
struct SidecarArguments: ParsableArguments {
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
    @Option(
        name: [.customLong("bundle"), .customLong("policy")],
        help: """
            Without a hub: the compiled, signed policy (chaperone-hub policy compile); for chaperone exec also a policy as it is \
            written, if its name ends in .yaml.
            """)
    var bundle: String?
    @Option(help: "Without a hub: the verifier key that the bundle must be signed with (policy.pub).")
    var trustKey: String?
    @Option(help: "Without a hub: who this sidecar acts for.")
    var principal: String?
    @Option(help: ArgumentHelp("Without a hub: a group of the principal; may be repeated.", valueName: "name"))
    var group: [String] = []
    @Option(help: "Without a hub: the folder of credential files.")
    var credentials: String?
    @Option(help: "Threads that serve connections. One is enough for an agent; every one more costs memory.")
    var threads = 1
    @Option(help: "auto (JSON unless stderr is a terminal), json or text.")
    var logFormat = RunOptions.LogFormat.auto
    @Option(
        help: ArgumentHelp(
            "PEM of the authorities of upstreams' certificates: a file, or env:NAME (default: the system's).",
            valueName: "file"))
    var upstreamCa: String?
    @Option(help: ArgumentHelp("PEM file of the certificate shown to clients that ask for TLS.", valueName: "file"))
    var tlsCert: String?
    @Option(help: ArgumentHelp("PEM file of its key.", valueName: "file"))
    var tlsKey: String?

    /// What is said of where policy comes from.
    private var sourceOptions: SourceOptions {
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
        return options
    }

    /// - Parameter policy: what the source is compiled from, where it is.
    func options(state: String, policy: WrittenPolicy? = nil) throws -> RunOptions {
        let source: RunOptions.Source
        do throws(SourceOptions.Problems) {
            var given = sourceOptions
            if let policy {
                given = try given.completed(for: policy, user: MachineUser.own, credentials: DefaultFolders.credentials)
            }
            source = try given.source()
        } catch { throw ValidationError(error.all.joined(separator: "\n")) }
        var options = RunOptions(source: source, state: state)
        options.policy = policy
        options.threads = threads
        options.upstreamAuthorities = upstreamCa
        options.certificate = tlsCert
        options.certificateKey = tlsKey
        return options
    }

    func logger(level: String) throws -> Logger {
        guard let level = Logger.Level(rawValue: level) else {
            throw ValidationError("--log-level: one of trace, debug, info, notice, warning, error, critical")
        }
        let format = logFormat
        return Logger(label: "chaperone") { _ in StandardErrorLog(level: level, format: format) }
    }
}

extension RunOptions.LogFormat: ExpressibleByArgument {}
