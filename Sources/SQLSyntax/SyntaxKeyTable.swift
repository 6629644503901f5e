/// Finds the key of a name in the parser's output.
package final class SyntaxKeyTable: Sendable {
    package static let shared = SyntaxKeyTable()

    private struct Entry {
        var key = SyntaxKey.other
        var name: [UInt8] = []
    }

    /// More than twice as many as there are keys, a power of two: a name is at its hash, or behind it.
    private static let size = 1_024
    private let entries: [Entry]

    private init() {
        var entries = [Entry](repeating: Entry(), count: Self.size)
        for key in SyntaxKey.allCases where key != .other {
            let name = Array(key.rawValue.utf8)
            var index = name.withUnsafeBufferPointer(Self.hash)
            while entries[index].key != .other { index = (index + 1) & (Self.size - 1) }
            entries[index] = Entry(key: key, name: name)
        }
        self.entries = entries
    }

    /// The key of a name; `other` where it is not listed.
    package func key(_ name: UnsafeBufferPointer<UInt8>) -> SyntaxKey {
        var index = Self.hash(name)
        return entries.withUnsafeBufferPointer { entries in
            while entries[index].key != .other {
                if Self.isEqual(entries[index].name, name) { return entries[index].key }
                index = (index + 1) & (Self.size - 1)
            }
            return .other
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
