package import ArgumentParser
import Spool

package struct AuditExport: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Export the signed part of a log as C2SP tlog-tiles.",
        discussion: "The log is verified while it is read. Exit code: 0 exported, 1 the log is broken, 2 not possible.")

    @Argument(help: LogArgument.help) var path: String
    @Argument(help: "A folder that does not exist yet, or is empty.") var out: String
    @Option(name: .long, help: LogArgument.keyHelp) var key: String?

    package init() {}

    package func run() throws {
        try LogArgument.reportingFaults {
            let log = try LogArgument.open(path)
            let records = try TilesExport.run(log, key: try LogArgument.key(key, for: log), to: out)
            print("exported: \(records) records to \(out)")
        }
    }
}
