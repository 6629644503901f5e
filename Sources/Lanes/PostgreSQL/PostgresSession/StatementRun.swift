import AuditLog
import Crypto
import Detectors
import Judge
import NIOCore
import Policy

/// One statement from its intent to its outcome: what the client has received of it. A reference: it stands in the
/// queue and is changed with every row.
final class StatementRun {
    let number: UInt64
    let judged: JudgedStatement
    let startedMicroseconds: UInt64
    /// They run over rows and COPY data; nil where nothing is searched.
    let detectors: DetectorSet?
    /// Nil: nothing of it is counted.
    let meter: AnswerMeter?

    private(set) var rows: UInt64 = 0
    private var received: Received
    var cellsMasked: UInt64 = 0
    /// The client has its error; what the server still sends of this statement is dropped.
    var isCut = false
    var columns: [RowMasker.Column]?
    /// Result formats of the Bind, where nobody has described the columns.
    var formats: [Int16] = []
    /// What is bound to its parameters, where people may be asked about it.
    var bound = BoundValues.none
    var copyOut = CopyOut.none
    private var observedRule: String?
    private var progress: RowProgress
    /// What its effects changed; nil when it has none.
    var changes: NameBook.Changes?
    /// It changes what the catalog describes, and texts wait for its end.
    var changesCatalog = false
    /// The same of where an unqualified name leads to.
    var changesPath = false

    /// COPY TO STDOUT.
    enum CopyOut: Equatable {
        case none
        /// Its data comes.
        case open(RowMasker.CopyFormat)
        case ended
    }

    /// What the client has of the answer. One value: each access to a class's property is checked for exclusivity.
    private struct Received {
        var bytes: UInt64 = 0
        var hash = SHA256()
        /// What the log has, or will have.
        var kept: KeptAnswer

        mutating func add(_ bytes: UnsafeRawBufferPointer, messageOf length: Int) -> Bool {
            self.bytes += UInt64(bytes.count)
            hash.update(bufferPointer: bytes)
            return kept.keep(messageOf: max(length, bytes.count), bytes)
        }

        mutating func add(more bytes: UnsafeRawBufferPointer) -> Bool {
            self.bytes += UInt64(bytes.count)
            hash.update(bufferPointer: bytes)
            return kept.keep(more: bytes)
        }
    }

    init(
        number: UInt64, judged: JudgedStatement, startedMicroseconds: UInt64, keptBytesLimit: Int,
        detectors: DetectorSet?, meter: AnswerMeter?, progress: RowProgress
    ) {
        self.number = number
        self.judged = judged
        self.detectors = detectors
        self.meter = meter
        self.startedMicroseconds = startedMicroseconds
        received = Received(kept: KeptAnswer(bytesLimit: keptBytesLimit))
        self.progress = progress
    }

    var profile: StatementProfile { judged.profile }

    /// Each row is looked at as a whole.
    var seesRows: Bool { detectors != nil || meter?.looksAtCells ?? false }

    /// Its rows are counted together with those before.
    func join(_ progress: RowProgress?) {
        if let progress { self.progress = progress }
    }

    /// A message that goes to the client, or its beginning.
    /// - Returns: whether parts wait for `keepParts`; what waits at the end is in the outcome.
    @discardableResult
    func account(_ message: ByteBuffer) -> Bool {
        message.withUnsafeReadableBytes { bytes in
            let length =
                bytes.count < 5
                ? 0 : Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 1, as: UInt32.self)))
            return received.add(bytes, messageOf: length + 1)
        }
    }

    /// What follows of it.
    func account(more part: ByteBuffer) -> Bool {
        part.withUnsafeReadableBytes { received.add(more: $0) }
    }

    /// Gives the log what need not be held any longer.
    /// - Parameter record: says whether the log has it.
    func keepParts(_ record: (AuditEvent) -> Bool) {
        while let part = received.kept.takePart() {
            if !record(.response(part)) { received.kept.stop(without: part) }
        }
    }

    /// The trailer of binary COPY data is a message, and no row.
    func isRow(_ type: UInt8, _ message: ByteBuffer) -> Bool {
        guard case .open(.binary) = copyOut, type == UInt8(ascii: "d"), message.readableBytes == 7 else { return true }
        return message.getInteger(at: message.readerIndex + 5, as: Int16.self) != -1
    }

    /// The limit that the next row goes over, as an index of the profile's; nil: it may pass.
    func nextRow() -> Int? {
        rows += 1
        progress.rows += 1
        return judged.profile.rowLimits.isEmpty ? nil : limit(from: 0)
    }

    /// A further limit at the same row.
    func nextLimit(after index: Int) -> Int? { limit(from: index + 1) }

    private func limit(from start: Int) -> Int? {
        for index in start..<profile.rowLimits.count {
            let limit = profile.rowLimits[index]
            guard progress.rows == UInt64(clamping: limit.rows) + 1 else { continue }
            if case .observe(let rule) = limit.consequence { observedRule = rule } else { return index }
        }
        return nil
    }

    func withdrawRow() {
        rows -= 1
        progress.rows -= 1
    }

    /// Rows of this statement that the client has, those of earlier Executes included.
    var rowsInAll: UInt64 { progress.rows }

    func outcome(
        _ status: String, tag: String = "", sqlState: String? = nil, rule: String? = nil, nowMicroseconds: UInt64
    ) -> AuditEvent {
        var outcome = AuditEvent.Outcome(
            status: status, tag: tag, sqlState: sqlState, rule: rule ?? observedRule, rows: rows, bytes: received.bytes,
            sha256: received.hash.finalize().withUnsafeBytes { Array($0) }, cellsMasked: cellsMasked,
            durationMicroseconds: nowMicroseconds >= startedMicroseconds ? nowMicroseconds - startedMicroseconds : 0)
        outcome.take(received.kept)
        return .outcome(outcome)
    }
}
