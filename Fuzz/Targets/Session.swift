import AuditLog
import HubAPI
import Judge
import NIOCore
import PostgresSession
import PostgresWire

/// Whatever the two sides send: every text that goes upstream is one that hides protected columns, was recorded before
/// it went, and has one outcome; nothing goes anywhere after the end.
///
/// An input is a list of steps: a byte that says what happens, and what comes with it.
enum Session {
    private enum Step {
        case client([UInt8])
        case server([UInt8])
        case resume
        case cancelDelivered
        /// The newest request is decided.
        case decided(ApprovalState.State)
        /// The client's CancelRequest.
        case cancel

        init(_ source: inout ByteSource) {
            let kind = source.byte()
            switch kind < 251 ? kind % 8 : kind {
            case 251: self = .decided(.expired)
            case 252: self = .decided(.denied)
            case 253, 254: self = .decided(.approved)
            case 255: self = .cancel
            case 0, 1: self = .client(Self.message(&source))
            case 2, 3: self = .server(Self.message(&source))
            case 4: self = .client(source.counted())
            case 5: self = .server(source.counted())
            case 6: self = .resume
            default: self = .cancelDelivered
            }
        }

        /// Its type, then its body, for which a length is written.
        private static func message(_ source: inout ByteSource) -> [UInt8] {
            let type = source.byte()
            let body = source.counted()
            return [type, 0, 0] + withUnsafeBytes(of: UInt16(body.count + 4).bigEndian) { Array($0) } + body
        }
    }

    static let seeds: [[UInt8]] = [
        client("Q", "SELECT ssn FROM patients\0") + server("D", "\0\u{1}\0\0\0\u{1}A") + server("C", "SELECT 1\0")
            + server("Z", "I"),
        client("P", "s\0SELECT name FROM patients WHERE mrn = $1\0\0\0")
            + client("B", "p\0s\0\0\0\0\u{1}\0\0\0\u{1}a\0\0")
            + client("E", "p\0\0\0\0\0") + client("S", "") + server("1", "") + server("2", "")
            + server("D", "\0\u{1}\0\0\0\u{3}***") + server("C", "SELECT 1\0") + server("Z", "I"),
        client("Q", "BEGIN\0") + server("C", "BEGIN\0") + server("Z", "T") + client("Q", "no SQL\0")
            + server("E", "SERROR\0VERROR\0C42601\0Mno\0\0") + server("Z", "E"),
        client("Q", "COPY notes FROM STDIN\0") + server("G", "\0\0\0") + client("d", "1\t***\n") + client("c", "")
            + server("C", "COPY 1\0") + server("Z", "I"),
        client("Q", "SELECT id FROM notes\0") + server("D", "\0\0") + server("D", "\0\0") + server("D", "\0\0") + [7]
            + server("E", "SERROR\0VERROR\0C57014\0Mno\0\0") + server("Z", "I"),
        client("Q", "CREATE TABLE t AS SELECT 1\0") + client("Q", "SELECT 1 FROM t\0") + server("C", "SELECT 1\0")
            + server("Z", "I") + [6] + server("C", "SELECT 1\0") + server("Z", "I"),
        client("P", "\0PREPARE a AS SELECT ssn FROM patients; SELECT 1\0\0\0") + client("H", "")
            + client("C", "Sa\0") + client("D", "P\0") + client("X", ""),
        client("Q", "DELETE FROM archive.patients WHERE id = 1\0") + client("Q", "SELECT 1\0") + [253]
            + server("C", "DELETE 1\0")
            + server("Z", "I"),
        client("Q", "SELECT id FROM archive.patients\0") + server("D", "\0\0") + server("D", "\0\0") + [254]
            + server("C", "SELECT 2\0") + server("Z", "I"),
        client("P", "\0DELETE FROM archive.patients\0\0\0") + client("B", "\0\0\0\0\0\0\0\0")
            + client("E", "\0\0\0\0\0") + [252]
            + client("S", "") + client("Q", "DELETE FROM archive.patients\0") + [255],
        client("P", long("B") + "SELECT 1\0\0\0") + client("C", "S" + long("C"))
            + client("P", long("A") + "TABLE notes\0\0\0")
            + client("B", "\0" + long("B") + "\0\0\0\0\0\0") + client("E", "\0\0\0\0\0") + client("S", "")
            + server("1", "") + server("3", "") + server("1", "") + server("2", "") + server("C", "SELECT 1\0")
            + server("Z", "I"),
        client("Q", "BEGIN\0") + client("Q", "DEALLOCATE a\0") + client("Q", "PREPARE a AS SELECT ssn FROM patients\0")
            + server("C", "BEGIN\0") + server("Z", "T") + server("E", "SERROR\0VERROR\0C26000\0Mno\0\0")
            + server("Z", "E")
            + server("E", "SERROR\0VERROR\0C25P02\0Mno\0\0") + server("Z", "E") + client("Q", "EXECUTE a\0"),
        client("H", "x") + client("Q", "UPDATE patients SET risk = 1 WHERE id = 1\0") + client("S", "")
            + server("E", "SERROR\0VERROR\0C08P01\0Mno\0\0") + server("Z", "I"),
        client("Q", "COPY notes FROM STDIN\0") + server("G", "\0\0\0") + client("c", "") + client("c", "")
            + client("S", "") + server("C", "COPY 0\0") + server("Z", "I"),
        server("S", "is_superuser\0off\0"), server("N", "SNOTICE\0VNOTICE\0C00000\0Mx\0\0"),
        server("A", "\0\0\0\u{1}chan\0payload\0"), server("T", "\0\u{1}a\0\0\0\0\0\0\0\0\0\0\u{19}\0\0\0\0\0\0\0\0"),
    ]

    private static let judge = FuzzLane.judge()

    /// What the session wrote to its log.
    private final class Log {
        var intents: [UInt64] = []
        var outcomes: [UInt64] = []
        var requests = 0
    }

    static func run(_ bytes: [UInt8]) throws(BrokenProperty) {
        let log = Log()
        var now: UInt64 = 0
        var limits = WireLimits()
        limits.queryBytesLimit = 200
        limits.responseBytesLimit = 200
        let environment = SessionMachine.Environment(
            judge: { judge },
            record: { number, event in
                switch event {
                case .intent: log.intents.append(number)
                case .outcome: log.outcomes.append(number)
                default: break
                }
                return nil
            },
            nowMicroseconds: {
                now += 1
                return now
            }, judged: { _ in },
            openApproval: {
                log.requests += 1
                return "\(log.requests)"
            }, processID: 7, shownProcessID: 8)
        var machine = SessionMachine(environment: environment, limits: limits)
        var upstream = FrontendFramer(limits: WireLimits())
        var source = ByteSource(bytes)
        while !source.isEmpty {
            let wasClosed = machine.isClosed
            take(Step(&source), &machine, newest: "\(log.requests)")
            let sent = machine.takeToUpstream()
            try require(!wasClosed || sent == nil, "a session that is over sends upstream")
            try check(sent, &upstream)
            _ = machine.takeToClient()
            _ = machine.takeEffects()
        }
        machine.abandon()
        try require(machine.isClosed, "an abandoned session is not over")
        try require(Set(log.outcomes).count == log.outcomes.count, "a statement has two outcomes")
        let unknown = Set(log.outcomes).subtracting(log.intents)
        try require(unknown.isEmpty, "an outcome of a statement that was not recorded")
        let open = Set(log.intents).subtracting(log.outcomes)
        try require(open.isEmpty, "\(open.count) statements have no outcome")
    }

    private static func take(_ step: Step, _ machine: inout SessionMachine, newest request: String) {
        switch step {
        case .client(let bytes):
            // As the driver does: no bytes are read that are not wanted.
            guard machine.wantsClientBytes else { return }
            var buffer = ByteBuffer(bytes: bytes)
            machine.receiveFromClient(&buffer)
        case .server(let bytes):
            guard !machine.isClosed else { return }
            var buffer = ByteBuffer(bytes: bytes)
            machine.receiveFromUpstream(&buffer)
        case .resume: machine.resume()
        case .cancelDelivered: machine.cancelDelivered()
        case .decided(let state): machine.decided(ApprovalState(id: request, state: state))
        case .cancel: _ = machine.cancel()
        }
    }

    /// Every text that goes upstream.
    private static func check(_ sent: ByteBuffer?, _ framer: inout FrontendFramer) throws(BrokenProperty) {
        guard var sent else { return }
        framer.append(&sent)
        while true {
            let frame: FrontendFramer.Frame?
            do { frame = try framer.next() } catch { throw BrokenProperty("upstream is sent \(error.reason)") }
            guard case .message(let type, var body) = frame else { break }
            guard type == UInt8(ascii: "Q") || type == UInt8(ascii: "P") else { continue }
            if type == UInt8(ascii: "P") { _ = body.readCStringBytes() }
            guard let text = body.readCStringBytes() else { throw BrokenProperty("a text upstream has no end") }
            if text == Array(SessionMachine.refusedText.utf8) { continue }
            try RawReferences.requireNone(in: text)
        }
        try require(framer.pendingByteCount == 0, "half a message is sent upstream")
    }

    /// A name that differs from others only behind what the server looks at.
    private static func long(_ end: String) -> String { String(repeating: "n", count: 63) + end + "\0" }
    private static func client(_ type: Character, _ body: String) -> [UInt8] { [0] + step(type, body) }
    private static func server(_ type: Character, _ body: String) -> [UInt8] { [2] + step(type, body) }
    private static func step(_ type: Character, _ body: String) -> [UInt8] {
        [type.asciiValue ?? 0, UInt8(clamping: body.utf8.count)] + Array(body.utf8)
    }
}
