import TestSupport

/// A reader of Prometheus' text format 0.0.4 that is strict: a line that is not of it is a failure.
struct PrometheusSamples {
    private var values: [String: Double] = [:]

    init(_ text: String) throws {
        guard text.hasSuffix("\n") else { throw TestFailure("the last line does not end") }
        let line =
            #/([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)+\})? ([-+0-9.eE]+|\+Inf|NaN)/#
        var typed: Set<Substring> = []
        for text in text.split(separator: "\n") {
            if text.hasPrefix("# TYPE ") {
                let words = text.split(separator: " ")
                guard words.count == 4, ["counter", "gauge", "histogram"].contains(words[3]),
                    typed.insert(words[2]).inserted
                else { throw TestFailure("a wrong type, or one given twice: \(text)") }
                continue
            }
            if text.hasPrefix("# HELP ") { continue }
            guard let match = text.wholeMatch(of: line), let value = Double(match.3) else {
                throw TestFailure("not a sample: \(text)")
            }
            let name = match.1
            let family = ["_bucket", "_sum", "_count"].first {
                name.hasSuffix($0) && typed.contains(name.dropLast($0.count))
            }
            guard typed.contains(name) || family != nil else { throw TestFailure("no type before \(text)") }
            let key = String(name) + (match.2 ?? "")
            guard values.updateValue(value, forKey: key) == nil else { throw TestFailure("twice: \(text)") }
        }
    }

    subscript(_ sample: String) -> Double? { values[sample] }
}
