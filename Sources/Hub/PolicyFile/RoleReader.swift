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
        guard let map = PolicyMap(entry.value, what: what, keys: ["match", "targets", "reveal", "rows"], log: log)
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
        guard let name, let names else { return nil }
        return Role(name: name, groups: groups, targets: names, reveal: reveal, rows: rows)
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
