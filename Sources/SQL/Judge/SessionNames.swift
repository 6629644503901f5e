import Policy
package import SQLRewrite

/// The names that a session has made or set, as far as judging needs them. A value: the session holds it, applies each
/// permitted statement's effects in the order of forwarding, and passes it to `Judge`.
///
/// It follows what is on its way, before the server has said whether it was done. Of prepared statements and cursors a
/// wrong guess makes a name unknown and nothing else (`LaneName`). Of the search path there is none: where it changes,
/// the next text waits.
package struct SessionNames: Sendable {
    /// At most this many prepared statements, and as many cursors and portals, in one session.
    package static let namesLimit = 10_000

    package private(set) var settings: TrackedSettings
    package private(set) var temporaries: Set<String> = []
    package private(set) var temporaryViews: [String: Set<ViewedRelation>] = [:]
    /// Rises with every temporary view that is made or taken back: what such a name means is in no catalog.
    package private(set) var viewsMoment: UInt64 = 0
    /// What its temporary tables may hold masks of.
    package private(set) var copied: Set<String> = []
    /// How many statements have made a temporary relation of each name: of two that were on their way at once, one may fail.
    private var makers: [String: Int] = [:]
    /// What each statement that made a temporary view reads.
    private var viewReads: [String: [Set<ViewedRelation>]] = [:]
    /// What the transaction has made.
    private(set) var made = NameEnvironment.Made()
    /// Of what it has changed.
    package private(set) var unsettled = UnsettledNames.none
    /// By the client's name, those of the protocol included.
    package private(set) var statements: [String: ServerStatement] = [:]
    /// The same of cursors, and of named portals of the protocol.
    package private(set) var cursors: [String: ServerCursor] = [:]
    /// Rises with everything that changes here.
    package private(set) var moment: UInt64 = 0
    /// Rises with every relation that an unqualified name may mean from now on: the server looks the names of a prepared
    /// statement up anew whenever what it read has changed in any way.
    package private(set) var meaning: UInt64 = 0
    /// Numbers below it were given to names that may be known at the server.
    package private(set) var nextNumber: UInt64 = 1

    /// - Parameter statementTimeoutMilliseconds: of a new session; nil: none.
    package init(searchPath: [String], statementTimeoutMilliseconds: Int64? = nil) {
        settings = TrackedSettings(
            TrackedSettings.Values(
                searchPath: searchPath, statementTimeoutMilliseconds: statementTimeoutMilliseconds))
    }

    package var searchPath: [String] { settings.current.searchPath }

    /// An unqualified name means what it means in a session that has set nothing.
    func isPlain(in catalog: Catalog) -> Bool {
        searchPath == catalog.defaultSearchPath && temporaries.isEmpty && made.isEmpty && isSettled
    }

    /// Of all names it is as the catalog says, and none holds copies; what was judged before is judged again where it is not so.
    package var isSettled: Bool { unsettled.isEmpty && copied.isEmpty }

    /// What an unqualified name is looked up by.
    var environment: NameEnvironment {
        NameEnvironment(
            searchPath: searchPath, temporaries: temporaries, temporaryViews: temporaryViews, copied: copied,
            made: made)
    }

    /// Nothing is on its way, and no transaction is open: what it made is in the catalog, or nowhere.
    /// - Returns: whether it made anything, or changed what was there.
    package mutating func forgetMade() -> Bool {
        guard !made.isEmpty || !unsettled.isEmpty else { return false }
        made = NameEnvironment.Made()
        unsettled = .none
        return true
    }

    /// Where a text is judged once more that was sent when this was new.
    package func spelling(_ profile: StatementProfile) -> SessionNames? {
        guard var then = profile.madeThen.first else { return nil }
        then.forgetPlain()
        var names = self
        names.made.formUnion(then)
        return names
    }

    /// The catalog that its definitions were last judged by is not in force any more.
    package mutating func unsettle() { unsettled = .all }

    // MARK: making names

    /// As it was before this name was made, for a text that makes it to be judged once more.
    func before(making name: LaneName) -> SessionNames {
        var names = self
        names.statements[name.client] = nil
        names.cursors[name.client] = nil
        names.nextNumber = name.number
        return names
    }

    package mutating func makeName(_ client: String) -> LaneName {
        defer { nextNumber += 1 }
        return LaneName(client, number: nextNumber)
    }

    /// A text was sent that has names up to here.
    package mutating func reserve(upTo number: UInt64) { nextNumber = max(nextNumber, number) }

    /// A named Parse message.
    package mutating func prepare(_ statement: ServerStatement) {
        moment += 1
        statements[statement.name.client] = statement
    }

    package mutating func remove(_ statement: ServerStatement) {
        guard statements[statement.name.client] === statement else { return }
        moment += 1
        statements[statement.name.client] = nil
    }

    /// What was taken away is there all the same; nothing changes where its name is another's by now.
    package mutating func putBack(_ statement: ServerStatement) {
        guard statements[statement.name.client] == nil else { return }
        prepare(statement)
    }

    /// A named portal of the protocol, or DECLARE.
    package mutating func open(
        _ name: LaneName, _ profile: StatementProfile, stamp: JudgeStamp, holds: Bool = false
    ) -> ServerCursor {
        moment += 1
        let cursor = ServerCursor(name, profile, stamp: stamp, holds: holds, moment: moment)
        cursors[name.client] = cursor
        return cursor
    }

    package mutating func remove(_ cursor: ServerCursor) {
        guard cursors[cursor.name.client] === cursor else { return }
        moment += 1
        cursors[cursor.name.client] = nil
    }

    package mutating func putBack(_ cursor: ServerCursor) {
        guard cursors[cursor.name.client] == nil else { return }
        moment += 1
        cursors[cursor.name.client] = cursor
    }

    // MARK: what statements do

    /// Applies what `profile`'s statement does. Call it when the statement is forwarded.
    /// - Parameter stamp: of the judge that permitted it.
    @discardableResult
    package mutating func apply(_ profile: StatementProfile, stamp: JudgeStamp = JudgeStamp()) -> NameChanges {
        var changes = NameChanges()
        guard !profile.effects.isEmpty else { return changes }
        let before = settings
        for effect in profile.effects { apply(effect, of: profile, stamp, &changes) }
        if settings != before { changes.settings = before }
        return changes
    }

    /// The server did not do it. Of several, the last is taken back first.
    package mutating func takeBack(_ changes: NameChanges) {
        for statement in changes.prepared { remove(statement) }
        for statement in changes.deallocated { putBack(statement) }
        for cursor in changes.opened { remove(cursor) }
        for cursor in changes.closed { putBack(cursor) }
        if let before = changes.settings { settings = before }
        for name in changes.temporaries { unmakeTemporary(name) }
        for (name, reads) in changes.temporaryViews { unmakeView(name, reads) }
        noteViewsTakenBack()
        if let before = changes.made { made = before }
        if let before = changes.unsettled { unsettled = before }
    }

    /// A COMMIT rolled back, for the transaction had failed before.
    package mutating func commitRolledBack(_ changes: NameChanges) {
        noteViewsTakenBack()
        guard let before = changes.settings else { return }
        settings = before
        settings.end(rolledBack: true)
    }

    private mutating func noteViewsTakenBack() { if viewsMoment > 0 { viewsMoment += 1 } }

    /// No transaction is open, as of a message that was sent at `moment`.
    /// - Returns: the cursors that are gone.
    package mutating func transactionEnded(at end: UInt64, rolledBack: Bool) -> [ServerCursor] {
        let since = settings.openSince
        if rolledBack { noteViewsTakenBack() }
        settings.ended(by: end, rolledBack: rolledBack)
        return endCursors { cursor in
            cursor.moment <= end && (!cursor.holds || rolledBack && since.map { cursor.moment > $0 } ?? false)
        }
    }

    private mutating func endCursors(where isGone: (ServerCursor) -> Bool) -> [ServerCursor] {
        guard !cursors.isEmpty else { return [] }
        let gone = cursors.values.filter(isGone)
        for cursor in gone { remove(cursor) }
        return gone
    }

    private mutating func apply(
        _ effect: SessionEffect, of profile: StatementProfile, _ stamp: JudgeStamp, _ changes: inout NameChanges
    ) {
        switch effect {
        case .setSearchPath(let new, let local):
            moment += 1
            settings.set(new, of: \.searchPath, local: local, at: moment)
        case .resetSearchPath:
            moment += 1
            settings.reset(\.searchPath, at: moment)
        case .setStatementTimeout(let milliseconds, let local):
            moment += 1
            settings.set(milliseconds, of: \.statementTimeoutMilliseconds, local: local, at: moment)
        case .resetStatementTimeout:
            moment += 1
            settings.reset(\.statementTimeoutMilliseconds, at: moment)
        case .setRole(let role, let local):
            moment += 1
            settings.set(role, of: \.role, local: local, at: moment)
        case .begin:
            moment += 1
            settings.begin(at: moment)
        case .commit: endTransaction(rolledBack: false, &changes)
        case .rollback: endTransaction(rolledBack: true, &changes)
        case .savepoint(let name):
            moment += 1
            settings.savepoint(name, at: moment)
        case .rollbackToSavepoint(let name):
            made.forgetPlain()
            noteViewsTakenBack()
            guard let since = settings.rollBack(to: name) else { return }
            changes.closed += endCursors { $0.moment > since }
        case .release(let name): settings.release(name)
        case .prepare(let name):
            let statement = ServerStatement(name, profile.withoutEffects, stamp: stamp, meaning: meaning)
            prepare(statement)
            changes.prepared.append(statement)
            reserve(upTo: name.number + 1)
        case .deallocate(let name): deallocate(name, &changes)
        case .declareCursor(let name, let holds):
            var own = profile.withoutEffects
            // It was approved as a whole before it was declared, and what it looks up was counted.
            own.approvals = []
            own.metering = own.metering?.withoutLookups
            changes.opened.append(open(name, own, stamp: stamp, holds: holds))
            reserve(upTo: name.number + 1)
        case .closeCursor(let name): changes.closed += endCursors { name == nil || $0.name.client == name }
        case .createTemporary(let name): makeTemporary(name, &changes)
        case .createTemporaryView(let name, let reads):
            makeTemporary(name, &changes)
            viewsMoment += 1
            meaning += 1
            changes.temporaryViews.append((name, reads))
            // One that was made before under this name may still be there.
            viewReads[name, default: []].append(reads)
            temporaryViews[name, default: []].formUnion(reads)
        case .dropTemporary: break  // a rolled-back DROP leaves it in place: shadowing is assumed to the end
        case .catalogChanged, .defined, .preparesTransaction: break
        // What the server did not do after all is counted as done: it is asked for rules only.
        case .copied(let columns): copied.formUnion(columns)
        case .renamed(let names): made.forgetPlain(names)
        case .made(let more):
            guard made.count < Self.namesLimit else { return }
            if more.count > 0 { meaning += 1 }
            changes.made = changes.made ?? made
            made.formUnion(more)
        case .unsettled(let more):
            changes.unsettled = changes.unsettled ?? unsettled
            unsettled.formUnion(more)
        case .discardAll:
            deallocate(nil, &changes)
            changes.closed += endCursors { _ in true }
            moment += 1
            settings.reset(\.searchPath, at: moment)
            settings.reset(\.statementTimeoutMilliseconds, at: moment)
            settings.reset(\.role, at: moment)
        }
    }

    private mutating func makeTemporary(_ name: String, _ changes: inout NameChanges) {
        if temporaries.insert(name).inserted { meaning += 1 }
        makers[name, default: 0] += 1
        changes.temporaries.append(name)
    }

    private mutating func unmakeTemporary(_ name: String) {
        let rest = (makers[name] ?? 0) - 1
        makers[name] = rest > 0 ? rest : nil
        if rest <= 0 { temporaries.remove(name) }
    }

    private mutating func unmakeView(_ name: String, _ reads: Set<ViewedRelation>) {
        guard var all = viewReads[name], let place = all.firstIndex(of: reads) else { return }
        all.remove(at: place)
        viewReads[name] = all.isEmpty ? nil : all
        temporaryViews[name] = all.isEmpty ? nil : all.reduce(into: []) { $0.formUnion($1) }
    }

    private mutating func deallocate(_ name: String?, _ changes: inout NameChanges) {
        let gone = name.map { statements[$0].map { [$0] } ?? [] } ?? Array(statements.values)
        for statement in gone { remove(statement) }
        changes.deallocated += gone
    }

    private mutating func endTransaction(rolledBack: Bool, _ changes: inout NameChanges) {
        made.forgetPlain()
        if rolledBack { noteViewsTakenBack() }
        let since = settings.openSince
        settings.end(rolledBack: rolledBack)
        changes.closed += endCursors { cursor in
            !cursor.holds || rolledBack && since.map { cursor.moment > $0 } ?? false
        }
    }
}

extension StatementProfile {
    package var withoutEffects: StatementProfile {
        var copy = self
        copy.effects = []
        return copy
    }

    /// Everything that either of both demands.
    package func stricter(with other: StatementProfile) -> StatementProfile {
        var both = self
        both.kinds.formUnion(other.kinds)
        both.observed = observed || other.observed
        both.phiRead = Set(phiRead).union(other.phiRead).sorted()
        both.masked = Set(masked).union(other.masked).sorted()
        both.phiWritten = Set(phiWritten).union(other.phiWritten).sorted()
        if other.serverText == .scrub { both.serverText = .scrub }
        both.runsEntrusted = runsEntrusted || other.runsEntrusted
        both.isPositioned = isPositioned || other.isPositioned
        both.reached = reached.union(other.reached)
        both.touched = touched.union(other.touched)
        both.rowLimits = (rowLimits + other.rowLimits.filter { !rowLimits.contains($0) })
            .sorted(by: RowLimit.isBefore)
        both.approvals = approvals + other.approvals.filter { !approvals.contains($0) }
        both.detects = detects || other.detects
        both.refusesMaskMarker = refusesMaskMarker || other.refusesMaskMarker
        both.madeBy = madeBy ?? other.madeBy
        both.notices = notices + other.notices.filter { !notices.contains($0) }
        return both
    }
}
