import SQLSyntax

/// `pg_terminate_backend` and `pg_cancel_backend`: a session may end or interrupt itself, and learns nothing by that. Which process
/// is meant only the server knows (a number that the driver has told, a parameter), so the argument is written so that any other
/// than the session's own fails there, and says why.
extension StatementWalker {
    func isSignal(_ call: SyntaxNode, _ parts: [String]) -> Bool {
        guard let name = parts.last, ["pg_terminate_backend", "pg_cancel_backend"].contains(name),
            parts.count == 1 || parts == ["pg_catalog", name], call.list(.args).count == 1
        else { return false }
        return true
    }

    /// Gives an edit that belongs behind those of the argument.
    func guardProcess(_ call: SyntaxNode, _ parts: [String]) throws(RewriteRefusal) -> Edit {
        guard let location = call.location,
            let open = RelationSpan.skipNames(
                from: parsed.tokenIndex(at: location), count: parts.count, parsed, dotAfterLast: false),
            let close = Parentheses.closing(open, parsed), close > open + 1
        else {
            throw RewriteRefusal(
                "function", "this call of \(parts.joined(separator: ".")) is not understood",
                hint: "write \(parts.last ?? "")(pg_backend_pid())")
        }
        let (start, end) = (parsed.tokens[open + 1].start, parsed.tokens[close - 1].end)
        edits.append(Edit(start..<start, "CASE WHEN ("))
        // The text is no number. It is STABLE by that of the process, so that the planner does not compute it before it is needed.
        return Edit(
            end..<end,
            ") OPERATOR(pg_catalog.=) \(Self.ownProcess) THEN \(Self.ownProcess) ELSE pg_catalog.concat("
                + "'chaperone: a session ends or interrupts itself only, which is process ', \(Self.ownProcess))"
                + "::pg_catalog.int4 END")
    }

    private static let ownProcess = "pg_catalog.pg_backend_pid()"
}
