import Glibc
import TestSupport
import Testing

/// Who knows the protocol better than the lane would make it take one answer for another, and so pass the words of an
/// error about protected rows.
@Suite("An answer is taken for that of its own statement, or the session ends", .serialized)
struct AttributionTests {
    private static let failing = "UPDATE adv.pat SET clinic_id = 5000 WHERE id = 3"
    private static let triggered = "UPDATE adv.late SET note = 'x' WHERE id = 4"

    @Test("and what fails on protected rows shows none of them after", arguments: Disorder.all)
    func failingWrite(after disorder: Disorder) throws {
        let stack = try Stacks.adversary.get()
        let canaries = try Canaries.ofAdversary(stack)
        for text in [Self.failing, Self.triggered] {
            for aftermath in Aftermath.allCases {
                let session = try RawSession(stack.lane("adversary"))
                try Self.run(disorder, session)
                // From here on every answer might be its neighbour's.
                try aftermath.run(text, session)
                try session.end()
                #expect(canaries.shown(in: session.heard).isEmpty, "\(aftermath)")
            }
        }
    }

    private enum Aftermath: CaseIterable {
        case oneByOne, ahead, pipelined

        func run(_ text: String, _ session: RawSession) throws {
            for _ in 0..<3 {
                switch self {
                case .oneByOne:
                    session.send(FrontendMessage.query(text))
                    try session.wait(for: "Z", stillnessMilliseconds: 300)
                case .ahead:
                    session.send(FrontendMessage.query(text), FrontendMessage.query("SELECT 1"))
                case .pipelined:
                    session.send(
                        ExtendedMessage.parse("", text), ExtendedMessage.bind(""), ExtendedMessage.execute(),
                        FrontendMessage.sync)
                }
            }
        }
    }

    @Test("and rows are those of the statement that they stand behind", arguments: Disorder.all)
    func markers(after disorder: Disorder) throws {
        let session = try RawSession(Stacks.adversary.get().lane("adversary"))
        try Self.run(disorder, session)
        session.send(FrontendMessage.query("ROLLBACK"))
        for marker in 1...3 {
            session.send(FrontendMessage.query("SELECT 'marker \(marker)'"))
            session.send(
                ExtendedMessage.parse("", "SELECT 'marker \(marker)'"), ExtendedMessage.bind(""),
                ExtendedMessage.describe(portal: ""), ExtendedMessage.execute(), FrontendMessage.sync)
        }
        try session.end()
        let markers = session.heard.filter { $0.letter == "D" }.flatMap(\.cells).compactMap { cell in
            cell.map { String(decoding: $0, as: UTF8.self) }
        }.filter { $0.hasPrefix("marker") }
        let wanted = (1...3).flatMap { ["marker \($0)", "marker \($0)"] }
        // Cut short when the session ended, but in order.
        #expect(markers == Array(wanted.prefix(markers.count)))
    }

    @Test("also when the server's process is ended in the middle of a pipeline")
    func terminated() throws {
        let stack = try Stacks.adversary.get()
        let canaries = try Canaries.ofAdversary(stack)
        let session = try RawSession(stack.lane("adversary"))
        try session.ask("SET application_name = 'to be ended'")
        session.send(
            ExtendedMessage.parse("", "SELECT 1"), ExtendedMessage.bind(""), ExtendedMessage.execute(),
            ExtendedMessage.flush)
        try session.wait(for: "CE")
        try stack.own("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'to be ended'")
        session.send(FrontendMessage.sync, FrontendMessage.query(Self.failing))
        try session.end()
        #expect(session.isClosed)
        #expect(canaries.shown(in: session.heard).isEmpty)
    }

    @Test("also when a statement is cancelled while others wait behind it")
    func cancelled() throws {
        let stack = try Stacks.adversary.get()
        let canaries = try Canaries.ofAdversary(stack)
        for _ in 0..<5 {
            let session = try RawSession(stack.lane("adversary"))
            session.send(FrontendMessage.query("SELECT count(*) FROM generate_series(1, 20000000)"))
            session.send(FrontendMessage.query(Self.failing), FrontendMessage.query("SELECT 1"))
            try PostgresConnection.cancel(stack.lane("adversary"), session.connection.key)
            session.send(FrontendMessage.query(Self.failing))
            try session.end()
            #expect(canaries.shown(in: session.heard).isEmpty)
        }
    }

    private static func run(_ disorder: Disorder, _ session: RawSession) throws {
        for step in disorder.steps {
            switch step {
            case .send(let bytes): session.send(bytes)
            case .wait(let letters): try session.wait(for: letters, stillnessMilliseconds: 5_000)
            case .listen: try session.listen()
            case .pause: usleep(Disorder.pauseMicroseconds)
            }
        }
    }
}
