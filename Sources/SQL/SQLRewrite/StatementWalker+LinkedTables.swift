import Policy
import SQLSyntax

/// ALTER of a table that a foreign key ties to a protected column: what the server checks then, and says when it fails, is about
/// protected values.
extension StatementWalker {
    func refuseLinked(in node: SyntaxNode) throws(RewriteRefusal) {
        guard !isVerifying, !protection.linked.isEmpty, let relation = node[.relation],
            let name = relation.string(.relname)
        else { return }
        let schema = relation.string(.schemaname)
        let columns = protection.linked.filter { $0.key.name == name && (schema == nil || $0.key.schema == schema) }
        guard !columns.isEmpty else { return }
        analysis.scrubsServerText = true
        let linked = columns.values.reduce(into: Set<String>()) { $0.formUnion($1) }
        for command in node.list(.cmds) where !Self.isHarmless(command, beside: linked) {
            throw RewriteRefusal(
                "definition-over-protected",
                "\(name) is tied to a protected column by a foreign key (\(linked.sorted().joined(separator: ", "))), and "
                    + "this change would have its values checked",
                hint: "change other columns, or have it done by the database's owners")
        }
    }

    private static func isHarmless(_ command: SyntaxNode, beside linked: Set<String>) -> Bool {
        let type = command.string(.subtype) ?? ""
        if ofTable.contains(type) { return true }
        guard ofColumn.contains(type) else { return false }
        return command.string(.name).map { !linked.contains($0) } ?? false
    }

    private static let ofTable: Set<String> = [
        "AT_AddColumn", "AT_AddConstraint", "AT_AddIndex", "AT_AddIndexConstraint", "AT_DropConstraint",
        "AT_SetRelOptions",
        "AT_ResetRelOptions", "AT_ReplicaIdentity", "AT_ClusterOn", "AT_DropCluster",
    ]

    private static let ofColumn: Set<String> = [
        "AT_ColumnDefault", "AT_DropNotNull", "AT_SetNotNull", "AT_SetStatistics", "AT_SetOptions",
        "AT_ResetOptions", "AT_SetStorage", "AT_SetCompression", "AT_DropColumn", "AT_AlterColumnType",
        "AT_AddIdentity",
        "AT_SetIdentity", "AT_DropIdentity", "AT_DropExpression",
    ]
}
