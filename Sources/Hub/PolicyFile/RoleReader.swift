import Policy
import Yams

/// Reads one entry of `roles`.
struct RoleReader {
    let log: DiagnosticLog
    /// Every name under `targets`, also of those that are wrong in themselves.
    let targetNames: [String]
    let targets: [Target]
    private var reader: PolicyReader { PolicyReader(log: log) }

    func read(_ entry: PolicyMap.Entry) -> Role? {
        let name = reader.checkedName(entry.key, "role name", at: entry.mark)
        let what = "role \"\(entry.key)\""
        let keys = ["match", "targets", "reveal", "rows", "limits"]
        guard let map = PolicyMap(entry.value, what: what, keys: keys, log: log)
        else {
            return nil
        }
        let groups = map.required("match").flatMap(groups) ?? []
        let names = map.required("targets").map {
            reader.words($0, "targets", entry: "target", of: targetNames)
        }
        let reveal = map["reveal"].map { revealed($0, targets: names ?? []) } ?? []
        let rows = map["rows"].flatMap { node in
            RowFilterReader(
                log: log, targetNames: names ?? [], targets: targets.filter { names?.contains($0.name) ?? false }
            ).read(node)
        }
        let limits = map["limits"].flatMap { self.limits($0, targets: names ?? []) }
        guard let name, let names else { return nil }
        return Role(name: name, groups: groups, targets: names, reveal: reveal, rows: rows, limits: limits)
    }

    private func limits(_ node: Node, targets names: [String]) -> RoleLimits? {
        guard let map = PolicyMap(node, what: "limits", keys: UsageLimit.allCases.map(\.rawValue), log: log) else {
            return nil
        }
        func value(_ limit: UsageLimit) -> Int? {
            guard let node = map[limit.rawValue], let text = reader.text(node, limit.rawValue) else { return nil }
            guard let value = Quantity.digits(text[...]), RoleLimits.range.contains(value) else {
                let advice = text == "0" ? ": a rule with action: deny refuses what nobody may do" : ""
                log.error(
                    "\(limit.rawValue) must be a whole number from 1 to \(RoleLimits.range.upperBound)\(advice)",
                    at: node.mark)
                return nil
            }
            return value
        }
        let errors = log.diagnostics.count
        let limits = RoleLimits(
            rowsPerSession: value(.rowsPerSession), rowsPerHour: value(.rowsPerHour),
            phiCellsPerHour: value(.phiCellsPerHour), lookupsPerHour: value(.lookupsPerHour))
        if limits == RoleLimits(), log.diagnostics.count == errors {
            log.error(
                "limits must name at least one of \(UsageLimit.allCases.map(\.rawValue).joined(separator: ", "))",
                at: node.mark)
        }
        let mine = targets.filter { names.contains($0.name) }
        // A target that is wrong in itself may be PostgreSQL's.
        if mine.count == names.count, mine.allSatisfy({ $0.postgres == nil }) {
            log.error("limits count what PostgreSQL answers, and no target of this role is PostgreSQL's", at: node.mark)
        }
        return limits
    }

    private func groups(_ node: Node) -> [String]? {
        guard let map = PolicyMap(node, what: "match", keys: ["groups"], log: log) else { return nil }
        return map.required("groups").map { reader.list($0, "groups").map(\.text) }
    }

    private func revealed(_ node: Node, targets names: [String]) -> [Role.RevealedColumn] {
        let mine = targets.filter { names.contains($0.name) }
        let terms = mine.compactMap(\.postgres)
        let known = terms.flatMap(\.phi)
        // a target that is wrong in itself may have the column
        let isComplete = mine.count == names.count
        return reader.list(node, "reveal").compactMap { text, mark in
            let form = "SCHEMA.TABLE.COLUMN"
            guard let parts = reader.identifiers(text, "column", form: form, count: 3, at: mark) else { return nil }
            let column = Role.RevealedColumn(relation: QualifiedName(parts[0], parts[1]), column: parts[2])
            let isProtected =
                known.contains { $0.relation == column.relation && $0.column == column.column }
                || terms.contains { $0.mayProtect(column.column, of: column.relation) }
            if !isProtected, isComplete {
                log.error(
                    "reveal names \"\(text)\", which no target of this role protects", at: mark,
                    suggestion: NearestWord.of(text, among: known.map(ColumnText.quoted)))
            }
            return column
        }
    }
}
