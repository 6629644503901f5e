import Crypto

/// A hash of the RFC 6962 Merkle tree: 32 bytes, held without an allocation.
package struct TreeHash: Sendable, Hashable {
    package static let byteCount = 32

    private let words: (UInt64, UInt64, UInt64, UInt64)

    private init(_ digest: SHA256.Digest) {
        words = digest.withUnsafeBytes { $0.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self) }
    }

    /// - Returns: nil unless `bytes` are 32.
    package init?(_ bytes: some Collection<UInt8>) {
        let array = Array(bytes)
        guard array.count == Self.byteCount else { return nil }
        words = array.withUnsafeBytes { $0.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self) }
    }

    package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Swift.withUnsafeBytes(of: words, body)
    }

    package var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// The root of the tree without a leaf.
    package static let empty = TreeHash(SHA256().finalize())

    /// SHA-256(0x00 || entry).
    package static func leaf(_ entry: some Collection<UInt8>) -> TreeHash {
        var prefixed: [UInt8] = [0]
        prefixed.append(contentsOf: entry)
        return prefixed.withUnsafeBytes { hash($0) }
    }

    /// SHA-256 over bytes that begin with the prefix of their kind already.
    static func hash(_ bytes: UnsafeRawBufferPointer) -> TreeHash {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        return TreeHash(hash.finalize())
    }

    /// SHA-256(0x01 || left || right).
    package static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        withUnsafeTemporaryAllocation(byteCount: 1 + 2 * byteCount, alignment: 8) { buffer in
            buffer[0] = 1
            buffer.storeBytes(of: left.words, toByteOffset: 1, as: (UInt64, UInt64, UInt64, UInt64).self)
            buffer.storeBytes(of: right.words, toByteOffset: 1 + byteCount, as: (UInt64, UInt64, UInt64, UInt64).self)
            return hash(UnsafeRawBufferPointer(buffer))
        }
    }

    package static func == (left: TreeHash, right: TreeHash) -> Bool {
        left.words.0 == right.words.0 && left.words.1 == right.words.1 && left.words.2 == right.words.2
            && left.words.3 == right.words.3
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }
}
