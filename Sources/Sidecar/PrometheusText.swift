import PostgresLane

/// Metrics in Prometheus' text exposition format, version 0.0.4.
struct PrometheusText {
    private(set) var text = ""
    private var name = ""

    init() {}

    mutating func family(_ name: String, _ type: String, _ help: String) {
        self.name = name
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    mutating func sample(_ labels: [(String, String)], _ value: some BinaryInteger) {
        text += "\(name)\(Self.braces(labels)) \(value)\n"
    }

    mutating func histogram(_ target: String, _ counts: LaneMetrics.Snapshot) {
        var sum = 0
        for (bound, count) in zip(LaneMetrics.bucketsMicroseconds, counts.decisions) {
            sum += count
            text +=
                "\(name)_bucket\(Self.braces([("target", target), ("le", "\(Double(bound) / 1_000_000)")])) \(sum)\n"
        }
        sum += counts.decisions.last ?? 0
        text += "\(name)_bucket\(Self.braces([("target", target), ("le", "+Inf")])) \(sum)\n"
        text += "\(name)_sum\(Self.braces([("target", target)])) \(Double(counts.decisionMicroseconds) / 1_000_000)\n"
        text += "\(name)_count\(Self.braces([("target", target)])) \(sum)\n"
    }

    private static func braces(_ labels: [(String, String)]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0)=\(JSONText.string($1))" }.joined(separator: ",") + "}"
    }
}
