import PgParser

extension Judge {
    /// A statement of SQL PREPARE, or the query of a cursor, as this judge sees it. The server has its text: one that would
    /// be written otherwise now is nothing any more, and so is what another policy permitted.
    /// - Returns: nil where it must not be run.
    package func current(_ known: ServerStatement, names: SessionNames) -> ServerStatement? {
        if known.stamp == stamp { return known }
        guard known.stamp.revision == revision, let source = known.profile.source,
            let parsed = try? PgParser.parse(source.raw)
        else { return nil }
        var docket = Docket(judge: self, parsed: parsed, names: names.before(making: known.name), auditText: "")
        switch docket.judgement() {
        case .permit(let permit), .approve(let permit):
            guard permit.text == source.sent, permit.statements.count == 1, let profile = permit.statements.first else {
                return nil
            }
            return ServerStatement(known.name, profile.withoutEffects, stamp: stamp)
        case .refuse, .needsCatalog: return nil
        }
    }
}
