import Policy
import Yams

/// Reads `phi`: columns by their names, and by patterns.
struct PHIReader {
    struct Columns {
        var named: [ProtectedColumn] = []
        var patterns: [ProtectedPattern] = []
        var isEmpty: Bool { named.isEmpty && patterns.isEmpty }
    }

    let log: DiagnosticLog

    func read(_ node: Node) -> Columns {
        guard let entries = PolicyMap.entries(node, what: "phi", log: log) else { return Columns() }
        var columns = Columns()
        var lines: [String: Int] = [:]
        for entry in entries {
            let isPattern = Self.isPattern(entry.key)
            let parts = isPattern ? patternParts(entry) : nameParts(entry)
            let mask = MaskReader(log: log).read(entry.value, column: parts?.last ?? "")
            guard let parts else { continue }
            let written = isPattern ? entry.key : ColumnText.quoted(parts)
            if let line = lines.updateValue(entry.mark?.line ?? 0, forKey: written) {
                log.error("column \"\(entry.key)\" is given twice; the first is in line \(line)", at: entry.mark)
                continue
            }
            guard let mask else { continue }
            if isPattern {
                columns.patterns.append(
                    ProtectedPattern(columns: entry.key, mask: mask.mask, lookup: mask.lookup, write: mask.write))
            } else {
                columns.named.append(
                    ProtectedColumn(
                        relation: QualifiedName(parts[0], parts[1]), column: parts[2], mask: mask.mask,
                        lookup: mask.lookup, write: mask.write))
            }
        }
        return columns
    }

    private func nameParts(_ entry: PolicyMap.Entry) -> [String]? {
        PolicyReader(log: log).identifiers(entry.key, "column", form: "SCHEMA.TABLE.COLUMN", count: 3, at: entry.mark)
    }

    private func patternParts(_ entry: PolicyMap.Entry) -> [String]? {
        do {
            _ = try ColumnGlob(entry.key)
            return try SQLName.split(entry.key, wildcards: true).map(\.text)
        } catch {
            log.error(
                "column pattern \"\(entry.key)\" is not of the form SCHEMA.TABLE.COLUMN or **.COLUMN: \(error)",
                at: entry.mark)
            return nil
        }
    }

    /// A star inside quotes is an ordinary character.
    static func isPattern(_ text: String) -> Bool {
        guard let parts = try? SQLName.split(text, wildcards: true) else { return false }
        return parts.contains { !$0.isQuoted && $0.text.contains("*") }
    }
}
