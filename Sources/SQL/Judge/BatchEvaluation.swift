import Policy
import SQLRewrite
import SQLSyntax

/// The judging of one text: its statements in order, each seeing the names that those before it made.
struct BatchEvaluation {
    let judge: Judge
    let parsed: ParsedText
    let auditText: String
    var names: SessionNames
    var draft = Rewriter.Draft()
    private var profiles: [StatementProfile] = []
    private var readings: [(StatementReading, NameEnvironment)] = []
    /// A statement was judged by what the session had prepared, declared or set, or makes a name.
    var usedNames = false
    /// The judge's catalog was read for this text.
    let isFresh: Bool
    /// It was judged by that.
    private(set) var restsOnMoment = false

    init(judge: Judge, parsed: ParsedText, names: SessionNames, auditText: String, isFresh: Bool = false) {
        self.isFresh = isFresh
        self.judge = judge
        self.parsed = parsed
        self.names = names
        self.auditText = auditText
    }

    mutating func judgement() -> Judgement {
        for raw in parsed.tree.root.list(.stmts) {
            guard let statement = raw[.stmt] else { continue }
            let start = raw.int(.stmtLocation) ?? 0
            let end = raw.int(.stmtLen).map { start + $0 } ?? parsed.bytes.count
            guard start >= 0, start <= end, end <= parsed.bytes.count else {
                return .refuse(refusal("chaperone/syntax", "a statement's place in the text is not known"))
            }
            do { try add(statement, start..<end) } catch {
                return error.isStale ? .needsCatalog(error.refusal) : .refuse(error.refusal)
            }
        }
        do {
            let text = try finished()
            if profiles.count == 1, profiles[0].effects.contains(where: \.makesName) {
                profiles[0].source = StatementSource(raw: parsed.bytes, sent: text)
            }
            for index in profiles.indices {
                profiles[index].madeBy?.finish(text)
                profiles[index].runs?.finish(text)
            }
            let permit = Permit(
                text: text, isRewritten: text != parsed.bytes, statements: profiles, auditText: auditText,
                rewrittenAuditText: text == parsed.bytes ? nil : judge.redacted(sent: text, of: parsed),
                usesNames: usedNames,
                positions: draft.nameEditsAlone.flatMap { PositionMap(parsed.bytes, $0) }, nextNumber: names.nextNumber)
            return permit.judgement
        } catch {
            return .refuse(refusal(error, kinds: []))
        }
    }

    private func finished() throws(RewriteRefusal) -> [UInt8] {
        let text = try judge.rewriter.finish(draft, of: parsed)
        if readings.contains(where: \.0.writesNames) { try judge.reader.verify(text, readings) }
        return text
    }

    struct Rejection: Error {
        var refusal: Refusal
        var isStale = false
    }

    // MARK: one statement

    private mutating func add(_ statement: SyntaxNode, _ range: Range<Int>) throws(Rejection) {
        if judge.looksAtRelations, let error = SearchPathGuard.refusal(of: statement, schemas: judge.catalog.schemas) {
            throw Rejection(refusal: refusal(error, kinds: Set([statement.statementKind].compactMap(\.self))))
        }
        if judge.looksAtRelations, let error = TemporarySchemas.refusal(of: statement, range, of: parsed) {
            throw Rejection(refusal: refusal(error, kinds: Set([statement.statementKind].compactMap(\.self))))
        }
        if judge.looksAtRelations { try refuseUnsettled(statement) }
        let (analysis, reading) = try examine(statement, range)
        if analysis.restsOnMoment || reading.restsOnMoment { try refuseStale(statement) }
        if let error = reading.refusal { throw Rejection(refusal: refusal(error, kinds: reading.facts.kinds)) }
        let own = try resolve(statement, range)
        var profile = StatementProfile(kinds: reading.facts.kinds)
        if !analysis.phiRead.isEmpty { profile.phiRead = analysis.phiRead.sorted() }
        if !analysis.phiWritten.isEmpty { profile.phiWritten = analysis.phiWritten.sorted() }
        profile.masked = analysis.masked == analysis.phiRead ? profile.phiRead : analysis.masked.sorted()
        profile.isNearProtected = analysis.isNearProtected
        profile.runsEntrusted = analysis.runsEntrusted
        profile.lists = analysis.lists
        if !names.made.isEmpty { profile.madeThen = [names.made] }
        // A query names what it reads.
        let isReached = statement.defines || analysis.tables.isSubset(of: analysis.reads)
        profile.reached = isReached ? analysis.reads : analysis.reads.union(analysis.tables)
        profile.touched = statement.defines ? analysis.tables.union(reading.facts.tables) : reading.facts.tables
        profile.isDefinition = statement.answersNothing
        profile.serverText = analysis.scrubsServerText ? .scrub : .pass
        profile.detects = !judge.target.detect.isEmpty
        profile.refusesMaskMarker = analysis.refusesMaskMarker
        profile.tagRepair = analysis.movedReturning.map(\.tag)
        profile.notices = notices(analysis) + notices(of: statement)
        profile.effects = EffectReader.effects(
            of: statement, isTemporary: reading.facts.kinds.contains(.temporary), made: own.made,
            role: judge.catalog.role
        ).filter { $0 != .catalogChanged || judge.looksAtRelations }
        for case .setSearchPath(let path, _) in profile.effects {
            guard let error = judge.refusal(ofPath: path) else { continue }
            throw Rejection(refusal: refusal(error, kinds: reading.facts.kinds))
        }
        if !reading.madeTemporary.isEmpty || !analysis.madeTemporary.isEmpty {
            profile.effects += Set(reading.madeTemporary + analysis.madeTemporary).sorted().map { .createTemporary($0) }
        }
        if let reads = readsOfView(statement, analysis.reads.union(reading.facts.tables)) {
            try refuseUnknown(reads)
            profile.effects = profile.effects.map { effect in
                if case .createTemporary(let name) = effect { .createTemporaryView(name, reads: reads) } else { effect }
            }
        }
        if !reading.made.isEmpty { profile.effects.append(.made(reading.made)) }
        if judge.looksAtRelations, statement.defines, !reading.facts.kinds.contains(.temporary) {
            let unsettled = UnsettledNames(by: statement)
            let isNew = statement.kind == .renameStmt && unsettled.isNew(to: judge.reach)
            if !unsettled.isEmpty, !isNew { profile.effects.append(.unsettled(unsettled)) }
            let defined = DefinedNames(by: statement, isNew ? .none : unsettled, made: shadowing(statement))
            if !defined.isEmpty { profile.effects.append(.defined(defined)) }
            if !unsettled.isEmpty {
                let new = Set([statement.string(.newname)].compactMap(\.self))
                profile.effects.append(.renamed(SaidNames.used(by: statement).union(new)))
            }
            profile.effects.append(.made(.defining))
        }
        if let table = analysis.makesPlain { profile.effects.append(.made(NameEnvironment.Made(plain: table))) }
        if analysis.fillsTemporary, !analysis.phiRead.isEmpty { profile.effects.append(.copied(analysis.phiRead)) }
        if profile.effects.contains(where: \.makesName) {
            profile.madeBy = MakingText(shown: auditText, sent: [])
        }
        if analysis.refusesMaskMarker { try refuseMarker(in: range, profile) }
        profile.names = own.written
        profile.cursor = own.fetches?.name
        if let cursor = own.standsAt {
            profile.isPositioned = true
            profile.runs = cursor.profile.madeBy
        }
        if let limits = judge.role.limits {
            try meter(statement, analysis, known: own.executes?.profile, own.fetches?.profile, limits, &profile)
        }
        if let known = own.executes?.profile ?? own.fetches?.profile {
            try adopt(known, statement, reading, range, &profile)
        } else {
            try decide(reading, range, &profile, following: analysis.phiFollowing)
        }
        if !analysis.phiFollowing.isEmpty {
            profile.phiWritten = analysis.phiFollowing.values.reduce(into: Set(profile.phiWritten)) { $0.formUnion($1) }
                .sorted()
        }
        names.apply(profile, stamp: judge.stamp)
        // The rest of the text comes after what it was to be judged by.
        if judge.isOwn, profile.effects.contains(where: \.endsDefinitions) { names.unsettle() }
        profiles.append(profile)
    }

    /// What a statement makes that has the name of something in another schema.
    private func shadowing(_ statement: SyntaxNode) -> Set<QualifiedName> {
        let schema = statement.kind == .createSchemaStmt ? statement.string(.schemaname) : nil
        var made: Set<QualifiedName> = []
        for node in [statement] + (schema == nil ? [] : Array(statement.list(.schemaElts))) {
            guard let relation = node.made, let name = relation.string(.relname), judge.reach.knows(name),
                let place = relation.string(.schemaname) ?? schema
                    ?? names.environment.creationSchema(in: judge.catalog)
            else { continue }
            made.insert(QualifiedName(place, name))
        }
        return made
    }

    /// What the transaction has defined itself, nobody has read: neither what a name means by now nor what runs with it.
    private func refuseUnsettled(_ statement: SyntaxNode) throws(Rejection) {
        guard !names.isSettled else { return }
        let reached = judge.reach.names(from: SaidNames.used(by: statement))
        guard let name = names.unsettled.concern(of: statement, reaching: reached) else { return }
        throw Rejection(
            refusal: refusal(
                "chaperone/open-definition",
                "a definition of this transaction may have changed what \"\(name)\" is, or what a statement on it runs",
                hint: "COMMIT first", kinds: Set([statement.statementKind].compactMap(\.self))))
    }

    /// What is not there by this catalog may have been made since.
    private mutating func refuseStale(_ statement: SyntaxNode) throws(Rejection) {
        restsOnMoment = true
        guard !isFresh else { return }
        throw Rejection(
            refusal: refusal(
                "chaperone/statement-kind", "whether this statement would do anything is not known at this moment",
                hint: "send it again", kinds: Set([statement.statementKind].compactMap(\.self))), isStale: true)
    }

    /// What the transaction has made has no number yet by which it would be known under another name.
    private func refuseUnknown(_ viewed: Set<ViewedRelation>) throws(Rejection) {
        let made = viewed.filter { $0.oid == 0 && names.made.contains($0.name) }
        guard judge.protectsColumns, let name = made.map(\.name).min() else { return }
        throw Rejection(
            refusal: refusal(
                "chaperone/open-definition",
                "a temporary view of \(name), which this transaction made, is not possible",
                hint: "COMMIT first"), isStale: true)
    }

    /// What a temporary view reads that the statement makes, or gives another name.
    private func readsOfView(
        _ statement: SyntaxNode, _ reads: @autoclosure () -> Set<QualifiedName>
    ) -> Set<ViewedRelation>? {
        switch statement.kind {
        case .viewStmt: Set(reads().map { ViewedRelation($0, in: judge.catalog) })
        case .renameStmt: names.temporaryViews[statement[.relation]?.string(.relname) ?? ""]
        default: nil
        }
    }

    /// What the rewriter found, and what rules are judged by: one reader for every lane.
    private mutating func examine(
        _ statement: SyntaxNode, _ range: Range<Int>
    ) throws(Rejection) -> (StatementAnalysis, StatementReading) {
        let environment = names.environment
        var analysis = StatementAnalysis(kinds: [])
        var isOwn = false
        var derives = false
        if judge.examines || ColumnsRelation.areNamed(in: statement, of: parsed, catalog: judge.catalog) {
            do {
                analysis = try judge.rewriter.examine(
                    statement, range: range, of: parsed, names: environment, into: &draft)
            } catch {
                let kinds = Set([statement.statementKind].compactMap(\.self))
                throw Rejection(refusal: refusal(error, kinds: kinds), isStale: error.mayBeStale)
            }
            isOwn = analysis.kinds.contains(.temporary) && statement.statementKind != .temporary
            derives = analysis.kinds.contains(.derive)
        }
        let reading = judge.reader.read(
            statement, of: parsed, start: range.lowerBound, names: environment, isOwn: isOwn,
            derives: derives)
        draft.add(reading)
        readings.append((reading, environment))
        return (analysis, reading)
    }

    /// EXECUTE and FETCH are what was prepared or declared: policy said its word then. A table that is made of it is
    /// one more thing.
    private func adopt(
        _ known: StatementProfile, _ statement: SyntaxNode, _ reading: StatementReading, _ range: Range<Int>,
        _ profile: inout StatementProfile
    ) throws(Rejection) {
        guard statement.kind != .explainStmt || !known.isNearProtected else {
            throw Rejection(
                refusal: refusal(
                    "chaperone/explain-execute", "EXPLAIN of a prepared statement on protected tables is not possible",
                    hint: "use EXPLAIN with the statement itself", phi: known.phiRead))
        }
        guard statement.kind != .explainStmt || known.effects.isEmpty else {
            throw Rejection(
                refusal: refusal(
                    "chaperone/explain-execute",
                    "EXPLAIN of a prepared statement that changes the session is not possible",
                    hint: "use EXPLAIN with the statement itself"))
        }
        guard statement.kind != .explainStmt || !statement.runsQuery || !judge.locksRows(of: known.reached) else {
            throw Rejection(
                refusal: refusal(
                    "chaperone/explain-analyze",
                    "EXPLAIN ANALYZE of this prepared statement would show which rows protected columns refer to",
                    hint: "use EXPLAIN without ANALYZE", phi: known.phiRead))
        }
        let makesTable = statement.kind == .createTableAsStmt
        if makesTable { try decide(reading, range, &profile) }
        profile = profile.stricter(with: known)
        if !makesTable { profile.rule = known.rule }
        profile.tagRepair = known.tagRepair
        profile.runs = known.madeBy
        profile.reached.formUnion(known.reached)
        profile.touched.formUnion(known.touched)
        profile.cursor = profile.cursor ?? known.cursor
        // A statement of the protocol can be any, and does to the session what it does.
        profile.effects += known.effects
    }

    private func decide(
        _ reading: StatementReading, _ range: Range<Int>, _ profile: inout StatementProfile,
        following: [QualifiedName: Set<String>] = [:]
    ) throws(Rejection) {
        var facts = reading.facts
        facts.phiRead = profile.phiRead
        facts.phiWritten = profile.phiWritten
        if !following.isEmpty { facts.phiFollowing = following.mapValues { $0.sorted() } }
        if judge.rules.readText { facts.normalizedText = parsed.normalized(range) }
        let verdict = judge.rules.verdict(for: facts)
        switch verdict {
        case .allow(let grant): profile.take(grant)
        case .deny(let denial):
            var refusal = refusal(denial, profile)
            let isUnknown = !reading.unknownNames.isEmpty || !reading.unknownTargets.isEmpty
            if facts.touchesUnknown {
                facts.touchesUnknown = false
                if isUnknown || judge.rules.verdict(for: facts) != verdict {
                    refusal.hint = Self.hint(reading)
                }
            }
            // A fresh catalog may know the name.
            throw Rejection(refusal: refusal, isStale: isUnknown)
        case .approve(let demands, let grant):
            profile.take(grant)
            profile.approvals = demands
        }
    }

    private static func hint(_ reading: StatementReading) -> String {
        if let name = reading.unknownNames.first {
            return "which table \"\(name)\" is cannot be told: write it as schema.table"
        }
        guard let name = reading.unknownTargets.first else {
            return "which tables this statement touches cannot be told"
        }
        return "what \(name) is cannot be told: nothing that is committed has this name"
    }

    private func refuseMarker(in range: Range<Int>, _ profile: StatementProfile) throws(Rejection) {
        for token in parsed.tokens where token.kind == .string && range.contains(token.start) {
            guard parsed.text(token).withUnsafeBytes(judge.markers.isFound) else { continue }
            throw Rejection(
                refusal: refusal(
                    "chaperone/mask-marker", "a masked value must not be written back over a real one",
                    hint: "leave protected columns out of the write, or give their real values",
                    kinds: profile.kinds, phi: profile.phiWritten))
        }
    }

    // MARK: words

    private func notices(_ analysis: StatementAnalysis) -> [String] {
        guard !analysis.maskedInPredicates.isEmpty else { return [] }
        let columns = analysis.maskedInPredicates.sorted().joined(separator: ", ")
        return ["chaperone: rows were chosen, joined or ordered by masked values of \(columns)"]
    }

    private func notices(of statement: SyntaxNode) -> [String] {
        guard statement.kind == .listenStmt, judge.protectsColumns, let channel = statement.string(.conditionname),
            judge.terms.notify?.contains(channel) != true
        else { return [] }
        return [
            "chaperone: on channel \"\(channel)\" you hear yourself only, and no payloads; others are heard where the policy "
                + "has the channel under notify of the target"
        ]
    }

    private func refusal(_ denial: Denial, _ profile: StatementProfile) -> Refusal {
        let kinds = profile.kinds.map(\.rawValue).sorted().joined(separator: ", ")
        let message =
            denial.rule.map { "blocked by rule \"\($0)\"" } ?? "no rule of the policy allows this statement (\(kinds))"
        return refusal(
            denial.rule ?? "default", denial.message.map { "\(message): \($0)" } ?? message, kinds: profile.kinds,
            phi: profile.phiRead)
    }

    private func refusal(_ error: RewriteRefusal, kinds: Set<StatementKind>) -> Refusal {
        Refusal(
            sqlState: error.sqlState, message: error.message, hint: error.hint, rule: error.rule, kinds: kinds,
            auditText: auditText)
    }

    func refusal(
        _ rule: String, _ message: String, hint: String? = nil, kinds: Set<StatementKind> = [], phi: [String] = []
    ) -> Refusal {
        Refusal(message: message, hint: hint, rule: rule, kinds: kinds, phi: phi, auditText: auditText)
    }
}

extension StatementAnalysis.MovedReturning {
    fileprivate var tag: StatementProfile.TagRepair {
        switch self {
        case .insert: .insert
        case .update: .update
        case .delete: .delete
        }
    }
}

extension StatementProfile {
    fileprivate mutating func take(_ grant: Grant) {
        rule = grant.rule
        observed = grant.observed
        rowLimits = grant.rowLimits
    }
}

extension SyntaxNode {
    /// It may define something: what only reads, writes or sets does not.
    fileprivate var defines: Bool {
        statementKind == .ddl || statementKind == .grant || kind == .selectStmtNode && made != nil
    }

    /// It defines something, if only of the session's own, and so has no rows for an answer.
    fileprivate var answersNothing: Bool { defines || statementKind == .temporary }
}
