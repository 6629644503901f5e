import Judge

/// What a change of policy, or of the catalog, does to a session.
extension SessionMachine {
    /// The judge in force. What another permitted is known by its stamp.
    mutating func judgeInForce() -> Judge {
        judge = ownJudge() ?? environment.judge()
        return judge
    }

    /// A prepared statement as the judge in force sees it. The server holds its old text: one that would be written
    /// otherwise now is refused.
    /// - Parameter isFresh: the catalog was read for this.
    func renewed(
        _ statement: PreparedStatement, by judge: Judge, isFresh: Bool = false
    ) throws(Refusal) -> PreparedStatement {
        guard !statement.isOfSQL || judge.isClosed else {
            guard let server = judge.current(statement.server, names: book.names) else {
                throw .outdated("the prepared statement", auditText: statement.auditText)
            }
            return PreparedStatement(sql: server)
        }
        if let renewed = try renewed(statement, by: judge, book.names, isFresh) { return renewed }
        // Names that were new then were written in full.
        if let names = book.names.spelling(statement.judged.profile),
            let renewed = try renewed(statement, by: judge, names, isFresh)
        {
            return renewed
        }
        throw .outdated("the prepared statement", auditText: statement.auditText)
    }

    /// Nil where the server was sent another text.
    private func renewed(
        _ statement: PreparedStatement, by judge: Judge, _ names: SessionNames, _ isFresh: Bool
    ) throws(Refusal) -> PreparedStatement? {
        switch judge.judge(
            statement.rawText, names: names, parameterTypes: statement.parameterTypes, isFresh: isFresh)
        {
        case .refuse(let refusal), .needsCatalog(let refusal): throw refusal
        case .permit(let permit), .approve(let permit):
            var profile = permit.statements.first ?? StatementProfile(kinds: [])
            guard permit.statements.count <= 1,
                Judge.stillHolds(statement.sent, statement.judged.profile, permit.text, &profile)
            else { return nil }
            profile.madeThen = statement.judged.profile.madeThen
            let judged = permit.statements.isEmpty ? statement.judged : statement.judged.with(profile)
            let renewed = PreparedStatement(
                judged,
                ServerStatement(
                    statement.name, judged.known(parameterTypes: statement.parameterTypes), stamp: judge.stamp,
                    meaning: book.names.meaning),
                parameterTypes: statement.parameterTypes, naming: statement.naming,
                segment: statement.segment, columns: statement.columns)
            if statement.isMade { renewed.made() }
            return renewed
        }
    }

    /// The session must end, and says so at the next statement; at once when nothing runs in it.
    package mutating func endAtNextStatement(_ reason: String, sqlState: String) {
        guard !isClosed else { return }
        if isIdle { return fail(reason, sqlState: sqlState) }
        life = .ending(reason: reason, sqlState: sqlState)
    }
}
