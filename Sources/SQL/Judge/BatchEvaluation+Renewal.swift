/// What was prepared or declared when another catalog was known is judged once more by what it was made of.
extension BatchEvaluation {
    func current(_ known: ServerStatement) throws(Rejection) -> ServerStatement {
        guard let current = judge.current(known, names: names) else {
            throw outdated("prepared statement", known.name.client)
        }
        return current
    }

    func current(_ known: ServerCursor) throws(Rejection) -> ServerCursor {
        if known.stamp == judge.stamp, names.isSettled { return known }
        let made = ServerStatement(known.name, known.profile, stamp: known.stamp, meaning: names.meaning)
        guard var profile = judge.current(made, names: names)?.profile else {
            throw outdated("cursor", known.name.client)
        }
        // It was approved as a whole before it was declared.
        profile.approvals = []
        return ServerCursor(known.name, profile, stamp: judge.stamp, holds: known.holds, moment: known.moment)
    }
}
