import Crypto
import NIOCore
import SSHJudge

/// What runs on a channel, and what its client has had of it.
struct ChannelOperation {
    let number: UInt64
    let judgement: SSHJudgement
    let startedAt: NIODeadline
    /// What a terminal shows waits for no end of a line.
    let isPaused: Bool
    /// How much of what the client sees is kept.
    private let keptBytesLimit: Int
    private var hash = SHA256()
    private(set) var byteCount: UInt64 = 0
    private(set) var kept: [UInt8] = []
    private(set) var isTruncated = false
    private var refusalsTold = 0
    /// The stream was no text.
    var isCut = false

    init(_ number: UInt64, _ judgement: SSHJudgement, isTerminal: Bool, keptBytesLimit: Int) {
        self.number = number
        self.judgement = judgement
        startedAt = .now()
        switch judgement.output {
        case .masked:
            isPaused = isTerminal
            self.keptBytesLimit = keptBytesLimit
        case .exact:
            isPaused = false
            // Files are not kept; what a program shows is.
            self.keptBytesLimit = judgement.actions.isEmpty && judgement.via != "forward" ? keptBytesLimit : 0
        case .files:
            isPaused = false
            self.keptBytesLimit = 0
        }
    }

    mutating func show(_ bytes: ByteBuffer) {
        byteCount += UInt64(bytes.readableBytes)
        bytes.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
        let room = keptBytesLimit - kept.count
        if room > 0 { kept += bytes.readableBytesView.prefix(room) }
        if bytes.readableBytes > room { isTruncated = true }
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
