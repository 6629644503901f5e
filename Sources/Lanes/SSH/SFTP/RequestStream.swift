import NIOCore

/// The way to the host: whole requests, and of a WRITE its head and then its data. It is the only one that writes, and knows where
/// one request ends: what this side asks for itself while a WRITE's data are on their way waits for their end. In the midst of
/// them the host would take it for data, and the client's last data for a request that nobody judged.
struct RequestStream: Sendable {
    private var ready = ByteBuffer()
    /// Of the WRITE whose data are on their way, what is still to come. 0: the border between two requests.
    private var missingByteCount = 0
    private var waiting = ByteBuffer()

    /// Bytes that wait to be taken, or for their turn.
    var byteCount: Int { ready.readableBytes + waiting.readableBytes }

    /// - Parameter dataByteCount: the data that come behind it, by `pass`.
    mutating func append(_ request: ByteBuffer, dataByteCount: Int = 0) {
        guard missingByteCount == 0 else {
            precondition(dataByteCount == 0, "no WRITE begins within another one")
            waiting.writeImmutableBuffer(request)
            return
        }
        ready.writeImmutableBuffer(request)
        missingByteCount = dataByteCount
    }

    /// More of the data of the WRITE that was appended last. What is more than it has said goes nowhere.
    mutating func pass(_ data: ByteBuffer) {
        let count = min(data.readableBytes, missingByteCount)
        guard count > 0, let part = data.getSlice(at: data.readerIndex, length: count) else { return }
        ready.writeImmutableBuffer(part)
        missingByteCount -= count
        guard missingByteCount == 0 else { return }
        ready.writeBuffer(&waiting)
        waiting = ByteBuffer()
    }

    mutating func take() -> ByteBuffer {
        defer { ready = ByteBuffer() }
        return ready
    }
}
