import TestSupport
import Testing

/// Applications notify: their triggers name channels after values, and put values into payloads. Two notifications that are
/// alike come as one, so their number tells which values are.
@Suite("What other sessions notify does not tell a listener what they wrote", .serialized)
struct NotificationTests {
    private static let channels = ["table_change", "bell"] + (1...9).map { "bell_\($0)" }

    @Test(
        "by a channel, a payload or a number of them",
        arguments: [
            "UPDATE adv.bell SET note = 'x' WHERE id < 9", "DELETE FROM adv.bell WHERE id = 3",
            "UPDATE adv.bell SET secret = left(secret, 1) WHERE id < 15; UPDATE adv.bell SET note = 'y' WHERE id < 15",
            "UPDATE adv.feed SET note = 'x' WHERE id < 5",
            "INSERT INTO adv.feed SELECT 100 + id, ssn, 'x' FROM adv.pat WHERE id < 5",
        ])
    func written(text: String) throws {
        let told = try [Stacks.adversary, Stacks.twin].map { stack in
            let stack = try stack.get()
            let session = try RawSession(stack.lane("adversary"))
            for channel in Self.channels { try session.ask("LISTEN \(channel)") }
            try stack.own("BEGIN; \(text); COMMIT")
            // What is sent is sent with the commit, and comes before the next answers.
            for _ in 0..<3 { try session.ask("SELECT 1") }
            try stack.own("NOTIFY bell_1")
            try session.ask("SELECT 1")
            // Whose process it was is the server's own.
            return session.heard.filter { $0.letter == "A" }.map { Array($0.body.dropFirst(4)) }
        }
        #expect(told[0] == told[1])
    }
}
