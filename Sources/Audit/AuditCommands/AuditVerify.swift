package import ArgumentParser
import AuditLog
import Spool

package struct AuditVerify: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Verify a log offline, and name the first bad record.",
        discussion: """
            Exit code: 0 the log is intact, 1 it is broken, 2 it could not be checked.

            A log cut back to an earlier checkpoint of its own cannot be told from an older copy of it by this \
            alone; compare the size with one that you know.
            """)

    @Argument(help: LogArgument.help) var path: String
    @Option(name: .long, help: LogArgument.keyHelp) var key: String?

    @Option(name: .long, help: LogArgument.witnessHelp) var witness: [String] = []

    package init() {}

    package func run() throws {
        try LogArgument.reportingFaults {
            let log = try LogArgument.open(path)
            let verifier = try LogArgument.key(key, for: log)
            let check = try LogCheck.run(log, key: verifier, witnesses: witness.map(LogArgument.key))
            print("intact: \(check.records) records of \(check.checkpoint.origin)")
            print("checkpoint: signed over \(check.checkpoint.size) records")
            if check.trimmed > 0 { print("trimmed: the first \(check.trimmed) records are at the hub, and not here") }
            if check.uncovered > 0 { print("not signed for yet: \(check.uncovered) records at the end") }
            if !check.wasClosed { print("the log was not closed: its instance is running, or was killed") }
            if let remark = check.remark { print("note: \(remark)") }
            if key == nil { print("key: from the folder itself; give --key to check whose log it is") }
        }
    }
}
