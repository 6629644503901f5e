/// Metrics in Prometheus' text exposition format, version 0.0.4.
package struct PrometheusText: Sendable {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    package private(set) var text = ""
    private var name = ""

    package init() {}

    /// The samples that follow are of it.
    package mutating func family(_ name: String, _ type: String, _ help: String) {
        self.name = name
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    package mutating func sample(_ labels: [(String, String)], _ value: some BinaryInteger) {
        text += "\(name)\(Self.braces(labels)) \(value)\n"
    }

    package mutating func sample(_ labels: [(String, String)], seconds: Double) {
        text += "\(name)\(Self.braces(labels)) \(seconds)\n"
    }

    /// - Parameters:
    ///   - bounds: upper bounds of the buckets, in seconds, ascending.
    ///   - counts: of each bucket by itself, and last of what is above all bounds.
    ///   - sum: of all that was observed, in seconds.
    package mutating func histogram(_ labels: [(String, String)], bounds: [Double], counts: [Int], sum: Double) {
        var total = 0
        for (bound, count) in zip(bounds.map { "\($0)" } + ["+Inf"], counts) {
            total += count
            text += "\(name)_bucket\(Self.braces(labels + [("le", bound)])) \(total)\n"
        }
        text += "\(name)_sum\(Self.braces(labels)) \(sum)\n"
        text += "\(name)_count\(Self.braces(labels)) \(total)\n"
    }

    private static func braces(_ labels: [(String, String)]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0)=\"\(escaped($1))\"" }.joined(separator: ",") + "}"
    }

    private static func escaped(_ value: String) -> String {
        var escaped = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
