package import NIOCore

/// Bytes for the upstream that wait, in order, until the hub has cosigned the records before them (`audit: strict`).
package struct CosignBarrier {
    private var parts = CircularBuffer<(size: UInt64, bytes: ByteBuffer)>()

    package init() {}

    package var isEmpty: Bool { parts.isEmpty }
    /// What the first of them waits for.
    package var size: UInt64? { parts.first?.size }

    /// - Parameter size: records that must be covered.
    package mutating func append(_ bytes: ByteBuffer, size: UInt64) { parts.append((size, bytes)) }

    package mutating func next(cosignedSize: UInt64) -> ByteBuffer? {
        guard let first = parts.first, first.size <= cosignedSize else { return nil }
        return parts.removeFirst().bytes
    }
}
