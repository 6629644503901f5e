import AuditLog
import Crypto
import NIOCore
import SSHJudge
import SSHWire

/// What runs on a channel, and what its client has had of it.
struct ChannelOperation {
    let number: UInt64
    let judgement: SSHJudgement
    let startedAt: NIODeadline
    /// What it shows is recorded with its times.
    private let isTerminal: Bool
    /// When it was recorded last.
    private var recordedAt: NIODeadline?
    /// Somebody records when it is due.
    var isRecordScheduled = false
    /// What a terminal shows waits for no end of a line.
    let isPaused: Bool
    /// Nil: there is none.
    var sizes: TerminalSizes?
    /// What is kept of what the client sees.
    var kept: KeptAnswer
    private var hash = SHA256()
    private(set) var byteCount: UInt64 = 0
    private var refusalsTold = 0
    /// Findings that were masked in what it showed.
    var maskedCount: UInt64 = 0
    /// The host was told to end it, and may not have done so.
    var wasStopped = false
    /// The stream was no text.
    var isCut = false

    init(_ number: UInt64, _ judgement: SSHJudgement, terminal: TerminalSize?, keptBytesLimit: Int) {
        let isTerminal = terminal != nil
        self.number = number
        self.judgement = judgement
        self.isTerminal = isTerminal
        sizes = terminal.map { TerminalSizes($0) }
        startedAt = .now()
        switch judgement.output {
        case .masked:
            isPaused = isTerminal
            kept = KeptAnswer(bytesLimit: keptBytesLimit)
        case .exact:
            isPaused = false
            // Files are not kept; what a program shows is.
            kept = KeptAnswer(
                bytesLimit: judgement.actions.isEmpty && judgement.via != "forward" ? keptBytesLimit : 0)
        case .files, .rsync:
            isPaused = false
            kept = KeptAnswer(bytesLimit: 0)
        }
    }

    mutating func show(_ bytes: ByteBuffer) {
        byteCount += UInt64(bytes.readableBytes)
        bytes.withUnsafeReadableBytes { bytes in
            hash.update(bufferPointer: bytes)
            kept.keep(text: bytes)
        }
    }

    /// Of a terminal what came is recorded within this time, so that it can be played as it went.
    private static let recordPause = TimeAmount.seconds(1)

    /// What is to be recorded now; nil: nothing.
    mutating func takePart(at now: NIODeadline) -> AuditEvent.ResponsePart? {
        let isDue = isTerminal && recordedAt.map { $0 + Self.recordPause <= now } ?? true
        guard let part = isDue ? kept.takeRest() : kept.takePart() else { return nil }
        recordedAt = now
        return part
    }

    /// When what waits is to be recorded; nil: nothing does, it waits for more, or somebody knows already.
    var recordDeadline: NIODeadline? {
        guard isTerminal, !isRecordScheduled, !kept.waiting.isEmpty else { return nil }
        return recordedAt.map { $0 + Self.recordPause }
    }

    /// Whether one more refusal is said on the standard error: a client that reads none must not be stopped by them.
    mutating func tellsRefusal() -> Bool {
        refusalsTold += 1
        return refusalsTold <= Self.refusalsToldLimit
    }

    private static let refusalsToldLimit = 16

    var digest: [UInt8] { Array(hash.finalize()) }

    var durationMicroseconds: UInt64 {
        UInt64(max(0, (NIODeadline.now() - startedAt).nanoseconds / 1_000))
    }
}
