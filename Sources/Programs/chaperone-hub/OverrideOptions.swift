import ArgumentParser
import PolicyFile

/// What one place puts into a policy that serves many.
struct OverrideOptions: ParsableArguments {
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Put another upstream into a target. Repeatable.", valueName: "target=host:port"))
    var upstream: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Put another listener into a target. Repeatable.", valueName: "target=host:port"))
    var listen: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Put another database into a target. Repeatable.", valueName: "target=name"))
    var database: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Put another TLS mode into a target. Repeatable.", valueName: "target=mode"))
    var tls: [String] = []

    var values: PolicyOverrides {
        PolicyOverrides(upstream: upstream, listen: listen, database: database, tls: tls)
    }
}
