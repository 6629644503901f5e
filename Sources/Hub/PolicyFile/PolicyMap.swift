package import Yams

/// A mapping of a file of ours whose keys are known beforehand.
package struct PolicyMap {
    package let mark: Mark?
    package let what: String
    private let values: [String: Node]
    private let log: DiagnosticLog

    /// Nil, with an error, when `node` is not a mapping. Unknown keys are reported.
    package init?(_ node: Node, what: String, keys: [String], log: DiagnosticLog) {
        guard let entries = PolicyMap.entries(node, what: what, log: log) else { return nil }
        self.mark = node.mark
        self.what = what
        self.log = log
        var values: [String: Node] = [:]
        for entry in entries {
            guard keys.contains(entry.key) else {
                let nearest = NearestWord.of(entry.key, among: keys)
                let known = nearest == nil ? " in \(what); known are: \(keys.joined(separator: ", "))" : ""
                log.error("unknown key \"\(entry.key)\"\(known)", at: entry.mark, suggestion: nearest)
                continue
            }
            values[entry.key] = entry.value
        }
        self.values = values
    }

    package subscript(key: String) -> Node? { values[key] }

    package func required(_ key: String) -> Node? {
        if values[key] == nil { log.error("\(what) lacks \"\(key)\"", at: mark) }
        return values[key]
    }

    package struct Entry {
        package var key: String
        package var mark: Mark?
        package var value: Node
    }

    /// The entries of a mapping with free keys, in the order of the file.
    package static func entries(_ node: Node, what: String, log: DiagnosticLog) -> [Entry]? {
        guard case .mapping(let mapping) = node else {
            log.error("\(what) must be a mapping", at: node.mark)
            return nil
        }
        return mapping.compactMap { key, value in
            guard case .scalar(let scalar) = key else {
                log.error("a key of \(what) must be plain text", at: key.mark)
                return nil
            }
            return PolicySource.isReportedDuplicate(scalar.string)
                ? nil : Entry(key: scalar.string, mark: scalar.mark, value: value)
        }
    }
}
