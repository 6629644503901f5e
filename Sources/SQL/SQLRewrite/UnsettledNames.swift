import Policy
package import SQLSyntax

/// The names of relations of which the catalog cannot be believed before the open transaction has ended: its own definitions
/// have changed what they mean, or what statements on them run.
///
/// Definitions that are known to change neither are named here; every other one unsettles what it says, or everything.
package struct UnsettledNames: Sendable, Equatable {
    private var changed: Set<String>
    /// Nothing is known of any.
    private var isAll: Bool

    package static let none = UnsettledNames()
    package static let all = UnsettledNames(isAll: true)
    package static func some(_ changed: Set<String>) -> UnsettledNames { UnsettledNames(changed: changed) }

    package var isEmpty: Bool { self == .none }

    package mutating func formUnion(_ other: UnsettledNames) {
        changed.formUnion(other.changed)
        isAll = isAll || other.isAll
    }

    /// One of the names that matter to a statement, where there is one.
    /// - Parameter reached: all that the statement reaches, of `RelationReach`.
    package func concern(of statement: SyntaxNode, reaching reached: Set<String>) -> String? {
        !isAll && Self.computesNothing(statement) ? nil : concern(reaching: reached)
    }

    /// One of those that are not what they were, where a statement reaches one.
    package func concern(reaching reached: Set<String>) -> String? {
        (isAll ? reached : changed.intersection(reached)).sorted().first
    }

    /// It is about what the transaction itself has made: the catalog says nothing of it that could be wrong.
    package func isNew(to reach: RelationReach) -> Bool { !isAll && !changed.contains(where: reach.knows) }

    /// Nothing is read, checked or computed of what is there.
    private static func computesNothing(_ node: SyntaxNode) -> Bool {
        // What is of the session's own temporary relations counts as none.
        guard node.statementKind == .ddl || node.statementKind == .grant else { return false }
        return switch node.kind {
        case .renameStmt, .dropStmt, .commentStmt, .grantStmt, .alterObjectSchemaStmt: true
        case .indexStmt:
            node[.whereClause] == nil && node.list(.indexParams).allSatisfy { $0.string(.name) != nil }
        case .alterTableStmt: node.list(.cmds).allSatisfy { passive.contains($0.string(.subtype) ?? "") }
        default: false
        }
    }

    private static let passive: Set<String> = [
        "AT_DropColumn", "AT_SetNotNull", "AT_DropNotNull", "AT_DropConstraint", "AT_EnableRowSecurity",
        "AT_DisableRowSecurity", "AT_ForceRowSecurity", "AT_NoForceRowSecurity", "AT_ChangeOwner", "AT_SetStatistics",
        "AT_SetRelOptions", "AT_ReplicaIdentity",
    ]

    private init(changed: Set<String> = [], isAll: Bool = false) {
        self.changed = changed
        self.isAll = isAll
    }

    /// What a definition unsettles that is not of the session's own temporary relations.
    package init(by node: SyntaxNode) {
        switch node.kind {
        case .alterTableStmt:
            self = Self.isPlain(node) ? .none : .some(SaidNames.of(node))
        // Parents, and what a foreign key refers to, get a relative.
        case .createStmt, .createForeignTableStmt:
            let name = (node[.base] ?? node).made?.string(.relname) ?? ""
            self = .some(SaidNames.of(node).subtracting([name]))
        case .createTrigStmt, .ruleStmt, .createPolicyStmt, .alterPolicyStmt:
            self = .some(SaidNames.of(node))
        case .viewStmt, .createTableAsStmt, .createSeqStmt, .selectStmtNode:
            // What is new has nothing that was not judged here; one that is replaced was there before.
            let name = Set([node.made?.string(.relname)].compactMap(\.self))
            self = node.bool(.replace) ? .some(name) : .none
        case .alterSeqStmt: self = .some(Set([node[.sequence]?.string(.relname)].compactMap(\.self)))
        case .createSchemaStmt:
            self = .none
            for element in node.list(.schemaElts) { formUnion(UnsettledNames(by: element)) }
        case .renameStmt: self = Self.renamed(node)
        case .alterObjectSchemaStmt:
            let isRelation = FactsWalk.relationTypes.contains(node.string(.alteredType) ?? "")
            self = isRelation ? .some(SaidNames.of(node)) : .all
        case .dropStmt: self = Self.dropped(node)
        // They leave every name and all that is run as it is; what they compute themselves has been judged.
        case .indexStmt, .reindexStmt, .clusterStmt, .createStatsStmt, .commentStmt, .grantStmt, .grantRoleStmt,
            .refreshMatViewStmt,
            .createEnumStmt,
            .alterEnumStmt, .createDomainStmt, .compositeTypeStmt, .createRangeStmt, .createRoleStmt, .alterRoleStmt,
            .dropRoleStmt:
            self = .none
        default: self = node.statementKind == .ddl ? .all : .none
        }
    }

    /// Columns and constraints of the table itself, which are judged where they are written. One that is dropped has hidden what is
    /// called so further out, or a function: `x.f` calls it then.
    private static func isPlain(_ node: SyntaxNode) -> Bool {
        let known: Set<String> = [
            "AT_AddColumn", "AT_SetNotNull", "AT_DropNotNull", "AT_ColumnDefault", "AT_AddConstraint",
            "AT_DropConstraint", "AT_ValidateConstraint", "AT_SetStatistics",
        ]
        let relations = ["OBJECT_TABLE", "OBJECT_FOREIGN_TABLE"]
        return relations.contains(node.string(.objectType) ?? "")
            && node.list(.cmds).allSatisfy { command in
                known.contains(command.string(.subtype) ?? "") && command.string(.behavior) != "DROP_CASCADE"
            } && !node.contains { $0.string(.contype) == "CONSTR_FOREIGN" }
    }

    private static func renamed(_ node: SyntaxNode) -> UnsettledNames {
        let type = node.string(.renameType) ?? ""
        switch type {
        case "OBJECT_TABCONSTRAINT": return .none
        case "OBJECT_COLUMN", "OBJECT_TRIGGER", "OBJECT_RULE", "OBJECT_POLICY": return .some(SaidNames.of(node))
        default:
            guard FactsWalk.relationTypes.contains(type), let name = node.string(.newname) else { return .all }
            return .some(SaidNames.of(node).union([name]))
        }
    }

    private static func dropped(_ node: SyntaxNode) -> UnsettledNames {
        let type = node.string(.removeType) ?? ""
        if FactsWalk.isOfRelations(drop: node), node.string(.behavior) != "DROP_CASCADE" {
            return .some(SaidNames.of(node))
        }
        // Nothing has depended on it.
        if ["OBJECT_TYPE", "OBJECT_DOMAIN"].contains(type), node.string(.behavior) != "DROP_CASCADE" { return .none }
        return .all
    }
}
