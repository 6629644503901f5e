import PgParser

/// What was prepared or declared when another catalog was known is judged once more by what it was made of. The server has
/// its text: one that would be written otherwise now is refused, and so is what another policy permitted.
extension Docket {
    func current(_ known: ServerStatement) throws(Rejection) -> ServerStatement {
        if known.stamp == judge.stamp { return known }
        guard let profile = renewed(known.profile, known.name, known.stamp) else {
            throw outdated("prepared statement", known.name.client)
        }
        return ServerStatement(known.name, profile, stamp: judge.stamp)
    }

    func current(_ known: ServerCursor) throws(Rejection) -> ServerCursor {
        if known.stamp == judge.stamp { return known }
        guard var profile = renewed(known.profile, known.name, known.stamp) else {
            throw outdated("cursor", known.name.client)
        }
        // It was approved as a whole before it was declared.
        profile.approvals = []
        return ServerCursor(known.name, profile, stamp: judge.stamp, holds: known.holds, moment: known.moment)
    }

    private func renewed(_ profile: StatementProfile, _ name: LaneName, _ stamp: JudgeStamp) -> StatementProfile? {
        guard stamp.revision == judge.revision, let source = profile.source,
            let parsed = try? PgParser.parse(source.raw, for: judge.catalog.server)
        else { return nil }
        var docket = Docket(judge: judge, parsed: parsed, names: names.before(making: name), auditText: auditText)
        switch docket.judgement() {
        case .permit(let permit), .approve(let permit):
            guard permit.text == source.sent, permit.statements.count == 1 else { return nil }
            return permit.statements.first?.withoutEffects
        case .refuse, .needsCatalog: return nil
        }
    }
}
