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
    /// How much of the response is kept.
    let captureBytesLimit: Int
    /// They run over rows and COPY data; nil where nothing is searched.
    let detectors: DetectorSet?

    private(set) var rows: UInt64 = 0
    private(set) var bytes: UInt64 = 0
    private var hash = SHA256()
    private var capture: [UInt8] = []
    private var isTruncated = false
    var cellsMasked: UInt64 = 0
    /// The client has its error; what the server still sends of this statement is dropped.
    var isCut = false
    var columns: [RowMasker.Column]?
    /// Result formats of the Bind, where nobody has described the columns.
    var formats: [Int16] = []
    /// How many values are bound to its parameters.
    var boundValues = 0
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

    init(
        number: UInt64, judged: JudgedStatement, startedMicroseconds: UInt64, captureBytesLimit: Int,
        detectors: DetectorSet?, progress: RowProgress
    ) {
        self.number = number
        self.judged = judged
        self.detectors = detectors
        self.startedMicroseconds = startedMicroseconds
        self.captureBytesLimit = captureBytesLimit
        self.progress = progress
    }

    var profile: StatementProfile { judged.profile }

    /// Its rows are counted together with those before.
    func join(_ progress: RowProgress?) {
        if let progress { self.progress = progress }
    }

    /// Whether whole messages are still wanted for the log.
    var captures: Bool { !isTruncated && capture.count < captureBytesLimit }

    /// Bytes that go to the client. `isWhole`: one whole message, that may be kept.
    func account(_ message: ByteBuffer, isWhole: Bool) {
        bytes += UInt64(message.readableBytes)
        message.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
        guard captureBytesLimit > 0, !isTruncated else { return }
        if isWhole, capture.count + message.readableBytes <= captureBytesLimit {
            capture += Array(message.readableBytesView)
        } else {
            isTruncated = true
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
        return profile.rowLimits.isEmpty ? nil : limit(from: 0)
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
        .outcome(
            AuditEvent.Outcome(
                status: status, tag: tag, sqlState: sqlState, rule: rule ?? observedRule, rows: rows, bytes: bytes,
                sha256: hash.finalize().withUnsafeBytes { Array($0) }, cellsMasked: cellsMasked,
                durationMicroseconds: nowMicroseconds >= startedMicroseconds
                    ? nowMicroseconds - startedMicroseconds : 0,
                response: capture, responseTruncated: isTruncated))
    }
}
