/// Finds what is known of a name in the parser's output.
package final class SyntaxKeyTable: Sendable {
    package static let shared = SyntaxKeyTable()

    private struct Entry {
        var key = SyntaxKey.other
        var since = 0
        var hash: UInt32 = 0
        /// Its place in `names`.
        var start = 0
        /// 0: there is no name.
        var count = 0
    }

    /// More than twice as many as there are names, a power of two: a name is at its hash, or behind it.
    private static let size = 1_024
    private let entries: [Entry]
    /// All names, one behind the other.
    private let names: [UInt8]

    private init() {
        var entries = [Entry](repeating: Entry(), count: Self.size)
        var names: [UInt8] = []
        let keys = SyntaxKey.allCases.lazy.filter { $0 != .other }.map(\.rawValue)
        for text in Set(keys).union(NewerSyntax.names.keys) {
            let name = Array(text.utf8)
            let hash = name.reduce(Self.hashOfNothing, Self.hash)
            var index = Self.index(hash)
            while entries[index].count > 0 { index = (index + 1) & (Self.size - 1) }
            entries[index] = Entry(
                key: SyntaxKey(rawValue: text) ?? .other, since: NewerSyntax.names[text]?.since ?? 0, hash: hash,
                start: names.count, count: name.count)
            names += name
        }
        self.entries = entries
        self.names = names
    }

    /// The key of the name that begins at `start` and ends before the next quote, `other` where nobody asks for it; the
    /// first major version whose grammar has it, 0 where every supported one does; and where the quote stands. Nil:
    /// there is none.
    package func key(
        in text: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> (key: SyntaxKey, since: Int, end: Int)? {
        var hash = Self.hashOfNothing
        var end = start
        while end < text.count, text[end] != UInt8(ascii: "\"") {
            hash = Self.hash(hash, text[end])
            end += 1
        }
        guard end < text.count else { return nil }
        var index = Self.index(hash)
        while entries[index].count > 0 {
            if entries[index].hash == hash, isEqual(entries[index], text, start..<end) {
                return (entries[index].key, entries[index].since, end)
            }
            index = (index + 1) & (Self.size - 1)
        }
        return (.other, 0, end)
    }

    private func isEqual(_ entry: Entry, _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        guard entry.count == range.count else { return false }
        for offset in 0..<entry.count where names[entry.start + offset] != text[range.lowerBound + offset] {
            return false
        }
        return true
    }

    // MARK: FNV-1a, folded

    private static let hashOfNothing: UInt32 = 0x811c_9dc5

    private static func hash(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 0x0100_0193 }

    private static func index(_ hash: UInt32) -> Int { Int((hash ^ hash >> 16) & UInt32(size - 1)) }
}
