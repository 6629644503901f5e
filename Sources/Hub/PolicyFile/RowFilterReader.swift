import Policy
import Yams

/// Reads `rows` of a role: `SCHEMA.TABLE: CONDITION`, or the same by target where the role has several.
struct RowFilterReader {
    let log: DiagnosticLog
    /// The role's own.
    let targetNames: [String]
    /// Those of them that are sound.
    let targets: [Target]
    private var reader: PolicyReader { PolicyReader(log: log) }

    private static let form = "SCHEMA.TABLE"
    private static let what = "rows of a role"

    /// Nil: nothing of it could be read.
    func read(_ node: Node) -> [RowFilter]? {
        guard let entries = PolicyMap.entries(node, what: Self.what, log: log) else { return nil }
        if entries.isEmpty { log.error("rows is empty: leave it out or name a table", at: node.mark) }
        var filters: [RowFilter] = []
        for entry in entries {
            if case .mapping = entry.value {
                guard targetNames.contains(entry.key) else {
                    reader.unknown(entry.key, "target of this role", of: targetNames, at: entry.mark)
                    continue
                }
                for inner in PolicyMap.entries(entry.value, what: Self.what, log: log) ?? [] {
                    add(inner, on: entry.key, to: &filters)
                }
            } else if targetNames.count == 1 {
                add(entry, on: targetNames[0], to: &filters)
            } else {
                log.error(
                    "the role has \(targetNames.count) targets: write rows: { TARGET: { \(Self.form): CONDITION } }",
                    at: entry.mark)
            }
        }
        return filters
    }

    private func add(_ entry: PolicyMap.Entry, on target: String, to filters: inout [RowFilter]) {
        let parts = reader.identifiers(entry.key, "table", form: Self.form, count: 2, at: entry.mark)
        guard let text = reader.text(entry.value, "a condition on rows") else { return }
        let condition: RowCondition
        do { condition = try RowCondition(text) } catch {
            return log.error("the condition on rows of \"\(entry.key)\": \(error)", at: entry.value.mark)
        }
        guard let parts else { return }
        let filter = RowFilter(target: target, relation: QualifiedName(parts[0], parts[1]), condition: condition)
        guard !filters.contains(where: { $0.target == target && $0.relation == filter.relation }) else {
            return log.error(
                "table \"\(entry.key)\" is given twice: write one condition, with AND or OR", at: entry.mark)
        }
        checkClaims(of: filter, at: entry.value.mark)
        filters.append(filter)
    }

    private func checkClaims(of filter: RowFilter, at mark: Mark?) {
        guard let target = targets.first(where: { $0.name == filter.target }) else { return }
        guard let terms = target.postgres else {
            return log.error("rows are for PostgreSQL, and target \"\(target.name)\" speaks something else", at: mark)
        }
        if DerivedPlaces(terms.derive ?? []).contains(filter.relation) {
            log.error("\(filter.relation) holds copies (derive): they have no rows that are kept back", at: mark)
        }
        let isAsked = filter.condition.claims.contains { if case .claim = $0 { true } else { false } }
        guard isAsked, target.identity != .token else { return }
        log.error(
            "a claim is a token's: target \"\(target.name)\" needs \"identity: token\"; {principal} is known everywhere",
            at: mark)
    }
}
