import AuditLog
import Crypto
import Judge
import NIOCore
import Policy

/// One statement from its intent to its outcome: what the client has received of it. A reference: it stands in the
/// queue and is changed with every row.
final class StatementRun {
    let number: UInt64
    let profile: StatementProfile
    /// The server was sent another text than the client wrote.
    let isRewritten: Bool
    let startedMicroseconds: UInt64
    /// How much of the response is kept.
    let captureBytesLimit: Int

    private(set) var rows: UInt64 = 0
    private(set) var bytes: UInt64 = 0
    private var hash = SHA256()
    private var capture: [UInt8] = []
    private var isTruncated = false
    var cellsMasked: UInt64 = 0
    /// The client has its error; what the server still sends of this statement is dropped.
    var isCut = false
    var columns: [RowMasker.Column]?
    var copyFormat: RowMasker.CopyFormat?
    private var observedRule: String?
    private let progress: RowProgress
    /// What its effects changed; nil when it has none.
    var undo: Undo?
    /// It changes what the catalog describes, and texts wait for its end.
    var changesCatalog = false

    init(
        number: UInt64, profile: StatementProfile, isRewritten: Bool, startedMicroseconds: UInt64,
        captureBytesLimit: Int, progress: RowProgress
    ) {
        self.number = number
        self.isRewritten = isRewritten
        self.profile = profile
        self.startedMicroseconds = startedMicroseconds
        self.captureBytesLimit = captureBytesLimit
        self.progress = progress
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
        guard case .binary? = copyFormat, type == UInt8(ascii: "d"), message.readableBytes == 7 else { return true }
        return message.getInteger(at: message.readerIndex + 5, as: Int16.self) != -1
    }

    /// What the policy says of the next row.
    func nextRow() -> RowLimit.Consequence? {
        rows += 1
        progress.rows += 1
        guard !profile.rowLimits.isEmpty else { return nil }
        for limit in profile.rowLimits where progress.rows == UInt64(clamping: limit.rows) + 1 {
            if case .observe(let rule) = limit.consequence { observedRule = rule } else { return limit.consequence }
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
                sha256: Array(hash.finalize()), cellsMasked: cellsMasked,
                durationMicroseconds: nowMicroseconds >= startedMicroseconds
                    ? nowMicroseconds - startedMicroseconds : 0,
                response: capture, responseTruncated: isTruncated))
    }
}
