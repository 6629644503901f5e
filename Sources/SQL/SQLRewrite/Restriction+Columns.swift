import Policy
import SQLSyntax

/// Which columns are the target's, and which certainly are not.
extension Restriction {
    /// The column of the target that a reference means; nil where it means another, or could.
    func column(_ reference: SyntaxNode) -> String? {
        let names = reference.names(.fields)
        guard let name = names.last, reference.list(.fields).allSatisfy({ $0.kind == .string }) else { return nil }
        // What the server alone writes is the same for many rows, or all of them. One row has one place.
        if Self.systemColumns.contains(name), name != "ctid" { return nil }
        let isKnown = relation.map { $0.columns.contains { $0.name == name } || name == "ctid" }
        let isTargets: Bool
        if names.count > 1 {
            isTargets = names[names.count - 2] == alias && isKnown != false
        } else {
            isTargets = !isInner && (isKnown ?? (!hasOthers && name != alias))
        }
        guard isTargets else { return nil }
        return behind.map { $0[name] } ?? name
    }

    /// Whether it is neither of the target nor of what gives every row of it.
    func isOther(_ reference: SyntaxNode) -> Bool {
        let names = reference.names(.fields)
        guard let name = names.last, !isTainted, reference.list(.fields).allSatisfy({ $0.kind == .string }) else {
            return false
        }
        if names.count > 1 { return names[names.count - 2] != alias && !twins.contains(names[names.count - 2]) }
        if innerColumns.contains(name) { return true }
        // Without a table it may be a column of anything that is in sight, or a row of it.
        guard let relation, twins.isEmpty, name != alias, !Self.systemColumns.contains(name) else { return false }
        return !relation.columns.contains { $0.name == name }
    }

    func isColumnOfOther(_ node: SyntaxNode) -> Bool { node.kind == .columnRef && isOther(node) }

    func isNullable(_ name: String) -> Bool {
        relation?.columns.first { $0.name == name }.map { !$0.notNull } ?? false
    }

    static let systemColumns: Set<String> = ["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"]
}
