/// Finds what is known of a name in the parser's output.
package final class SyntaxKeyTable: Sendable {
    package static let shared = SyntaxKeyTable()

    private struct Entry {
        var key = SyntaxKey.other
        var since = 0
        var name: [UInt8] = []
    }

    /// More than twice as many as there are names, a power of two: a name is at its hash, or behind it.
    private static let size = 1_024
    private let entries: [Entry]

    private init() {
        var entries = [Entry](repeating: Entry(), count: Self.size)
        let keys = SyntaxKey.allCases.lazy.filter { $0 != .other }.map(\.rawValue)
        for name in Set(keys).union(NewerSyntax.names.keys) {
            let bytes = Array(name.utf8)
            var index = bytes.withUnsafeBufferPointer(Self.hash)
            while !entries[index].name.isEmpty { index = (index + 1) & (Self.size - 1) }
            entries[index] = Entry(
                key: SyntaxKey(rawValue: name) ?? .other, since: NewerSyntax.names[name]?.since ?? 0, name: bytes)
        }
        self.entries = entries
    }

    /// The key of a name, `other` where nobody asks for it, and the first major version whose grammar has it, 0 where
    /// every supported one does.
    package func entry(_ name: UnsafeBufferPointer<UInt8>) -> (key: SyntaxKey, since: Int) {
        var index = Self.hash(name)
        return entries.withUnsafeBufferPointer { entries in
            while !entries[index].name.isEmpty {
                if Self.isEqual(entries[index].name, name) { return (entries[index].key, entries[index].since) }
                index = (index + 1) & (Self.size - 1)
            }
            return (.other, 0)
        }
    }

    private static func isEqual(_ known: [UInt8], _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard known.count == name.count else { return false }
        for index in 0..<name.count where known[index] != name[index] { return false }
        return true
    }

    /// FNV-1a, folded.
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt32 = 0x811c_9dc5
        for byte in bytes { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        return Int((hash ^ hash >> 16) & UInt32(size - 1))
    }
}
