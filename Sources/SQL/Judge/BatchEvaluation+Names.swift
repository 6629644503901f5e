import Policy
import SQLRewrite
import SQLSyntax

/// Names of prepared statements and cursors in a text: each is written as the server knows it (`LaneName`).
extension BatchEvaluation {
    /// What the names of one statement mean.
    struct OwnNames {
        /// By PREPARE or DECLARE.
        var made: LaneName?
        /// What EXECUTE runs.
        var executes: ServerStatement?
        /// What FETCH and MOVE move in.
        var fetches: ServerCursor?
        /// The cursor at whose row a write is.
        var standsAt: ServerCursor?
        /// Everything that is written otherwise.
        var written: [LaneName] = []
    }

    /// Finds them, and has them written.
    mutating func resolve(_ statement: SyntaxNode, _ range: Range<Int>) throws(Rejection) -> OwnNames {
        let all = OwnName.all(in: statement)
        guard !all.isEmpty else {
            draft.call([], writing: [])
            return OwnNames()
        }
        usedNames = true
        guard let places = OwnNamePlaces(parsed, range: range).places(of: all, in: statement) else {
            throw Rejection(
                refusal: refusal(
                    "chaperone/names", "a name of a prepared statement or cursor was not found in this statement",
                    hint: "use one cursor with WHERE CURRENT OF in a statement"))
        }
        var own = OwnNames()
        var called: [OwnName] = []
        var texts: [(place: Range<Int>, name: String)] = []
        for (name, place) in zip(all, places) {
            let meant = try meaning(of: name, &own)
            called.append(name.called(meant.upstream))
            guard meant.number > 0 else { continue }
            own.written.append(meant)
            texts.append((place, meant.upstream))
        }
        draft.call(called, writing: texts)
        return own
    }

    private mutating func meaning(of name: OwnName, _ own: inout OwnNames) throws(Rejection) -> LaneName {
        switch name {
        case .prepare(let name):
            guard names.statements[name] == nil else { throw taken("42P05", "prepared statement", name) }
            guard names.statements.count < SessionNames.namesLimit else { throw tooMany("prepared statements") }
            let made = names.makeName(name)
            own.made = made
            return made
        case .declare(let name):
            guard names.cursors[name] == nil else { throw taken("42P03", "cursor", name) }
            guard names.cursors.count < SessionNames.namesLimit else { throw tooMany("cursors") }
            let made = names.makeName(name)
            own.made = made
            return made
        case .execute(let name):
            guard let known = names.statements[name] else { throw notPrepared(name) }
            own.executes = try current(known)
            return known.name
        case .fetch(let name):
            guard let known = names.cursors[name] else { return try unknown("34000", "cursor", name) }
            // Whether a FETCH runs a portal, or finds that it has run, is not told.
            guard known.profile.effects.isEmpty else {
                throw Rejection(
                    refusal: refusal(
                        "chaperone/names", "portal \"\(name)\" changes the session, and may not be fetched from",
                        hint: "execute it by an Execute message", kinds: known.profile.kinds))
            }
            own.fetches = try current(known)
            return known.name
        case .deallocate(let name):
            guard let known = names.statements[name] else { return try unknown("26000", "prepared statement", name) }
            return known.name
        case .close(let cursor), .currentOf(let cursor):
            guard let known = names.cursors[cursor] else { return try unknown("34000", "cursor", cursor) }
            if case .currentOf = name { own.standsAt = known }
            return known.name
        }
    }

    /// What EXECUTE runs was judged when it was prepared, or it was not judged: code of the database prepares statements, too,
    /// and nobody knows what those do.
    private func notPrepared(_ name: String) -> Rejection {
        Rejection(refusal: .notPrepared(name, auditText: auditText))
    }

    /// Where nothing is protected the server itself knows best of names that run nothing but queries: its own code opens
    /// cursors, too. They can never be called as the lane calls its own.
    private func unknown(_ sqlState: String, _ what: String, _ name: String) throws(Rejection) -> LaneName {
        if !judge.examines, !LaneName.isSpelledLikeOne(name) { return .foreign(name) }
        throw Rejection(
            refusal: Refusal(
                sqlState: sqlState, message: "\(what) \"\(name)\" does not exist", rule: "chaperone/unknown-name",
                auditText: auditText, followsNames: true))
    }

    private func taken(_ sqlState: String, _ what: String, _ name: String) -> Rejection {
        Rejection(
            refusal: Refusal(
                sqlState: sqlState, message: "\(what) \"\(name)\" already exists", rule: "chaperone/names",
                auditText: auditText, followsNames: true))
    }

    private func tooMany(_ what: String) -> Rejection {
        Rejection(
            refusal: Refusal(
                sqlState: "54000", message: "more than \(SessionNames.namesLimit) \(what)", rule: "chaperone/names",
                auditText: auditText))
    }

    func outdated(_ what: String, _ name: String) -> Rejection {
        Rejection(refusal: .outdated("\(what) \"\(name)\"", auditText: auditText))
    }
}
