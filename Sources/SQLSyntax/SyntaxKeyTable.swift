/// Finds the key of a name in the parser's output.
package final class SyntaxKeyTable: Sendable {
    package static let shared = SyntaxKeyTable()

    private struct Entry {
        var key = SyntaxKey.other
        var hash: UInt32 = 0
        /// Its place in `names`.
        var start = 0
        var count = 0
    }

    /// More than twice as many as there are keys, a power of two: a name is at its hash, or behind it.
    private static let size = 1_024
    private let entries: [Entry]
    /// All names, one behind the other.
    private let names: [UInt8]

    private init() {
        var entries = [Entry](repeating: Entry(), count: Self.size)
        var names: [UInt8] = []
        for key in SyntaxKey.allCases where key != .other {
            let name = Array(key.rawValue.utf8)
            let hash = name.reduce(Self.hashOfNothing, Self.hash)
            var index = Self.index(hash)
            while entries[index].key != .other { index = (index + 1) & (Self.size - 1) }
            entries[index] = Entry(key: key, hash: hash, start: names.count, count: name.count)
            names += name
        }
        self.entries = entries
        self.names = names
    }

    /// The key of the name that begins at `start` and ends before the next quote, and where that stands; `other` where
    /// the name is not listed. Nil: there is no quote.
    package func key(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> (key: SyntaxKey, end: Int)? {
        var hash = Self.hashOfNothing
        var end = start
        while end < text.count, text[end] != UInt8(ascii: "\"") {
            hash = Self.hash(hash, text[end])
            end += 1
        }
        guard end < text.count else { return nil }
        var index = Self.index(hash)
        while entries[index].key != .other {
            if entries[index].hash == hash, isEqual(entries[index], text, start..<end) {
                return (entries[index].key, end)
            }
            index = (index + 1) & (Self.size - 1)
        }
        return (.other, end)
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
