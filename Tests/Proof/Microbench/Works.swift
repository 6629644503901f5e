import AuditLog
import Detectors
import Judge
import NIOCore
import PgParser
import PostgresSession
import PostgresWire
import SQLRewrite
import SQLSyntax
import Spool

/// Everything that is measured, and how one turn of it is done.
enum Works {
    static let all =
        [
            frontendFraming, backendFraming, reading, judging("judge a short statement", BenchLane.simple, BenchLane()),
            judging("judge and rewrite a join with masks", BenchLane.join, BenchLane()), remembered, prepared,
            detectors, encoding, appending,
        ] + LaneWorks.all + growth + SSHWorks.all

    private static let growth =
        [100, 1_000, 10_000].map {
            judging("judge a short statement, \($0) tables", BenchLane.simple, BenchLane(tables: $0))
        }
        + [10, 100, 1_000].map {
            judging("judge a short statement, \($0) rules", BenchLane.simple, BenchLane(rules: $0))
        }
        + [1_000, 1_000_000, 100_000_000].map(merkle) + [1_000, 1_000_000, 100_000_000].map(proof)

    // MARK: the wire

    private static let frontendFraming = Work(name: "frame a client's Bind, Describe, Execute, Sync", unit: "statement")
    {
        let bytes = Messages.execution
        var framer = FrontendFramer(limits: WireLimits())
        return { _ in
            var copy = bytes
            framer.append(&copy)
            while try framer.next() != nil {}
        }
    }

    private static let backendFraming = Work(name: "frame a server's answer of one row", unit: "statement") {
        let bytes = Messages.answer
        var framer = BackendFramer(limits: WireLimits())
        return { _ in
            var copy = bytes
            framer.append(&copy)
            while try framer.next(.pass) != nil {}
        }
    }

    // MARK: statements

    private static let reading = Work(name: "parse and read the tree of a join", unit: "statement") {
        { turn in _ = try PgParser.parse(Array((BenchLane.join + "\(turn + 1)").utf8), for: .newest) }
    }

    /// Each text is another, so that none is remembered.
    private static func judging(_ name: String, _ text: String, _ lane: BenchLane) -> Work {
        Work(name: name, unit: "statement") {
            let judge = lane.judge()
            let names = judge.initialNames
            return { turn in try permitted(judge, text + "\(turn + 1)", names) }
        }
    }

    private static let remembered = Work(name: "judge a remembered statement", unit: "statement") {
        let judge = BenchLane().judge()
        let names = judge.initialNames
        return { _ in try permitted(judge, BenchLane.join + "1", names) }
    }

    private static func permitted(_ judge: Judge, _ text: String, _ names: SessionNames) throws {
        guard case .permit = judge.judge(Array(text.utf8), names: names) else {
            throw BenchFailure(reason: "not permitted: \(text)")
        }
    }

    private static let prepared = Work(name: "a session's prepared statement, without its log", unit: "statement") {
        let judge = BenchLane().judge()
        var machine = SessionMachine(
            environment: SessionMachine.Environment(
                judge: { judge }, record: { _, _ in nil }, nowMicroseconds: { 0 }, judged: { _ in }),
            limits: WireLimits())
        var preparing = Messages.preparation(BenchLane.simple + "$1")
        machine.receiveFromClient(&preparing)
        var prepared = Messages.prepared
        machine.receiveFromUpstream(&prepared)
        _ = (machine.takeToUpstream(), machine.takeToClient(), machine.takeEffects())
        let (execution, answer) = (Messages.execution, Messages.answer)
        // The statement is called P0_0~1 there.
        let forwardedBytes = execution.readableBytes + 2
        return { _ in
            var (asked, answered) = (execution, answer)
            machine.receiveFromClient(&asked)
            guard machine.takeToUpstream()?.readableBytes == forwardedBytes else {
                throw BenchFailure(reason: "the statement was not forwarded")
            }
            machine.receiveFromUpstream(&answered)
            guard machine.takeToClient()?.readableBytes == answer.readableBytes else {
                throw BenchFailure(reason: "the answer was not forwarded")
            }
        }
    }

    // MARK: cells

    private static let detectors = Work(name: "search free text with every detector", unit: "KiB", unitsPerTurn: 64) {
        let text = Array(ClinicalText.bytes(count: 64 << 10))
        let set = DetectorSet.all
        return { _ in
            let found = text.withUnsafeBytes { set.spans(in: $0).count }
            guard found == 0 else { throw BenchFailure(reason: "something was found in text without any") }
        }
    }

    // MARK: the log

    private static func entry(_ event: AuditEvent) -> AuditEntry {
        AuditEntry(
            session: "00112233aabbccdd", statement: 7, principal: "spiffe://chaperone/agent", target: "ehr",
            event: event)
    }

    private static let statement = RecordedStatement(
        text: BenchLane.simple + "$1", rawText: Array((BenchLane.simple + "$1").utf8), kinds: ["select"], phiRead: [],
        phiWritten: [], rule: "everything-else")
    private static let intent = entry(.intent(AuditEvent.Intent(via: "execute", statement: statement)))
    private static let outcome = entry(
        .outcome(
            AuditEvent.Outcome(
                status: "completed", tag: "SELECT 1", rows: 1, bytes: 80, sha256: Array(repeating: 7, count: 32),
                durationMicroseconds: 120)))

    private static let encoding = Work(name: "encode and hash a record", unit: "record", unitsPerTurn: 2) {
        let encoder = EncoderBox()
        return { turn in encoder.encode([intent, outcome], UInt64(turn)) }
    }

    private final class EncoderBox {
        private var encoder = RecordEncoder()
        func encode(_ entries: [AuditEntry], _ number: UInt64) {
            for entry in entries {
                encoder.clear()
                encoder.encode(
                    entry, first: RecordStamp(seq: number, atMicroseconds: Int64(number), mono: number + 1), salt: [1])
            }
        }
    }

    private static let appending = Work(
        name: "append a record to the log on disk", unit: "record", unitsPerTurn: 2, repeats: false
    ) {
        let trail = try AuditTrail.open(
            stateDirectory: try TemporaryFolder.make(), version: "bench", bundleNumber: 1)
        return { _ in
            try trail.append(intent)
            try trail.append(outcome)
        }
    }

    private static func merkle(_ size: UInt64) -> Work {
        Work(name: "append to a Merkle tree of \(size) leaves", unit: "leaf") {
            var tree = try Trees.tree(size)
            return { turn in tree.append(Trees.hash(UInt64(turn))) }
        }
    }

    /// What a hub reads to show that a log of that size has grown from one of half of it and one leaf.
    private static func proof(_ size: UInt64) -> Work {
        Work(name: "plan and hash a consistency proof, \(size) leaves", unit: "proof") {
            { turn in
                let ranges = MerkleProof.consistency(from: size / 2 + 1 + UInt64(turn % 7), to: size) ?? []
                guard !ranges.isEmpty else { throw BenchFailure(reason: "there is no proof") }
                for range in ranges {
                    for tile in TileHashes.covering(range) { Trees.read(tile) }
                }
            }
        }
    }
}
