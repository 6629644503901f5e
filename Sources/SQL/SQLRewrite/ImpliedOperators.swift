package import SQLSyntax

extension SyntaxNode {
    /// The operators that a node means without writing them as one: `x BETWEEN a AND b` is `x >= a AND x <= b`. The server
    /// looks each of them up by its name alone, in the search path.
    ///
    /// What compares without looking a name up (ORDER BY, GROUP BY, DISTINCT, UNION, window frames, GREATEST, LEAST) goes by
    /// the operator class of a type: see `TypeCode`.
    package var impliedOperators: [String] {
        switch kind {
        case .aExpr: Self.implied[string(.kind) ?? ""] ?? []
        case .caseExpr: self[.arg] == nil ? [] : ["="]
        case .joinExpr: bool(.natural) || !list(.usingClause).isEmpty ? ["="] : []
        // `x IN (SELECT …)` writes none; `= ANY (SELECT …)` does, and a row comparison.
        case .subLink: string(.subLinkType) == "ANY_SUBLINK" && self[.operName] == nil ? ["="] : []
        default: []
        }
    }

    /// By the kind of an A_Expr. Those of LIKE, ILIKE, SIMILAR TO and = ANY stand in its name.
    private static let implied: [String: [String]] = [
        "AEXPR_BETWEEN": [">=", "<="],
        "AEXPR_NOT_BETWEEN": ["<", ">"],
        "AEXPR_BETWEEN_SYM": [">=", "<="],
        "AEXPR_NOT_BETWEEN_SYM": ["<", ">"],
        "AEXPR_DISTINCT": ["="],
        "AEXPR_NOT_DISTINCT": ["="],
        "AEXPR_NULLIF": ["="],
        "AEXPR_IN": ["=", "<>"],
    ]
}
