package import ArgumentParser
import AuditLog
import Spool

package struct AuditShow: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the records of a log.",
        discussion: "Nothing is verified. Exit code: 0 shown, 1 a record cannot be read, 2 there is no log to read.")

    @Argument(help: LogArgument.help) var path: String
    @Option(name: .long, help: "Only records of the session whose ID begins so.") var session: String?
    @Option(name: .long, help: "Only records of this type; may be given again.") var type: [String] = []
    @Flag(name: .long, help: "The records as they are stored, one JSON object a line.") var json = false

    package init() {}

    package func run() throws {
        try LogArgument.reportingFaults {
            let log = try LogArgument.open(path)
            if !json { print(RecordRow.header) }
            _ = try log.forEachLine(size: try LogArgument.claimedSize(of: log)) { line, _ in
                let record = try RecordReading.record(line)
                guard session.map({ record.session.hasPrefix($0) }) ?? true else { return true }
                guard type.isEmpty || type.contains(record.type) else { return true }
                print(json ? String(decoding: line, as: UTF8.self) : RecordRow.text(record))
                return true
            }
        }
    }
}
