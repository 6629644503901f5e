package import Detectors
import PgParser
package import Policy
package import SQLRewrite
import SQLSyntax
import Synchronization

/// Decides what becomes of a string of SQL: parse, rewrite, policy. Pure apart from the parser's C code: the same
/// input gives the same judgement. One per lane and role; a new one is made when policy or catalog change.
package final class Judge: Sendable {
    package let target: Target
    /// Of the target's service.
    package let terms: PostgresTerms
    package let role: Role
    package let catalog: Catalog
    /// What is wrong with the policy on this catalog as a whole; the lane is not ready while there is any.
    package let problems: [String]
    /// Where its PHI map does not fit to this catalog: what is named is closed, and the lane serves the rest.
    package var misfits: [String] { protection.misfits }
    /// Tables that this policy protects or has protected, by `pg_class.oid`, for the judge after this one.
    package let remembered: RememberedTables

    /// The same for judges of the same policy and role, whatever their catalog; another for any other.
    package let revision: UInt64
    /// Another for every judge: a new one is made when policy or catalog change.
    package let generation: UInt64
    /// The same for judges of the same policy, role and catalog; another for any other. What one of them has ruled the
    /// others would rule.
    package let knowledge: UInt64
    /// By what only one session's open transaction sees: what ends or takes back that ends what it knows.
    package let isOwn: Bool
    package var stamp: JudgeStamp { JudgeStamp(revision: revision, knowledge: knowledge) }
    /// What must not be written to a protected relation.
    package let markers: MaskMarkers
    /// What its target's answers are searched for.
    package let detectors: DetectorSet

    /// The indexes that masking takes away from statements, for the operator.
    package var indexesTakenAway: [IndexTakenAway] { protection.indexesTakenAway }

    /// Those of the tables that a permitted text reads, in words.
    package func notes(on judgement: Judgement) -> [String] {
        switch judgement {
        case .permit(let permit), .approve(let permit):
            let reached = permit.statements.reduce(into: Set<QualifiedName>()) { $0.formUnion($1.reached) }
            return filters.filter { reached.contains($0.relation) }.map {
                "of \($0.relation) this role sees the rows with \($0.condition.text)"
            } + indexesTakenAway.filter { reached.contains($0.relation) }.map(\.description)
        case .refuse, .needsCatalog: return []
        }
    }

    /// Of what stands in place of a masked table, as long as it can be.
    package let longestListBytes: Int

    let protection: ProtectionMap
    /// What the policy protects of this catalog by its own word.
    private let namedColumns: [ProtectedColumn]
    /// Which rows of some tables its role sees.
    private let filters: [RowFilter]
    /// What a session says of who is behind it, so that these can be asked.
    package let rowSettings: RowSettings
    let rewriter: Rewriter
    let reader: StatementFactsReader
    let rules: PolicyRules
    /// Every detector: the log keeps no literal that looks like PHI, whatever the target's own choice is.
    let logDetectors: DetectorSet
    private let cache = PermitCache()
    private let knownReach = Mutex<RelationReach?>(nil)
    private let knownWatch = Mutex<WatchedCatalog?>(nil)
    private let knownNumbers = Mutex<[UInt32: QualifiedName]?>(nil)
    /// Nothing is permitted, and this is why.
    private let closure: Refusal?

    package init(
        bundle: Bundle, target: Target, role: Role, catalog: Catalog, revision: UInt64 = 0, generation: UInt64 = 0,
        knowledge: UInt64 = 0, isOwn: Bool = false, remembered: RememberedTables = RememberedTables(),
        markers: MaskMarkers = MaskMarkers(pseudonymKey: nil)
    ) {
        self.revision = revision
        self.generation = generation
        self.knowledge = knowledge
        self.isOwn = isOwn
        self.markers = markers
        closure = nil
        self.target = target
        terms = target.postgres ?? PostgresTerms(database: "", tls: .verifyFull)
        self.role = role
        self.catalog = catalog
        let server = catalog.server
        let code = TrustedCode(
            catalog: catalog, named: Set(terms.functions), signatures: terms.functionSignatures ?? [],
            writes: terms.functionWrites ?? [:])
        let settings = ClientSettings(allowed: terms.settings ?? [], pinned: terms.pins?.map(\.name) ?? [])
        let said = terms.protection(for: role, over: catalog.protectable)
        namedColumns = said.columns
        filters = role.rowFilters(on: target.name)
        rowSettings = RowSettings(filters)
        protection = ProtectionMap(
            columns: said.columns, filters: filters, unlisted: said.closed, expectsMore: terms.protectsByName,
            catalog: catalog,
            code: code, remembered: remembered, readsCode: settings.pinsAny
        ) { definition in try? PgParser.parse(Array(definition.utf8), for: server) }
        longestListBytes = protection.selectLists.values.lazy.map(\.utf8.count).max() ?? 0
        self.remembered = remembered.adding(protection.remembered(in: catalog, unlisted: said.unlisted))
        rules = PolicyRules(bundle: bundle, target: target.name, role: role.name)
        let consequences =
            rules.nameTables || !protection.isEmpty
            ? Consequences(
                catalog: catalog, families: protection.families, generated: protection.actions.generated, code: code)
            : nil
        rewriter = Rewriter(
            catalog: catalog, protection: protection, code: code, settings: settings,
            derived: DerivedPlaces(terms.derive ?? []), patterns: terms.phiPatterns ?? [],
            refusesMaskedComparisons: terms.onMaskedComparison != .notice, consequences: consequences,
            database: terms.database, parse: { try? PgParser.parse($0, for: server) })
        reader = StatementFactsReader(
            catalog: catalog, namesTables: rules.nameTables, consequences: consequences,
            parse: { try? PgParser.parse($0, for: server) })
        protectsColumns = !protection.isEmpty
        examines = protectsColumns || settings.pinsAny
        looksAtRelations = examines || rules.nameTables
        logDetectors = DetectorSet.all
        var problems = protection.problems + rules.problems
        if target.postgres == nil { problems.append("target \"\(target.name)\" is not PostgreSQL's") }
        if !ServerVersion.supported.contains(server.major) {
            let range = ServerVersion.supported
            problems.append(
                "the server is PostgreSQL \(server.major): this version of chaperone knows \(range.lowerBound) to "
                    + "\(range.upperBound), and might read a statement otherwise than the server does")
        }
        do { detectors = try DetectorSet(names: target.detect) } catch {
            // The policy compiler refuses it; a bundle that has one all the same is not used.
            detectors = DetectorSet.all
            problems.append("\(error)")
        }
        self.problems = problems
    }

    private init(closing open: Judge, with refusal: Refusal) {
        target = open.target
        terms = open.terms
        role = open.role
        catalog = open.catalog
        markers = open.markers
        // Of no policy: what was prepared is looked at again.
        revision = UInt64.max
        generation = UInt64.max
        knowledge = UInt64.max
        isOwn = open.isOwn
        remembered = open.remembered
        longestListBytes = open.longestListBytes
        detectors = open.detectors
        protection = open.protection
        namedColumns = open.namedColumns
        filters = open.filters
        rowSettings = open.rowSettings
        rewriter = open.rewriter
        reader = open.reader
        rules = open.rules
        protectsColumns = open.protectsColumns
        examines = open.examines
        looksAtRelations = open.looksAtRelations
        logDetectors = open.logDetectors
        problems = open.problems
        closure = refusal
    }

    /// One that permits nothing, and says why.
    package func closed(with refusal: Refusal) -> Judge { Judge(closing: self, with: refusal) }

    package var isClosed: Bool { closure != nil }

    /// Whether anything depends on what the server's relations are called and on who asks: a protected column, or a rule
    /// that names tables. Where nothing does, a session waits for no reading of the catalog and may change its role.
    package let looksAtRelations: Bool

    /// Whether a verdict follows from what the server's relations and their columns are called.
    package var restsOnNames: Bool { looksAtRelations || rules.askUnfiltered }

    /// What of the server's catalog it rests on; found once.
    package var watched: WatchedCatalog {
        guard restsOnNames else { return .none }
        return knownWatch.withLock { known in
            if let known { return known }
            let watched = protection.watched(
                in: catalog, columns: namedColumns, filters: filters, mayProtect: terms.mayProtect
            ).union(rules.watched(in: catalog, protection.families, reader.consequences))
            known = watched
            return watched
        }
    }

    /// What statements touch, by the names that they were judged by, and what is behind that: all that the catalog knows of these
    /// relations, of what views and rules of the database name, of what shares rows with them and of what refers to what is
    /// written. What is approved of is this, and not what may be called so at another time.
    /// - Returns: lines that are the same in this process for the same definitions.
    package func shape(touchedBy profiles: [StatementProfile]) -> [String] {
        let families = protection.families
        let isWriting = profiles.contains { !$0.kinds.isSubset(of: DefinedNames.reading) }
        let referrers = isWriting ? Self.referrers(catalog) : [:]
        var names: Set<QualifiedName> = []
        var pending = profiles.flatMap { $0.reached.union($0.touched) }
        while let name = pending.popLast() {
            guard names.insert(name).inserted, let relation = catalog.relations[name] else { continue }
            pending += relation.reads
            pending += relation.parents
            pending += families.children(of: name)
            pending += referrers[name] ?? []
        }
        return names.sorted().map { name in
            catalog.relations[name].map { "\(name) \($0.oid) \($0.hashValue)" } ?? "\(name)"
        }
    }

    /// By relation: what refers to it by a foreign key.
    private static func referrers(_ catalog: Catalog) -> [QualifiedName: [QualifiedName]] {
        var found: [QualifiedName: [QualifiedName]] = [:]
        for relation in catalog.relations.values {
            for case let reference? in relation.constraints.lazy.map(\.reference) {
                found[reference.relation, default: []].append(relation.name)
            }
        }
        return found
    }

    /// Whether foreign keys over protected columns lock rows of one of these, or behind it.
    func locksRows(of names: Set<QualifiedName>) -> Bool { protection.locksRows(of: names) }

    /// What foreign keys write by themselves.
    package var referenceActions: ReferenceActions { protection.actions }

    /// The settings that a session of this role begins with for its rows, or why there can be no such session.
    package func rowSettings(
        principal: String, claims: [String: String]
    ) -> Result<[(name: String, value: String)], RowSettings.Unfit> {
        if rowSettings.isEmpty { return .success([]) }
        return rowSettings.values(
            principal: principal, claims: claims, types: protection.rows.typesOfClaims(in: catalog))
    }

    /// The tables whose rows are chosen by a claim, sorted.
    package func tables(chosenBy claim: RowClaim) -> [QualifiedName] {
        Set(filters.filter { $0.condition.claims.contains(claim) }.map(\.relation)).sorted()
    }

    /// Whether a column of an answer is a column of a relation as it is, and neither protected there nor a copy of masked values.
    /// - Parameters: as a RowDescription has them.
    package func isOpen(attribute: Int, ofRelation number: UInt32) -> Bool {
        let names = knownNumbers.withLock { known in
            if let known { return known }
            let names = Dictionary(
                catalog.relations.values.lazy.filter { $0.oid != 0 }.map { ($0.oid, $0.name) }, uniquingKeysWith: { $1 }
            )
            known = names
            return names
        }
        guard number != 0, let name = names[number],
            let column = catalog.relations[name]?.columns.first(where: { $0.number == attribute })
        else { return false }
        return protection.masks[name]?[column.name] == nil && protection.unreadable[name] == nil
            && !rewriter.mayHoldCopies(name)
    }

    /// Whether masks of its role compute with the pseudonym key.
    package var computesWithKey: Bool { terms.needsPseudonymKey(for: role) }

    /// Whether any value is kept back: then the server's words are, too.
    package let protectsColumns: Bool

    /// Whether nothing may run that nobody has read: a value is kept back, or one is pinned.
    let examines: Bool

    /// Made when it is asked for.
    package var reach: RelationReach {
        knownReach.withLock { known in
            if let known { return known }
            let reach = RelationReach(catalog)
            known = reach
            return reach
        }
    }

    /// Names as a new session finds them.
    package var initialNames: SessionNames { initialNames(searchPath: nil) }

    /// The same where the startup message sets something: that is what RESET leads back to.
    /// - Parameters: as the client wrote them.
    package func initialNames(searchPath: String?, statementTimeout: String? = nil) -> SessionNames {
        SessionNames(
            searchPath: searchPath.flatMap(path) ?? catalog.defaultSearchPath,
            statementTimeoutMilliseconds: StatementTimeout.milliseconds(
                statementTimeout ?? catalog.defaultStatementTimeout))
    }

    /// - Parameters:
    ///   - text: as the client sent it, without the terminating NUL. At most `queryBytesLimit` bytes (the wire checks).
    ///   - names: the session's names at this point of the pipeline.
    ///   - parameterTypes: by number, as a Parse message declares them; 0 where it leaves one open.
    ///   - isFresh: the catalog was read, or found to be the server's, after the text had come.
    package func judge(
        _ text: [UInt8], names: SessionNames, parameterTypes: [UInt32] = [], isFresh: Bool = false
    ) -> Judgement {
        if var refusal = closure {
            refusal.auditText = logged(text)
            return .refuse(refusal)
        }
        if let judgement = judgement(ofTypes: parameterTypes, text) { return judgement }
        let kept = memorable(text, names, parameterTypes)
        if let kept, let permit = cache.permit(for: kept) { return permit.judgement }
        let parsed: ParsedText
        do { parsed = try PgParser.parse(text, for: catalog.server) } catch {
            return .refuse(
                Refusal(
                    sqlState: error.sqlState, message: error.message, rule: error.rule,
                    auditText: logged(unknown: text)))
        }
        var evaluation = BatchEvaluation(
            judge: self, parsed: parsed, names: names, auditText: redacted(parsed), isFresh: isFresh)
        evaluation.draft.parameterTypes = parameterTypes
        let judgement = evaluation.judgement()
        switch judgement {
        case .permit(let permit), .approve(let permit):
            if let kept, !evaluation.usedNames, !evaluation.restsOnMoment { cache.keep(permit, for: kept) }
        case .refuse, .needsCatalog: break
        }
        return judgement
    }

    /// A type that is named by its number runs what it runs when it is named otherwise.
    private func judgement(ofTypes numbers: [UInt32], _ text: [UInt8]) -> Judgement? {
        guard examines else { return nil }
        for number in numbers where number >= Catalog.firstUserOID {
            guard let type = catalog.typeOIDs[number] else {
                return .needsCatalog(
                    Refusal(
                        sqlState: "42704",
                        message: "a parameter has type number \(number), which this lane does not know",
                        hint: "leave the type open, or name it in the statement: $1::type", rule: "chaperone/type",
                        auditText: logged(text)))
            }
            guard let words = rewriter.code.unknown(type: type) else { continue }
            return .refuse(
                Refusal(
                    message: "type \(type) may not be used: \(words), which \(rewriter.danger)",
                    hint: "leave the conversion out, or convert to a built-in type", rule: "chaperone/type",
                    auditText: logged(text)))
        }
        return nil
    }

    /// What `judge` would say without looking at the text, where that is known.
    package func remembered(_ text: [UInt8], names: SessionNames, parameterTypes: [UInt32]) -> Judgement? {
        guard closure == nil, judgement(ofTypes: parameterTypes, text) == nil,
            let kept = memorable(text, names, parameterTypes)
        else {
            return nil
        }
        return cache.permit(for: kept)?.judgement
    }

    /// What is sent of a table with a condition on its rows follows from what its parameters are declared to be, too.
    private func memorable(_ text: [UInt8], _ names: SessionNames, _ parameterTypes: [UInt32]) -> PermitCache.Text? {
        guard names.isPlain(in: catalog) else { return nil }
        guard !protection.rows.isEmpty, parameterTypes.contains(where: { $0 != 0 }) else {
            return PermitCache.Text(text)
        }
        // No text holds a NUL.
        return PermitCache.Text(
            text + [0] + parameterTypes.flatMap { type in (0..<4).map { UInt8(type >> ($0 * 8) & 0xFF) } })
    }

    /// A run-time parameter of the startup message (`options` already split into its `-c name=value`).
    /// Nil: it may be sent upstream.
    package func refusalOfStartupParameter(name: String, value: String) -> Refusal? {
        if case .refused(let reason) = rewriter.settings.ruling(name: name, value: value) {
            return Refusal(message: reason, hint: rewriter.settings.hint(name: name), rule: "chaperone/setting")
        }
        if name.lowercased() == "search_path", let refusal = refusal(ofPath: path(value)) {
            return Refusal(message: refusal.message, hint: refusal.hint, rule: refusal.rule)
        }
        guard !protection.isEmpty, let refusal = IsolationLevels.refusal(name: name, value: value) else { return nil }
        return Refusal(message: refusal.message, hint: refusal.hint, rule: refusal.rule)
    }

    /// What every session begins with, so that nothing which happens at the server changes it later: under SERIALIZABLE its
    /// conflicts would tell how values lie.
    package var startupSettings: [(name: String, value: String)] {
        guard !protection.isEmpty else { return [] }
        let level =
            IsolationLevels.isSerializable(catalog.defaultIsolation) ? "repeatable read" : catalog.defaultIsolation
        return [("default_transaction_isolation", level)]
    }

    /// Any text of SQL for the log.
    private func logged(_ text: [UInt8]) -> String {
        (try? PgParser.parse(text, for: catalog.server)).map(redacted) ?? logged(unknown: text)
    }

    /// The same of one that does not parse.
    private func logged(unknown text: [UInt8]) -> String {
        redacted(Passwords.hidden(inUnknown: text, PgParser.tokens(of: text)))
    }

    private func path(_ value: String) -> [String]? {
        SearchPathText.names(value).map { SearchPathText.resolved($0, role: catalog.role) }
    }

    /// Of a search path that a session would have, its names resolved; nil: it could not be read.
    func refusal(ofPath path: [String]?) -> RewriteRefusal? {
        guard looksAtRelations else { return nil }
        guard let path else { return SearchPathGuard.unclear }
        return SearchPathGuard.refusal(ofPath: path, protectsColumns: protectsColumns)
    }

    /// A statement for the log, and for whoever approves it: what looks like PHI is replaced in literals, comments and quoted
    /// names, those within a literal that is code as well. Words and symbols stay, whatever they look like beside those, and
    /// where what is replaced could be code all the same, it is said how much of it there is.
    func redacted(_ parsed: ParsedText) -> String {
        let bytes = parsed.withoutPasswords
        let masked = bytes.withUnsafeBytes { logDetectors.masked($0, code: { parsed.codeInText }) }
        return String(decoding: masked ?? bytes, as: UTF8.self)
    }

    /// The same of what the rewriter made of a text: literals of the client's are those that it had.
    func redacted(sent text: [UInt8], of original: ParsedText) -> String {
        if original.holdsPasswords { return (try? PgParser.parse(text, for: catalog.server)).map(redacted) ?? "" }
        let masked = text.withUnsafeBytes { bytes in
            logDetectors.masked(bytes) {
                (try? PgParser.parse(text, for: catalog.server))?.codeInText ?? CodeInText(unread: [0..<text.count])
            }
        }
        return String(decoding: masked ?? text, as: UTF8.self)
    }

    /// Any words for the log, or for a message: what looks like PHI is replaced. Bytes that are no UTF-8 are made so first:
    /// what stands in their place is what detectors must see around a finding.
    package func redacted(_ text: [UInt8]) -> String {
        var shown = String(decoding: text, as: UTF8.self)
        guard let masked = shown.withUTF8({ logDetectors.masked(UnsafeRawBufferPointer($0), code: { CodeInText() }) })
        else { return shown }
        return String(decoding: masked, as: UTF8.self)
    }
}
