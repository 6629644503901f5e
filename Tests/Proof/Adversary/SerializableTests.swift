import TestSupport
import Testing

/// Under SERIALIZABLE the server remembers which page of an index was read, and ends one of two transactions that would
/// have needed the other to come first. Whoever looks a value up in one and inserts another in the second learns whether
/// both belong on one page, and so where the stored values lie between them.
@Suite("Serializable transactions do not tell where values lie", .serialized)
struct SerializableTests {
    @Test("by which of two has to be repeated")
    func conflicts() throws {
        let values = stride(from: 30, to: 70, by: 2).map { "\($0)000000000" }
        let (one, two) = (try Stacks.adversary.get(), try Stacks.twin.get())
        let outcomes = try values.map { value in
            (try Self.outcome(of: value, one), try Self.outcome(of: value, two))
        }
        #expect(outcomes.map(\.0) == outcomes.map(\.1))
    }

    /// What the two sessions are told, without what they read.
    private static func outcome(of value: String, _ stack: Stack) throws -> [String] {
        let lane = try stack.lane("adversary")
        let (reader, writer) = (try PostgresConnection(lane), try PostgresConnection(lane))
        let steps: [(PostgresConnection, String)] = [
            (reader, "BEGIN ISOLATION LEVEL SERIALIZABLE"), (writer, "BEGIN ISOLATION LEVEL SERIALIZABLE"),
            (reader, "SET LOCAL enable_seqscan = off"),
            (reader, "SELECT id FROM adv.lk WHERE code = '50000000000'"),
            (writer, "SELECT note FROM adv.plain WHERE id = 1"),
            (writer, "INSERT INTO adv.lk VALUES (9001, '\(value)')"),
            (reader, "UPDATE adv.plain SET note = note WHERE id = 1"), (reader, "COMMIT"), (writer, "COMMIT"),
        ]
        let told = try steps.map { try $0.0.ask($0.1).error?["C"] ?? "" }
        try stack.own("DELETE FROM adv.lk WHERE id = 9001")
        return told
    }
}
