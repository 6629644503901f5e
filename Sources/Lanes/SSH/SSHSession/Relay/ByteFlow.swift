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
        var isGathered = false
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
        guard bytes.readableBytes < Self.smallBytes else {
            chunks.append(Chunk(bytes: bytes, stream: stream, credit: credit))
            return 0
        }
        // A peer that sends byte by byte has each of them wait in no buffer of its own.
        if let last = chunks.indices.last, chunks[last].stream == stream, chunks[last].isGathered,
            chunks[last].bytes.readableBytes < Self.gatheredBytes
        {
            chunks[last].bytes.writeImmutableBuffer(bytes)
            chunks[last].credit += credit
            return 0
        }
        var gathered = ByteBuffer()
        gathered.writeImmutableBuffer(bytes)
        chunks.append(Chunk(bytes: gathered, stream: stream, credit: credit, isGathered: true))
        return 0
    }

    /// Smaller parts than this are copied together, up to about so many bytes.
    private static let smallBytes = 2_048
    private static let gatheredBytes = 16_384

    /// How many buffers wait.
    var chunkCount: Int { chunks.count }

    /// Writes as much as the peer takes, and a turn may hold.
    /// - Returns: the credit for what has gone.
    mutating func flush(to id: ChannelID, _ connection: inout SSHConnection) -> Int {
        var credit = 0
        while !chunks.isEmpty {
            let before = chunks[chunks.startIndex].bytes.readableBytes
            connection.write(
                &chunks[chunks.startIndex].bytes, chunks[chunks.startIndex].stream, on: id,
                atMost: SessionLimits.turnBytesLimit)
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
