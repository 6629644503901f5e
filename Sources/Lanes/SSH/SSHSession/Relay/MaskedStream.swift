import Detectors
import NIOCore
import StreamMasking

/// One stream of a program whose output is masked: its text, and whether it is text at all.
struct MaskedStream: Sendable {
    private var masker: TextStreamMasker
    /// Nil: it may be anything.
    private var check: BinaryCheck?
    private var reportedCount: UInt64 = 0

    init(_ detectors: DetectorSet, mayBeBinary: Bool, isTerminal: Bool) {
        masker = TextStreamMasker(detectors, isTerminal: isTerminal)
        check = mayBeBinary ? nil : BinaryCheck()
    }

    /// Bytes that wait for the end of their line.
    var heldByteCount: Int { masker.heldByteCount }

    /// Findings since it was asked last.
    mutating func takeFindings() -> UInt64 {
        defer { reportedCount = masker.maskedCount }
        return masker.maskedCount - reportedCount
    }

    /// What the stream is found to be with `bytes`; nil: text, or nobody asks.
    mutating func inspect(_ bytes: ByteBuffer) -> BinaryCheck.Finding? { check?.inspect(bytes) }

    mutating func append(_ bytes: ByteBuffer) -> ByteBuffer { masker.append(bytes) }
    mutating func pause() -> ByteBuffer { masker.pause() }
    mutating func finish() -> ByteBuffer { masker.finish() }
}
