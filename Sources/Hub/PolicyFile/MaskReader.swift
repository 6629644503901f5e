import Policy
import Yams

/// Reads what stands behind a column in `phi`.
struct MaskReader {
    let log: DiagnosticLog
    private var reader: PolicyReader { PolicyReader(log: log) }

    private static let plain: [String: Mask] = [
        "redact": .redact, "null": .null, "last4": .last4, "first1": .first1, "year": .year, "zip3": .zip3,
        "age90": .age90, "pseudonym": .pseudonym, "keep": .keep,
    ]
    private static let names = (plain.keys + ["shift", "json"]).sorted()

    init(log: DiagnosticLog) { self.log = log }

    /// What is said of one column.
    struct Protection {
        var mask: Mask
        var lookup = ProtectedColumn.Lookup.none
        var write: Bool?
    }

    func read(_ node: Node, column: String) -> Protection? {
        guard case .mapping = node else { return named(node).map { Protection(mask: $0) } }
        guard
            let map = PolicyMap(node, what: "a mask", keys: ["mask", "lookup", "subject", "json", "write"], log: log)
        else { return nil }
        let lookup = lookup(map)
        let write = map["write"].flatMap { reader.isTrue($0, "write") ? true : nil }
        if let document = map["json"] {
            for key in ["mask", "subject", "lookup"] {
                if let extra = map[key] { log.error("\"\(key)\" does not go together with \"json\"", at: extra.mark) }
            }
            return json(document).map { Protection(mask: .json($0), write: write) }
        }
        guard let maskNode = map.required("mask") else { return nil }
        if maskNode.scalar?.string == "shift" {
            guard let subject = subject(map, column: column) else { return nil }
            return Protection(mask: .shift(subject: subject), lookup: lookup, write: write)
        }
        if let subject = map["subject"] { log.error("\"subject\" goes only with the mask shift", at: subject.mark) }
        guard let mask = named(maskNode) else { return nil }
        if mask == .keep, lookup == .equality {
            log.error("\"lookup\" has no effect on a column that is kept", at: map["lookup"]?.mark)
        }
        if mask == .keep, write != nil {
            log.error("\"write\" has no effect on a column that is kept", at: map["write"]?.mark)
        }
        return Protection(mask: mask, lookup: lookup, write: write)
    }

    private func named(_ node: Node) -> Mask? {
        guard let name = reader.text(node, "a mask") else { return nil }
        if let mask = Self.plain[name] { return mask }
        switch name {
        case "shift":
            log.error("the mask shift needs a subject: write { mask: shift, subject: COLUMN }", at: node.mark)
        case "json":
            log.error("the mask json needs paths: write { json: { $.phone: redact } }", at: node.mark)
        default: reader.unknown(name, "mask", of: Self.names, at: node.mark)
        }
        return nil
    }

    private func lookup(_ map: PolicyMap) -> ProtectedColumn.Lookup {
        guard let node = map["lookup"] else { return .none }
        return reader.word(node, "lookup", of: ["none", "equality"]) == "equality" ? .equality : .none
    }

    private func subject(_ map: PolicyMap, column: String) -> String? {
        guard let node = map["subject"] else {
            log.error("the mask shift needs a subject: write { mask: shift, subject: COLUMN }", at: map["mask"]?.mark)
            return nil
        }
        guard let text = reader.text(node, "subject"),
            let name = reader.identifiers(text, "subject", form: "COLUMN", count: 1, at: node.mark)?.first
        else { return nil }
        guard name != column else {
            log.error("a column cannot be the subject of its own shift", at: node.mark)
            return nil
        }
        return name
    }

    private func json(_ node: Node) -> [JSONPathMask]? {
        guard let entries = PolicyMap.entries(node, what: "json", log: log) else { return nil }
        guard !entries.isEmpty else {
            log.error("json names no path: write { json: { $.phone: redact } }", at: node.mark)
            return nil
        }
        var masks: [JSONPathMask] = []
        for entry in entries {
            guard let path = JSONPathText.parse(entry.key) else {
                log.error(
                    "\"\(entry.key)\" is not a path of the form $.a.b or $.\"a b\"; array elements have no paths",
                    at: entry.mark)
                continue
            }
            if let other = masks.first(where: { $0.path.starts(with: path) || path.starts(with: $0.path) }) {
                log.error("\"\(entry.key)\" overlaps with \(JSONPathText.text(other.path))", at: entry.mark)
                continue
            }
            guard let word = reader.word(entry.value, "json mask", of: ["redact", "null"]) else { continue }
            masks.append(JSONPathMask(path: path, mask: word == "null" ? .null : .redact))
        }
        return masks
    }
}
