import TestSupport
import Testing

/// What a client may send that a server answers out of order, or not as one would think.
struct Disorder: CustomTestStringConvertible, Sendable {
    enum Step: Sendable {
        case send([UInt8])
        /// For a message of one of these types.
        case wait(String)
        /// Until an error has come, or nothing more does.
        case listen
        /// Long enough for a time-out of the server's.
        case pause
    }

    static let pauseMicroseconds: UInt32 = 150_000

    let name: String
    let steps: [Step]

    init(_ name: String, _ steps: Step...) {
        self.name = name
        self.steps = steps
    }

    private init(name: String, steps: [Step]) {
        self.name = name
        self.steps = steps
    }

    var testDescription: String { name }

    private typealias Message = ExtendedMessage
    private static func query(_ text: String) -> [UInt8] { FrontendMessage.query(text) }
    private static func message(_ type: Unicode.Scalar, _ body: [UInt8]) -> [UInt8] {
        FrontendMessage.message(type, body)
    }
    private static let sync = FrontendMessage.sync
    private static let table = Step.send(query("CREATE TEMP TABLE t (a int)"))
    private static let copy = query("COPY t FROM STDIN")

    static let all = malformed + copies + inTime + pipelines

    /// Each with others behind it at once, later, and behind a Sync.
    private static let malformed = frames.flatMap { name, frame in
        [
            Disorder(name: name, steps: [.send(frame + query("SELECT 1") + sync)]),
            Disorder(name: name + ", alone", steps: [.send(frame), .listen, .send(query("SELECT 1") + sync)]),
            Disorder(name: name + ", and a Sync", steps: [.send(frame + sync + query("SELECT 1"))]),
            Disorder(
                name: name + ", in a pipeline",
                steps: [
                    .send(Message.parse("", "SELECT 1") + frame + Message.bind("") + Message.execute() + sync + sync)
                ]),
        ]
    }

    private static let frames: [(String, [UInt8])] = [
        ("a Flush with a body", message("H", [120])),
        ("a Sync with a body", message("S", [120])),
        ("a CopyDone with a body", message("c", [120])),
        ("a Describe of an unknown kind", message("D", [88, 0])),
        ("a Describe without a name", message("D", [83])),
        ("a Close of an unknown kind", message("C", [88, 0])),
        ("a Close with two names", message("C", [83, 0, 97, 0])),
        ("an Execute without a limit", message("E", [0])),
        ("an Execute with more than a limit", message("E", [0, 0, 0, 0, 0, 1])),
        (
            "a Parse with fewer types than it says",
            message("P", [0] + Array("SELECT 1".utf8) + [0, 0, 9])
        ),
        (
            "a Parse with something behind its types",
            message("P", [0] + Array("SELECT 1".utf8) + [0, 0, 0, 7])
        ),
        (
            "a Bind with a negative count",
            Message.parse("", "SELECT 1") + message("B", [0, 0, 255, 255])
        ),
        (
            "a Bind with a length beyond its end",

            Message.parse("", "SELECT $1::text") + message("B", [0, 0, 0, 0, 0, 1, 0, 0, 0, 99, 97, 0, 0])
        ),
        (
            "a Bind with an unknown format",

            Message.parse("", "SELECT 1") + message("B", [0, 0, 0, 0, 0, 0, 0, 1, 0, 7]) + Message.execute()
        ),
        ("a Query without an end", message("Q", Array("SELECT 1".utf8))),
        (
            "a Query with something behind its end",
            message("Q", Array("SELECT 1".utf8) + [0, 83, 0])
        ),
        ("a password out of place", message("p", [97, 0])),
        ("a function call", message("F", [0, 0, 4, 0xE0, 0, 0, 0, 0, 0, 0])),
        ("an unknown type of message", message("z", [1])),
    ]

    private static let copies = [
        Disorder(
            "bad COPY data and a Sync behind it", table, .wait("Z"), .send(copy), .wait("GE"),
            .send(Message.copyData("x\n") + sync)),
        Disorder(
            "bad COPY data and many Syncs behind it", table, .wait("Z"), .send(copy), .wait("GE"),
            .send(Message.copyData("x\n") + sync + sync + Message.copyDone + sync)),
        Disorder(
            "two CopyDones, one of them for the next COPY", table, .wait("Z"), .send(copy), .wait("GE"),
            .send(Message.copyDone + Message.copyDone + copy), .wait("ZE"), .wait("GE"),
            .send(sync + Message.copyDone)),
        Disorder(
            "a CopyDone and a CopyFail", table, .wait("Z"), .send(copy), .wait("GE"),
            .send(Message.copyDone + FrontendMessage.copyFail + copy), .wait("ZE"), .wait("GE"),
            .send(sync + FrontendMessage.copyFail + sync)),
        Disorder(
            "COPY data ahead of its COPY", table, .wait("Z"),
            .send(Message.copyData("1\n") + Message.copyDone + copy), .wait("GE"), .send(sync + Message.copyDone)),
        Disorder(
            "a COPY of the extended protocol with its Sync", table, .wait("Z"),
            .send(Message.parse("", "COPY t FROM STDIN") + Message.bind("") + Message.execute() + sync), .wait("GE"),
            .send(Message.copyData("x\n") + sync + Message.copyDone + sync)),
        Disorder(
            "a COPY in the middle of a string", table, .wait("Z"),
            .send(query("SELECT 1; COPY t FROM STDIN; SELECT 2; COPY t FROM STDIN")), .wait("GE"),
            .send(Message.copyDone + sync), .wait("GEZ"), .send(sync + Message.copyDone + sync)),
        Disorder(
            "a Query while the server copies", table, .wait("Z"), .send(copy), .wait("GE"),
            .send(query("SELECT 1") + sync)),
        Disorder(
            "a Parse while the server copies", table, .wait("Z"), .send(copy), .wait("GE"),
            .send(Message.parse("", "SELECT 1") + sync + Message.copyDone + sync)),
    ]

    private static let soon = query("SET statement_timeout = 50")
    private static let inTime = [
        Disorder(
            "a time-out that shows at a Flush", .send(soon), .wait("Z"),
            .send(Message.parse("", "SELECT 1") + Message.flush), .wait("1E"), .pause,
            .send(Message.flush), .listen, .send(query("SELECT 2") + sync)),
        Disorder(
            "a time-out that shows at a Flush in a transaction", .send(soon), .wait("Z"), .send(query("BEGIN")),
            .wait("Z"), .send(Message.parse("a", "SELECT 1") + Message.flush), .wait("1E"), .pause,
            .send(Message.flush + Message.bind("a") + Message.execute() + sync + query("ROLLBACK"))),
        Disorder(
            "a time-out that shows at a Sync", .send(soon), .wait("Z"),
            .send(Message.parse("", "SELECT 1") + Message.bind("") + Message.flush), .wait("2E"), .pause,
            .send(sync + query("SELECT 2") + sync)),
        Disorder(
            "a time-out that shows at a Query", .send(soon), .wait("Z"),
            .send(Message.parse("", "SELECT 1") + Message.flush), .wait("1E"), .pause, .send(query("SELECT 2")),
            .listen, .send(query("SELECT 3") + sync)),
        Disorder(
            "a time-out between two parts of an answer", .send(soon), .wait("Z"),
            .send(
                Message.parse("", "SELECT id FROM adv.plain") + Message.bind("") + Message.execute(rows: 2)
                    + Message.flush), .wait("sE"), .pause,
            .send(Message.execute(rows: 2) + Message.flush + query("SELECT 2") + sync)),
        Disorder(
            "a time-out that shows at COPY data", table, .wait("Z"), .send(soon), .wait("Z"), .send(copy), .wait("GE"),
            .pause, .send(Message.copyData("1\n") + sync + query("SELECT 1")), .listen,
            .send(Message.copyDone + sync)),
    ]

    private static let pipelines = [
        Disorder(
            "a Query behind a failing Parse", .send(Message.parse("", "SELECT no_such") + query("SELECT 1") + sync)),
        Disorder(
            "an Execute of nothing, and Queries behind it",
            .send(Message.execute(portal: "none") + query("SELECT 1") + query("SELECT 2") + sync + sync)),
        Disorder(
            "rows in parts, and a Query before their end",
            .send(
                Message.parse("", "SELECT id FROM adv.plain") + Message.bind("") + Message.execute(rows: 2)
                    + Message.flush + query("SELECT 1") + Message.execute(rows: 2) + sync)),
        Disorder(
            "a Close of what is not there, and errors behind it",
            .send(
                Message.close(statement: "none") + Message.close(portal: "none") + Message.bind("none")
                    + Message.close(statement: "") + query("SELECT 1") + sync)),
        Disorder("an empty string among others", .send(query("") + query(";") + query(" ; SELECT 1") + sync)),
        Disorder(
            "a string that fails in its middle",
            .send(
                query("SELECT 1; SELECT 1/0; SELECT 2") + Message.parse("", "") + Message.bind("") + Message.execute())),
        Disorder(
            "a COMMIT that fails, with others behind it",
            .send(
                query("BEGIN") + Message.parse("", "UPDATE adv.late SET note = 'bad' WHERE id = 3") + Message.bind("")
                    + Message.execute() + sync + query("COMMIT") + query("SELECT 1"))),
    ]
}
