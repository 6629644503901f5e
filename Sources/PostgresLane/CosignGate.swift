import NIOCore

/// Bytes for the upstream that wait, in order, until the hub has cosigned the records before them (`audit: strict`).
struct CosignGate {
    private var parts = CircularBuffer<(size: UInt64, bytes: ByteBuffer)>()

    var isEmpty: Bool { parts.isEmpty }
    /// What the first of them waits for.
    var size: UInt64? { parts.first?.size }

    /// - Parameter size: records that must be covered.
    mutating func append(_ bytes: ByteBuffer, size: UInt64) { parts.append((size, bytes)) }

    mutating func next(cosignedSize: UInt64) -> ByteBuffer? {
        guard let first = parts.first, first.size <= cosignedSize else { return nil }
        return parts.removeFirst().bytes
    }
}
