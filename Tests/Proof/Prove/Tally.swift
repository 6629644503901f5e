/// What came of the trials of one mode.
package struct Tally: Sendable {
    package var tried = 0
    package var answered = 0
    /// By chaperone; the server's own errors are `failed`.
    package var refused = 0
    package var failed = 0
    /// Ran into the time limit on one side: time is not hidden.
    package var timedOut = 0
    package var equal = 0
    package var different = 0
    /// Databases that are alike differ as well.
    package var undecided = 0
    /// Reasons of refusals, without the names that they mention.
    package var reasons: [String: Int] = [:]
    /// SQLSTATEs of the server's own errors.
    package var states: [String: Int] = [:]

    package init() {}

    package var answeredPercent: Int { tried == 0 ? 0 : answered * 100 / tried }

    package static func + (one: Tally, two: Tally) -> Tally {
        var sum = one
        for path in [
            \Tally.tried, \.answered, \.refused, \.failed, \.timedOut, \.equal, \.different, \.undecided,
        ] as [WritableKeyPath<Tally, Int>] {
            sum[keyPath: path] += two[keyPath: path]
        }
        sum.reasons.merge(two.reasons, uniquingKeysWith: +)
        sum.states.merge(two.states, uniquingKeysWith: +)
        return sum
    }

    package var line: String {
        "\(tried) tried, \(answered) answered (\(answeredPercent) %), \(refused) refused, \(failed) failed, "
            + "\(timedOut) timed out; \(equal) equal, \(different) different, \(undecided) undecided"
    }

    package func most(_ counts: KeyPath<Tally, [String: Int]>, _ limit: Int) -> String {
        self[keyPath: counts].sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit)
            .map { "  \($0.value)  \($0.key)" }.joined(separator: "\n")
    }

    /// A message with every name and value taken out.
    static func reason(_ message: String) -> String {
        var isCut = false
        let words = message.split(separator: "\n")[0].split(separator: " ").map { word -> Substring in
            let bare = word.drop { "(\"".contains($0) }
            let isName =
                word.contains("\"") || word.dropLast().contains(".") || bare.contains("_")
                || bare.contains(where: \.isNumber)
            return isName ? "…" : word
        }
        return words.filter { word in
            defer { isCut = word == "…" }
            return !(isCut && word == "…")
        }.joined(separator: " ")
    }
}
