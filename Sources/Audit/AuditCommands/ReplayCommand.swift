package import ArgumentParser
import AuditLog
import Glibc
import Spool

package struct ReplayCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Show a recorded session as it went: statements, masked answers, timing.",
        discussion: """
            Without SESSION the sessions of the log are listed. Nothing is verified; `chaperone audit verify` does that.
            Exit code: 0 shown, 1 a record cannot be read, 2 there is no such log or session.
            """)

    @Argument(help: ArgumentHelp(SessionSearch.help)) var session: String?
    @Option(name: .long, help: LogArgument.help) var from: String
    @Option(name: .long, help: "How many times faster than it went, or `max`.") var speed: ReplaySpeed = .times(1)

    package init() {}

    package func run() throws {
        try LogArgument.reportingFaults {
            let log = try LogArgument.open(from)
            let size = try LogArgument.claimedSize(of: log)
            guard let session else { return try list(log, size) }
            try replay(try SessionSearch.find(session, log, size), log, size)
        }
    }

    private func list(_ log: LogFolder, _ size: UInt64) throws {
        _ = try log.forEachLine(size: size) { line, _ in
            let record = try RecordReading.record(line)
            guard record.type == "session_start" else { return true }
            print(
                Printable.text(
                    "\(record.session)  \(record.string("at"))  \(record.principal)  \(record.target)  "
                        + record.string("application")))
            return true
        }
    }

    private func replay(_ session: String, _ log: LogFolder, _ size: UInt64) throws {
        var replay = Replay()
        var lastAt: Int64?
        _ = try log.forEachLine(size: size) { line, _ in
            let record = try RecordReading.record(line)
            guard record.session == session else { return true }
            let lines = replay.lines(for: record)
            guard !lines.isEmpty else { return true }
            if let lastAt { pause(speed.pauseMicroseconds(record.atMicroseconds - lastAt)) }
            lastAt = record.atMicroseconds
            for line in lines { print(line) }
            fflush(nil)
            return true
        }
    }

    private func pause(_ microseconds: UInt64) {
        var left = timespec(
            tv_sec: Int(microseconds / 1_000_000), tv_nsec: Int(microseconds % 1_000_000) * 1_000)
        var asked = left
        while nanosleep(&asked, &left) != 0, errno == EINTR { asked = left }
    }
}
