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
        sortClause, stmt, stmts, subquery, subselect, sval, table, targetList, testexpr, typemod, typeName,
        inhRelations, conditionname,
        subLinkType, useOp,
        usingClause, val, valuesLists, view, whereClause, windowClause, withClause, all, node, items, aliascolnames,
        isnull, rels, chain, elements, idxname, newname, over, exclusions, schemaElts, authrole, base, behavior,
        booltesttype, cmds, commandType, condition, joinCondition, newschema, nulltesttype, object, rolename,
        sourceRelation, subname, indexParams, replace, targtype, typevar, lateral, lockingClause, setstmt, arrayBounds,
        defresult, result, whenClause, strength, colname, colNames, typmods, mode, unique, objname, extname
    /// What tells versions of the grammar apart.
    case contype, def, defnames, exprs, matchKind, opt, pubobjtype, pubtable, returningClause, params, stxstattarget,
        subtype,
        tableElts
    case aggDistinct = "agg_distinct"
    case aggFilter = "agg_filter"
    case aggOrder = "agg_order"
    /// Of ALTER … SET SCHEMA and OWNER TO; elsewhere it is `objectType`.
    case alteredType = "objectType"
    case cterecursive = "recursive"
    case cursorName = "cursor_name"
    case generatedKind = "generated_kind"
    case ifNotExists = "if_not_exists"
    case isEnforced = "is_enforced"
    case isNoInherit = "is_no_inherit"
    case isFrom = "is_from"
    case isLocal = "is_local"
    case isProgram = "is_program"
    case isSlice = "is_slice"
    case joinUsingAlias = "join_using_alias"
    case missingOk = "missing_ok"
    case natural = "isNatural"
    case objectType = "objtype"
    case savepointName = "savepoint_name"
    case sqlBody = "sql_body"
    case stmtLen = "stmt_len"
    case stmtLocation = "stmt_location"
    case targetName = "target"
    // node kinds
    case aArrayExpr = "A_ArrayExpr"
    case aConst = "A_Const"
    case aExpr = "A_Expr"
    case aIndirection = "A_Indirection"
    case aliasNode = "Alias"
    case alterDefaultPrivilegesStmt = "AlterDefaultPrivilegesStmt"
    case alterDomainStmt = "AlterDomainStmt"
    case alterEnumStmt = "AlterEnumStmt"
    case alterFunctionStmt = "AlterFunctionStmt"
    case alterObjectSchemaStmt = "AlterObjectSchemaStmt"
    case alterOwnerStmt = "AlterOwnerStmt"
    case alterPolicyStmt = "AlterPolicyStmt"
    case alterRoleSetStmt = "AlterRoleSetStmt"
    case alterRoleStmt = "AlterRoleStmt"
    case alterSeqStmt = "AlterSeqStmt"
    case alterStatsStmt = "AlterStatsStmt"
    case alterSubscriptionStmt = "AlterSubscriptionStmt"
    case alterTableCmd = "AlterTableCmd"
    case alterTableStmt = "AlterTableStmt"
    case aStar = "A_Star"
    case boolean = "Boolean"
    case booleanTest = "BooleanTest"
    case boolExpr = "BoolExpr"
    case callStmt = "CallStmt"
    case caseExpr = "CaseExpr"
    case caseWhen = "CaseWhen"
    case checkPointStmt = "CheckPointStmt"
    case closePortalStmt = "ClosePortalStmt"
    case clusterStmt = "ClusterStmt"
    case coalesceExpr = "CoalesceExpr"
    case collateClause = "CollateClause"
    case columnDef = "ColumnDef"
    case columnRef = "ColumnRef"
    case commentStmt = "CommentStmt"
    case compositeTypeStmt = "CompositeTypeStmt"
    case constraint = "Constraint"
    case constraintsSetStmt = "ConstraintsSetStmt"
    case copyStmt = "CopyStmt"
    case createCastStmt = "CreateCastStmt"
    case createDomainStmt = "CreateDomainStmt"
    case createEnumStmt = "CreateEnumStmt"
    case createExtensionStmt = "CreateExtensionStmt"
    case createForeignTableStmt = "CreateForeignTableStmt"
    case createFunctionStmt = "CreateFunctionStmt"
    case createPolicyStmt = "CreatePolicyStmt"
    case createRangeStmt = "CreateRangeStmt"
    case createRoleStmt = "CreateRoleStmt"
    case createSchemaStmt = "CreateSchemaStmt"
    case createSeqStmt = "CreateSeqStmt"
    case createStatsStmt = "CreateStatsStmt"
    case createStmt = "CreateStmt"
    case createTableAsStmt = "CreateTableAsStmt"
    case createTrigStmt = "CreateTrigStmt"
    case currentOfExpr = "CurrentOfExpr"
    case deallocateStmt = "DeallocateStmt"
    case declareCursorStmt = "DeclareCursorStmt"
    case defElem = "DefElem"
    case defineStmt = "DefineStmt"
    case deleteStmt = "DeleteStmt"
    case discardStmt = "DiscardStmt"
    case doStmt = "DoStmt"
    case dropRoleStmt = "DropRoleStmt"
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
    case jsonArrayAgg = "JsonArrayAgg"
    case jsonArrayConstructor = "JsonArrayConstructor"
    case jsonArrayQueryConstructor = "JsonArrayQueryConstructor"
    case jsonFuncExpr = "JsonFuncExpr"
    case jsonIsPredicate = "JsonIsPredicate"
    case jsonObjectAgg = "JsonObjectAgg"
    case jsonObjectConstructor = "JsonObjectConstructor"
    case jsonParseExpr = "JsonParseExpr"
    case jsonScalarExpr = "JsonScalarExpr"
    case jsonSerializeExpr = "JsonSerializeExpr"
    case jsonTable = "JsonTable"
    case list = "List"
    case listenStmt = "ListenStmt"
    case loadStmt = "LoadStmt"
    case lockingClauseNode = "LockingClause"
    case lockStmt = "LockStmt"
    case mergeStmt = "MergeStmt"
    case minMaxExpr = "MinMaxExpr"
    case mergeWhenClause = "MergeWhenClause"
    case notifyStmt = "NotifyStmt"
    case nullTest = "NullTest"
    case paramRef = "ParamRef"
    case prepareStmt = "PrepareStmt"
    case publicationObjSpec = "PublicationObjSpec"
    case rangeSubselect = "RangeSubselect"
    case rangeTableSample = "RangeTableSample"
    case rangeVar = "RangeVar"
    case refreshMatViewStmt = "RefreshMatViewStmt"
    case reindexStmt = "ReindexStmt"
    case renameStmt = "RenameStmt"
    case resTarget = "ResTarget"
    case rowExpr = "RowExpr"
    case returningOption = "ReturningOption"
    case ruleStmt = "RuleStmt"
    case secLabelStmt = "SecLabelStmt"
    case selectStmtNode = "SelectStmt"
    case sortBy = "SortBy"
    case sqlValueFunction = "SQLValueFunction"
    case string = "String"
    case setToDefault = "SetToDefault"
    case subLink = "SubLink"
    case transactionStmt = "TransactionStmt"
    case truncateStmt = "TruncateStmt"
    case typeCast = "TypeCast"
    case typeNameNode = "TypeName"
    case unlistenStmt = "UnlistenStmt"
    case updateStmt = "UpdateStmt"
    case vacuumRelation = "VacuumRelation"
    case vacuumStmt = "VacuumStmt"
    case variableSetStmt = "VariableSetStmt"
    case variableShowStmt = "VariableShowStmt"
    case viewStmt = "ViewStmt"
    case withClauseNode = "WithClause"
}

extension SyntaxKey {
    /// What JSON_OBJECT, JSON_VALUE, JSON_ARRAYAGG, IS JSON and their like are, which are calls without a name.
    package var isSQLJSON: Bool {
        switch self {
        case .jsonArrayAgg, .jsonArrayConstructor, .jsonArrayQueryConstructor, .jsonFuncExpr, .jsonIsPredicate,
            .jsonObjectAgg, .jsonObjectConstructor, .jsonParseExpr, .jsonScalarExpr, .jsonSerializeExpr, .jsonTable:
            true
        default: false
        }
    }
}
