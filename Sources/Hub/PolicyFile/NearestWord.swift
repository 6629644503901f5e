/// Finds the word that was probably meant.
enum NearestWord {
    /// The known word with the fewest edits (swapped neighbours count as one), when that is few for its
    /// length; else the first that starts alike.
    static func of(_ word: String, among known: some Sequence<String>) -> String? {
        let given = Array(word.lowercased().prefix(wordCharactersLimit))
        let scored = known.map { (distance(given, Array($0.lowercased().prefix(wordCharactersLimit))), $0) }
        guard let best = scored.min(by: { $0.0 < $1.0 }) else { return nil }
        if best.0 <= max(1, given.count / 3) { return best.1 }
        // `equal` for `equality`, `denied` for `deny`
        let start = String(given.prefix(prefixCharacters))
        return start.count < prefixCharacters ? nil : known.first { $0.lowercased().hasPrefix(start) }
    }

    private static let wordCharactersLimit = 200
    private static let prefixCharacters = 3

    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
