import Policy
import SQLSyntax

/// Calls that leave something behind (`BuiltinFunctions.storing`): a sequence's position, a lock, a notification, a parameter,
/// the state of `random()`. Each is a write, and what it is given by a protected row would be read again as if it were nobody's.
extension StatementWalker {
    func noteStoring(_ call: SyntaxNode, _ name: String) throws(RewriteRefusal) {
        guard BuiltinFunctions.storing.contains(name), !protection.isEmpty else { return }
        if let definition, !definition.callsOnce(call) {
            // Whoever reads a view, or writes what a check, a domain or an index asks about, would call it by what is read.
            throw RewriteRefusal(
                "stored-value",
                "a definition may not call \(name), which leaves behind that it was called, but as the default of a column",
                hint: "call it in the statement that needs it")
        }
        storing.append(call)
    }

    /// After the walk, when it is known what the statement reads.
    func checkStoring(in statement: SyntaxNode) throws(RewriteRefusal) {
        guard !storing.isEmpty, !masked.isEmpty || writesProtected || copyRead != nil else { return }
        // What these have in them has been asked as a statement of its own, with its RETURNING.
        if [.prepareStmt, .explainStmt].contains(statement.kind) { return }
        let name = storing[0].names(.funcname).last ?? ""
        let reason = "\(name) leaves behind what it is given, and that it was called: "
        if let copyRead {
            throw RewriteRefusal(
                "stored-value", reason + "it may not be called beside \(copyRead)",
                hint: "call it in a statement of its own")
        }
        for call in storing where call.list(.args).contains(where: \.isOfRows) {
            throw RewriteRefusal(
                "stored-value",
                "\(call.names(.funcname).last ?? name) leaves behind what it is given: beside protected tables that may be "
                    + "constants and parameters only",
                hint: "call it in a statement of its own, with a constant; rows are locked by FOR UPDATE SKIP LOCKED")
        }
        let isReturned = storing.contains { statement[.returningList]?.holds($0.index) ?? false }
        if let column = mask(deciding: statement, orReturnedBy: isReturned) {
            throw RewriteRefusal(
                "stored-value", reason + "it may not be called in a statement that looks at masked values (\(column))",
                hint: "call it in a statement of its own; numbers for new rows come from the table's default")
        }
    }
}

extension SyntaxNode {
    /// Whether a definition calls it while it is made, or for each new row and by nothing that is in it: the query of CREATE
    /// TABLE … AS, and defaults.
    fileprivate func callsOnce(_ call: SyntaxNode) -> Bool {
        if kind == .createTableAsStmt { return string(.objectType) == "OBJECT_TABLE" }
        return contains { $0.isDefault && $0.holds(call.index) }
    }

    private var isDefault: Bool {
        kind == .constraint && string(.contype) == "CONSTR_DEFAULT"
            || kind == .alterTableCmd && string(.subtype) == "AT_ColumnDefault"
    }

    /// It may be something else for each row.
    fileprivate var isOfRows: Bool { contains { $0.kind == .columnRef || $0.kind == .subLink } }
}
