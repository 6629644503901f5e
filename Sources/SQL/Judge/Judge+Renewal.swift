import PgParser
import SQLRewrite
import SQLSyntax

extension Judge {
    /// A statement of SQL PREPARE, or the query of a cursor, as this judge sees it. The server has its text: one that would
    /// be written otherwise now is nothing any more, and so is what another policy permitted.
    /// - Returns: nil where it must not be run.
    package func current(_ known: ServerStatement, names: SessionNames) -> ServerStatement? {
        if known.stamp == stamp, known.meaning == names.meaning, names.isSettled { return known }
        guard known.stamp.revision == revision, let source = known.profile.source,
            let parsed = try? PgParser.parse(source.raw, for: catalog.server)
        else { return nil }
        let profile =
            self.profile(known, source, parsed, names)
            ?? names.spelling(known.profile).flatMap { self.profile(known, source, parsed, $0) }
        return profile.map { ServerStatement(known.name, $0, stamp: stamp, meaning: names.meaning) }
    }

    /// Nil where it is refused, or the server was sent another text.
    private func profile(
        _ known: ServerStatement, _ source: StatementSource, _ parsed: ParsedText, _ names: SessionNames
    ) -> StatementProfile? {
        var evaluation = BatchEvaluation(
            judge: self, parsed: parsed, names: names.before(making: known.name), auditText: "")
        switch evaluation.judgement() {
        case .permit(let permit), .approve(let permit):
            guard permit.statements.count == 1, var profile = permit.statements.first,
                Self.stillHolds(source.sent, known.profile, permit.text, &profile)
            else { return nil }
            profile.madeBy = known.profile.madeBy
            profile.madeThen = known.profile.madeThen
            return profile.withoutEffects
        case .refuse, .needsCatalog: return nil
        }
    }

    /// Whether a text that the server has says what would be sent now: it is the same, or lacks columns of masked tables that
    /// have been added since. Nothing in it can name those, and it goes on without, as it does at the server.
    /// - Parameters:
    ///   - known: what it was judged to be when it was sent.
    ///   - now: what it is judged to be; gets the select lists of `known`, which the server has.
    package static func stillHolds(
        _ sent: [UInt8], _ known: StatementProfile, _ text: [UInt8], _ now: inout StatementProfile
    ) -> Bool {
        if text == sent { return true }
        guard known.lists != now.lists, known.lists.count == now.lists.count else { return false }
        var expected = String(decoding: sent, as: UTF8.self)
        for (relation, list) in now.lists {
            guard let before = known.lists[relation] else { return false }
            if before == list { continue }
            guard list.hasPrefix(before + ", ") else { return false }
            expected = expected.replacing("(SELECT \(before) FROM ", with: "(SELECT \(list) FROM ")
        }
        now.lists = known.lists
        return Array(expected.utf8) == text
    }
}
