/// The names in PostgreSQL's parse tree that somebody here asks for: fields (lower camel case) and node kinds.
/// A name that is not listed is kept in the tree as `other`, and walked like any other.
package enum SyntaxKey: String, CaseIterable, Sendable {
    case other = ""
    // fields
    case action, alias, aliasname, arg, args, argtypes, attlist, boolop, boolval, catalogname, cols, colnames,
        columns, constraints, ctematerialized, ctename, ctequery, ctes, defname, distinctClause, fields, filename,
        fromClause,
        funccall, funcname, functions, fval, groupClause, havingClause, indirection, inh, into, intoClause, ival,
        jointype, kind, larg, lexpr, limitCount, limitOffset, limitOption, location, method, name, names, number,
        mergeWhenClauses, objects, onConflictClause, op, operName, options, portalname, query, quals, rarg, rel,
        relation, relations,
        relname, relpersistence, removeType, renameType, returningList, rexpr, schemaname, selectStmt, sequence,
        sortClause, stmt, stmts, subquery, subselect, sval, table, targetList, targets, testexpr, typemod, typeName,
        useOp,
        usingClause, val, valuesLists, view, whereClause, windowClause, withClause, all, node, items, aliascolnames,
        isnull, rels, chain, elements, idxname, newname, over
    case aggFilter = "agg_filter"
    case cterecursive = "recursive"
    case isFrom = "is_from"
    case isLocal = "is_local"
    case isProgram = "is_program"
    case missingOk = "missing_ok"
    case natural = "isNatural"
    case objectType = "objtype"
    case savepointName = "savepoint_name"
    case stmtLen = "stmt_len"
    case stmtLocation = "stmt_location"
    case targetName = "target"
    // node kinds
    case aArrayExpr = "A_ArrayExpr"
    case aConst = "A_Const"
    case aExpr = "A_Expr"
    case aIndirection = "A_Indirection"
    case aStar = "A_Star"
    case aliasNode = "Alias"
    case alterSeqStmt = "AlterSeqStmt"
    case alterTableStmt = "AlterTableStmt"
    case boolExpr = "BoolExpr"
    case boolean = "Boolean"
    case callStmt = "CallStmt"
    case checkPointStmt = "CheckPointStmt"
    case closePortalStmt = "ClosePortalStmt"
    case clusterStmt = "ClusterStmt"
    case columnRef = "ColumnRef"
    case commentStmt = "CommentStmt"
    case compositeTypeStmt = "CompositeTypeStmt"
    case constraintsSetStmt = "ConstraintsSetStmt"
    case copyStmt = "CopyStmt"
    case createEnumStmt = "CreateEnumStmt"
    case createSchemaStmt = "CreateSchemaStmt"
    case createSeqStmt = "CreateSeqStmt"
    case createStmt = "CreateStmt"
    case createTableAsStmt = "CreateTableAsStmt"
    case deallocateStmt = "DeallocateStmt"
    case declareCursorStmt = "DeclareCursorStmt"
    case deleteStmt = "DeleteStmt"
    case discardStmt = "DiscardStmt"
    case doStmt = "DoStmt"
    case dropStmt = "DropStmt"
    case executeStmt = "ExecuteStmt"
    case explainStmt = "ExplainStmt"
    case fetchStmt = "FetchStmt"
    case funcCall = "FuncCall"
    case grantRoleStmt = "GrantRoleStmt"
    case grantStmt = "GrantStmt"
    case groupingSet = "GroupingSet"
    case indexStmt = "IndexStmt"
    case insertStmt = "InsertStmt"
    case integer = "Integer"
    case joinExpr = "JoinExpr"
    case list = "List"
    case listenStmt = "ListenStmt"
    case loadStmt = "LoadStmt"
    case lockStmt = "LockStmt"
    case lockingClauseNode = "LockingClause"
    case mergeStmt = "MergeStmt"
    case notifyStmt = "NotifyStmt"
    case paramRef = "ParamRef"
    case prepareStmt = "PrepareStmt"
    case rangeSubselect = "RangeSubselect"
    case rangeTableSample = "RangeTableSample"
    case rangeVar = "RangeVar"
    case refreshMatViewStmt = "RefreshMatViewStmt"
    case reindexStmt = "ReindexStmt"
    case renameStmt = "RenameStmt"
    case resTarget = "ResTarget"
    case selectStmtNode = "SelectStmt"
    case string = "String"
    case subLink = "SubLink"
    case transactionStmt = "TransactionStmt"
    case truncateStmt = "TruncateStmt"
    case typeCast = "TypeCast"
    case typeNameNode = "TypeName"
    case unlistenStmt = "UnlistenStmt"
    case updateStmt = "UpdateStmt"
    case vacuumStmt = "VacuumStmt"
    case variableSetStmt = "VariableSetStmt"
    case variableShowStmt = "VariableShowStmt"
    case viewStmt = "ViewStmt"
    case withClauseNode = "WithClause"
}

extension SyntaxKey {
    private static let byHash: [UInt64: SyntaxKey] = {
        var table: [UInt64: SyntaxKey] = [:]
        for key in allCases where key != .other { table[hash(Array(key.rawValue.utf8)[...])] = key }
        return table
    }()

    /// FNV-1a, 64 bits.
    private static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash
    }

    /// The key of a name in the parser's output. A name that merely collides is `other`.
    package init(bytes: UnsafeBufferPointer<UInt8>) {
        guard let key = Self.byHash[Self.hash(bytes)], key.rawValue.utf8.elementsEqual(bytes) else {
            self = .other
            return
        }
        self = key
    }
}
