import Policy
import Yams

/// Reads `sidecars`.
struct SidecarTermsReader {
    let log: DiagnosticLog
    private var reader: PolicyReader { PolicyReader(log: log) }

    static let leaseSeconds = 60...31 * 86_400
    static let graceSeconds = 0...3_600
    static let spoolBytes = 16 << 20...1 << 50

    func read(_ node: Node) -> SidecarTerms? {
        guard let map = PolicyMap(node, what: "sidecars", keys: ["lease", "grace", "spool", "networks"], log: log)
        else {
            return nil
        }
        var terms = SidecarTerms()
        terms.leaseSeconds = value(map, "lease", Self.leaseSeconds, "from 1m to 31d", Quantity.seconds).map(Int64.init)
        terms.graceSeconds = value(map, "grace", Self.graceSeconds, "from 0s to 1h", Quantity.seconds)
        terms.spoolBytesLimit = value(map, "spool", Self.spoolBytes, "from 16MiB on", Quantity.bytes)
            .map(UInt64.init)
        terms.networks = map["networks"].map(networks)
        return terms
    }

    private func networks(_ node: Node) -> [String] {
        reader.list(node, "networks").compactMap { text, mark in
            do throws(Network.Malformed) { return try Network(text).description } catch {
                log.error("network \"\(text)\" \(error)", at: mark)
                return nil
            }
        }
    }

    private func value(
        _ map: PolicyMap, _ key: String, _ range: ClosedRange<Int>, _ form: String, _ parse: (String) -> Int?
    ) -> Int? {
        guard let node = map[key], let text = reader.text(node, key) else { return nil }
        guard let value = parse(text), range.contains(value) else {
            log.error("\(key) \"\(text)\" must be \(form)", at: node.mark)
            return nil
        }
        return value
    }
}
