/// Where a place in a text that was sent stands in the client's own, where they differ by names alone.
package final class PositionMap: Sendable {
    private let original: [UInt8]
    private let edits: [(place: Range<Int>, text: String)]

    /// Nil: nothing differs.
    init?(_ original: [UInt8], _ edits: [(place: Range<Int>, text: String)]) {
        guard !edits.isEmpty else { return nil }
        self.original = original
        self.edits = edits.sorted { $0.place.lowerBound < $1.place.lowerBound }
    }

    /// - Parameter position: in characters, from 1, as PostgreSQL counts. Within a name it is that name's beginning.
    package func original(_ position: Int) -> Int {
        var left = position - 1
        var passed = 0
        var end = 0
        for edit in edits {
            let before = characters(end..<edit.place.lowerBound)
            if left < before { return passed + left + 1 }
            (left, passed) = (left - before, passed + before)
            let written = edit.text.unicodeScalars.count
            if left < written { return passed + 1 }
            (left, passed) = (left - written, passed + characters(edit.place))
            end = edit.place.upperBound
        }
        return passed + left + 1
    }

    private func characters(_ range: Range<Int>) -> Int {
        original[range].count { $0 & 0b1100_0000 != 0b1000_0000 }
    }
}
