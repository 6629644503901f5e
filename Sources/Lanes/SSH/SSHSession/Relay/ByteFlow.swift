import NIOCore

/// Bytes on their way to one side, and the credit that the other gets when they have gone.
///
/// Credit goes end to end: a side that does not read has its peer's bytes wait here, and the peer, whose window is used
/// up, sends no more. So a flow never holds more than a window, and what masking adds to it.
struct ByteFlow: Sendable {
    private struct Chunk: Sendable {
        var bytes: ByteBuffer
        var stream: DataStream
        var credit: Int
    }

    private var chunks = CircularBuffer<Chunk>()
    private(set) var byteCount = 0

    var isEmpty: Bool { chunks.isEmpty }

    /// - Returns: credit to be given at once.
    mutating func push(_ bytes: ByteBuffer, _ stream: DataStream, credit: Int) -> Int {
        if bytes.readableBytes == 0 {
            guard !chunks.isEmpty else { return credit }
            chunks[chunks.index(before: chunks.endIndex)].credit += credit
            return 0
        }
        byteCount += bytes.readableBytes
        chunks.append(Chunk(bytes: bytes, stream: stream, credit: credit))
        return 0
    }

    /// Writes as much as the peer takes.
    /// - Returns: the credit for what has gone.
    mutating func flush(to id: ChannelID, _ connection: inout SSHConnection) -> Int {
        var credit = 0
        while !chunks.isEmpty {
            let before = chunks[chunks.startIndex].bytes.readableBytes
            connection.write(&chunks[chunks.startIndex].bytes, chunks[chunks.startIndex].stream, on: id)
            let after = chunks[chunks.startIndex].bytes.readableBytes
            byteCount -= before - after
            if after > 0 { break }
            credit += chunks.removeFirst().credit
        }
        return credit
    }

    mutating func drop() {
        chunks.removeAll()
        byteCount = 0
    }
}
