import Synchronization

/// Permits by the exact bytes of their text, for one judge. A judgement that looked at a session's own names is not kept.
///
/// Bounded: when the young half is full it becomes the old one, and what nobody asked for since is forgotten. A text is
/// kept when it comes for the second time, so that texts with a literal of their own each cost next to nothing.
final class PermitCache: Sendable {
    static let textBytesLimit = 8 << 10
    /// Of each half.
    static let bytesLimit = 2 << 20

    fileprivate struct Halves {
        var young: [Text: Permit] = [:]
        var old: [Text: Permit] = [:]
        var youngBytes = 0
        /// Hashes of texts that came once, each at the place that it says itself.
        var once = [Int](repeating: 0, count: 4_096)
    }

    /// A text, hashed once for all that is asked of it.
    struct Text: Hashable {
        let bytes: [UInt8]
        fileprivate let hash: Int

        /// Nil: too long to be kept.
        init?(_ bytes: [UInt8]) {
            guard bytes.count <= PermitCache.textBytesLimit else { return nil }
            self.bytes = bytes
            var hasher = Hasher()
            bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
            hash = hasher.finalize()
        }

        func hash(into hasher: inout Hasher) { hasher.combine(hash) }

        static func == (left: Text, right: Text) -> Bool { left.hash == right.hash && left.bytes == right.bytes }
    }

    private let halves = Mutex(Halves())

    func permit(for text: Text) -> Permit? {
        halves.withLock { halves in
            if let permit = halves.young[text] { return permit }
            guard let permit = halves.old[text] else { return nil }
            halves.keep(permit, for: text)
            return permit
        }
    }

    func keep(_ permit: Permit, for text: Text) {
        halves.withLock { halves in
            let place = text.hash & (halves.once.count - 1)
            guard halves.once[place] == text.hash else {
                halves.once[place] = text.hash
                return
            }
            halves.keep(permit, for: text)
        }
    }
}

extension PermitCache.Halves {
    fileprivate mutating func keep(_ permit: Permit, for text: PermitCache.Text) {
        // Rewritten and logged texts are as long again; the rest is a guess at profiles.
        let bytes = text.bytes.count + permit.text.count + permit.auditText.utf8.count + 512
        if youngBytes + bytes > PermitCache.bytesLimit {
            old = young
            young = [:]
            youngBytes = 0
        }
        young[text] = permit
        youngBytes += bytes
    }
}
