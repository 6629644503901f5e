package import ArgumentParser
import AuditLog
import Spool

package struct AuditCast: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "cast", abstract: "Write a recorded terminal as an asciicast (version 2), for players of those.",
        discussion: """
            What the client was shown, masked as it was, at the times of its records. Nothing is verified; \
            `chaperone audit verify` does that.
            Exit code: 0 written, 1 a record cannot be read, 2 there is no such log, session or terminal.
            """)

    @Argument(help: ArgumentHelp(SessionSearch.help)) var session: String
    @Option(name: .long, help: LogArgument.help) var from: String
    @Option(
        name: .long,
        help:
            "The operation's number, where the session has more than one terminal; may be one without a terminal, too.")
    var statement: UInt64?

    package init() {}

    package func run() throws {
        try LogArgument.reportingFaults {
            let log = try LogArgument.open(from)
            let size = try LogArgument.claimedSize(of: log)
            let session = try SessionSearch.find(session, log, size)
            let statement = try statement ?? terminal(of: session, log, size)
            var cast = Asciicast(statement: statement)
            var isEmpty = true
            try forEach(of: session, log, size) { record in
                for line in cast.lines(for: record) {
                    print(line)
                    isEmpty = false
                }
            }
            if isEmpty { throw AuditFailure(reason: "session \(session) has no operation \(statement)") }
        }
    }

    /// The one that there is.
    private func terminal(of session: String, _ log: LogFolder, _ size: UInt64) throws -> UInt64 {
        var numbers: [UInt64] = []
        try forEach(of: session, log, size) { record in
            if Asciicast.isTerminal(record) { numbers.append(record.statement) }
        }
        guard let first = numbers.first else {
            throw AuditFailure(
                reason: "session \(session) has no terminal: give --statement for what a command without one has shown")
        }
        guard numbers.count == 1 else {
            let names = numbers.prefix(20).map { String($0) }.joined(separator: ", ")
            throw AuditFailure(reason: "session \(session) has several terminals: give --statement, one of \(names)")
        }
        return first
    }

    private func forEach(
        of session: String, _ log: LogFolder, _ size: UInt64, _ body: (AuditRecord) throws -> Void
    ) throws {
        _ = try log.forEachLine(size: size) { line, _ in
            let record = try RecordReading.record(line)
            if record.session == session { try body(record) }
            return true
        }
    }
}
