import Synchronization

/// Permits by the exact bytes of their text, for one judge. A judgement that looked at a session's own names is not kept.
///
/// Bounded: when the young half is full it becomes the old one, and what nobody asked for since is forgotten.
final class PermitCache: Sendable {
    static let textBytesLimit = 8 << 10
    /// Of each half.
    static let bytesLimit = 2 << 20

    fileprivate struct Halves {
        var young: [[UInt8]: Permit] = [:]
        var old: [[UInt8]: Permit] = [:]
        var youngBytes = 0
    }

    private let halves = Mutex(Halves())

    func permit(for text: [UInt8]) -> Permit? {
        guard text.count <= Self.textBytesLimit else { return nil }
        return halves.withLock { halves in
            if let permit = halves.young[text] { return permit }
            guard let permit = halves.old[text] else { return nil }
            halves.keep(permit, for: text)
            return permit
        }
    }

    func keep(_ permit: Permit, for text: [UInt8]) {
        guard text.count <= Self.textBytesLimit else { return }
        halves.withLock { $0.keep(permit, for: text) }
    }
}

extension PermitCache.Halves {
    fileprivate mutating func keep(_ permit: Permit, for text: [UInt8]) {
        // Rewritten and logged texts are as long again; the rest is a guess at profiles.
        let bytes = text.count + permit.text.count + permit.auditText.utf8.count + 512
        if youngBytes + bytes > PermitCache.bytesLimit {
            old = young
            young = [:]
            youngBytes = 0
        }
        young[text] = permit
        youngBytes += bytes
    }
}
