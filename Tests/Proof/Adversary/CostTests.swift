import Foundation
import TestSupport
import Testing

/// A machine that is slow or busy does not count: what is compared is the sidecar's own processor time, or one wait with
/// another.
@Suite("A long text costs its own session, and as much as it is long", .serialized)
struct CostTests {
    struct Shape: CustomTestStringConvertible, Sendable {
        let name: String
        /// How many parts a small text of it has.
        let count: Int
        let text: @Sendable (Int) -> String
        var testDescription: String { name }

        init(_ name: String, _ count: Int, _ text: @escaping @Sendable (Int) -> String) {
            self.name = name
            self.count = count
            self.text = text
        }
    }

    private static func list(_ count: Int, _ separator: String = ", ", _ part: (Int) -> String) -> String {
        (0..<count).map(part).joined(separator: separator)
    }

    private static let shapes = [
        Shape("joins", 3_500) { "SELECT 1 FROM a" + String(repeating: " JOIN a ON 1=1", count: $0) },
        Shape("tables", 2_500) { "SELECT 1 FROM \(list($0) { "plain p\($0)" })" },
        Shape("protected tables", 500) { "SELECT 1 FROM \(list($0) { "pat p\($0)" })" },
        Shape("escaped names", 5_000) { "SELECT \(list($0) { _ in "U&\"a\"" })" },
        Shape("lookups of one table", 250) {
            "SELECT id FROM adv.idx3 WHERE \(list($0, " AND ") { "code = 'x\($0)'" })"
        },
        Shape("lookups of many tables", 190) {
            "SELECT 1 FROM \(list($0) { "idx3 t\($0)" }) WHERE \(list($0, " AND ") { "t\($0).code = 'x\($0)'" })"
        },
        Shape("groups of one table", 250) { "SELECT 1 FROM idx1 GROUP BY id, \(list($0) { "n + \($0)" })" },
        Shape("groups by the keys of many tables", 250) {
            """
            SELECT \(list($0) { "t\($0).secret" }) FROM \(list($0) { "idx1 t\($0)" }) GROUP BY \(list($0) { "t\($0).id" })
            """
        },
        Shape("columns covered by a key", 300) { "SELECT \(list($0) { "secret AS c\($0)" }) FROM idx1 GROUP BY id" },
        Shape("subqueries", 150) { "SELECT \(list($0) { "(SELECT max(secret) FROM idx1 WHERE id = \($0))" })" },
        Shape("queries of a WITH", 150) { "WITH \(list($0) { "c\($0) AS (SELECT secret FROM idx1)" }) SELECT 1" },
        Shape("nested queries of a WITH", 60) {
            "WITH c0 AS (SELECT 1 AS x), \(list($0) { "c\($0 + 1) AS (SELECT x FROM c\($0))" }) SELECT * FROM c\($0)"
        },
        Shape("statements of a string", 150) { list($0, ";") { "SELECT secret FROM idx1 WHERE id = \($0)" } },
        Shape("what a write assigns", 200) {
            "UPDATE adv.plain SET note = \(list($0, " || ") { "note || '\($0)'" }) WHERE false"
        },
        Shape("constants", 3_000) { "SELECT id FROM adv.plain WHERE id IN (\(list($0) { "\($0)" }))" },
        Shape("comments", 4_000) { "SELECT 1" + String(repeating: " /* ' */ -- \"\n", count: $0) },
        Shape("numbers that detectors look at", 2_000) {
            "SELECT 1 WHERE '" + String(repeating: "536-22-0001 ", count: $0) + "' = ''"
        },
    ]

    private static let factor = 16
    /// Sixteen times the text costs sixteen times the time, and sorting a little more; the square would be 256 times.
    private static let growthLimit = 34.0
    /// Where a small text costs less, the clock's ticks would decide.
    private static let ticksMinimum = 20

    @Test("so its price grows as it does", arguments: shapes)
    func growth(shape: Shape) throws {
        let stack = try Stacks.adversary.get()
        let process = try stack.sidecarProcess
        let connection = try PostgresConnection(stack.lane("adversary"))
        // The server's part of the work is not asked for.
        _ = try connection.ask("SET statement_timeout = 1")
        func ticks(_ count: Int, times: Int) throws -> Int {
            let before = try Self.ticks(process)
            // Never the same bytes twice: what is remembered is not judged.
            for time in 0..<times { _ = try connection.ask(shape.text(count) + " -- \(count) \(time) \(times)") }
            return try Self.ticks(process) - before
        }
        let large = try ticks(shape.count * Self.factor, times: 1)
        var times = 1
        var small = 0
        while small < Self.ticksMinimum, times < 1 << 12 {
            times *= 4
            small = try ticks(shape.count, times: times)
        }
        let limit = Double(max(small, 1)) / Double(times) * Self.growthLimit
        #expect(Double(large) < max(limit, Double(Self.ticksMinimum)), "\(small) ticks for \(times) became \(large)")
    }

    @Test(
        "and no other session of the lane waits for it",
        arguments: shapes.filter { !$0.name.hasPrefix("lookups of one") })
    func others(shape: Shape) throws {
        let lane = try Stacks.adversary.get().lane("adversary")
        let (long, other) = (try RawSession(lane), try PostgresConnection(lane))
        try long.ask("SET statement_timeout = 1")
        let start = ContinuousClock.now
        long.send(FrontendMessage.query(shape.text(shape.count * Self.factor) + " -- of its own"))
        var longest = Duration.zero
        while !long.connection.hasMore(withinMilliseconds: 0) {
            let asked = ContinuousClock.now
            _ = try other.ask("SELECT 1")
            longest = max(longest, asked.duration(to: .now))
        }
        let total = start.duration(to: .now)
        try long.end()
        // What is over at once holds nobody up.
        #expect(total < .milliseconds(200) || longest * 2 < total, "\(longest) of \(total)")
    }

    /// User and system time of a process and its threads.
    private static func ticks(_ process: Int32) throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        guard fields.count > 13, let user = Int(fields[12]), let system = Int(fields[13]) else {
            throw TestFailure("/proc says: \(text)")
        }
        return user + system
    }
}
