import Crypto
import NIOCore

/// Counts what is done with an open file: see ``FileUse``.
struct UseCount: Sendable {
    private enum Direction { case reading, writing }

    /// The operation that opened it.
    let operation: UInt64
    private var use = FileUse()
    private var hash = SHA256()
    private var hashedByteCount: UInt64 = 0
    /// Which way the data went that `hash` is over, and the place behind them.
    private var direction: Direction?
    private var nextOffset: UInt64 = 0
    private var isInOrder = true

    init(operation: UInt64) { self.operation = operation }

    /// Data of that length go to the client.
    mutating func read(at offset: UInt64, byteCount: UInt64) {
        advance(.reading, offset, byteCount)
        use.readByteCount += byteCount
    }

    /// Data of that length go to the host.
    mutating func write(at offset: UInt64, byteCount: UInt64) { advance(.writing, offset, byteCount) }

    /// The host has written so much.
    mutating func written(byteCount: UInt64) { use.writtenByteCount += byteCount }

    mutating func copied() { use.hasCopies = true }

    /// A part of the data of which `read` or `write` was told.
    mutating func pass(_ data: ByteBuffer) {
        guard isInOrder else { return }
        data.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
        hashedByteCount += UInt64(data.readableBytes)
    }

    mutating func failed(_ status: UInt32) { use.failure = use.failure ?? status }

    private mutating func advance(_ way: Direction, _ offset: UInt64, _ byteCount: UInt64) {
        guard byteCount > 0 else { return }
        if direction == nil { (direction, nextOffset) = (way, offset) }
        if direction != way || nextOffset != offset { isInOrder = false }
        nextOffset &+= byteCount
    }

    /// With a digest where that is of what was counted: of a WRITE that failed, or data that were cut, it would not be.
    var result: FileUse {
        var result = use
        if isInOrder, direction != nil, !use.hasCopies, hashedByteCount == use.readByteCount + use.writtenByteCount {
            result.sha256 = Array(hash.finalize())
        }
        return result
    }
}
