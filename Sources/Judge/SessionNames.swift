package import Policy
import SQLRewrite

/// The names that a session has made or set, as far as judging needs them. A value: the session holds it, applies each
/// permitted statement's effects in the order of forwarding, and passes it to `Judge`.
///
/// Being wrong here (a SET that failed at the server) may name a wrong table, never an unmasked one: every relation
/// that could be meant is written out in full by the rewriter. Profiles of prepared statements and cursors are kept
/// strict: a name that is made twice keeps the stricter of both.
package struct SessionNames: Sendable, Equatable {
    /// At most this many prepared statements, and as many cursors, in one session.
    package static let namesLimit = 10_000

    package private(set) var searchPath: [String]
    package private(set) var temporaries: Set<String> = []
    package private(set) var temporaryViews: [String: Set<QualifiedName>] = [:]
    package private(set) var prepared: [String: StatementProfile] = [:]
    package private(set) var cursors: [String: StatementProfile] = [:]
    /// Named portals of the extended protocol, as FETCH and MOVE see them.
    package private(set) var portals: [String: StatementProfile] = [:]
    /// Made before the policy changed, and perhaps still at the server: until it has taken them away they are not to
    /// be used, under whatever text the name is prepared again.
    private var outdatedStatements: Set<String> = []
    private var outdatedCursors: Set<String> = []
    /// Cursors WITH HOLD.
    private var heldCursors: Set<String> = []
    private var policyChanges = 0
    private let defaultSearchPath: [String]
    private var atBegin: [String]?
    /// `SET LOCAL` ends with the transaction: what the path is then.
    private var afterCommit: [String]?
    private var savepoints: [(name: String, path: [String])] = []

    package init(searchPath: [String]) {
        self.searchPath = searchPath
        defaultSearchPath = searchPath
    }

    package static func == (a: Self, b: Self) -> Bool {
        a.searchPath == b.searchPath && a.temporaries == b.temporaries && a.temporaryViews == b.temporaryViews
            && a.prepared == b.prepared
            && a.cursors == b.cursors && a.outdatedStatements == b.outdatedStatements
            && a.outdatedCursors == b.outdatedCursors
    }

    /// Applies what `profile`'s statement does. Call it when the statement is forwarded.
    package mutating func apply(_ profile: StatementProfile) {
        for effect in profile.effects { apply(effect, of: profile) }
    }

    /// A named Parse message: the same namespace as SQL PREPARE.
    package mutating func prepare(name: String, _ profile: StatementProfile) {
        prepared[name] = prepared[name].map { $0.stricter(with: profile) } ?? profile
    }

    /// A named portal of the extended protocol: FETCH and MOVE reach it as they reach a cursor.
    package mutating func bindPortal(name: String, _ profile: StatementProfile) {
        let own = profile.withoutEffects
        guard portals.count < Self.namesLimit || portals[name] != nil else { return }
        portals[name] = portals[name].map { $0.stricter(with: own) } ?? own
    }

    package mutating func deallocate(name: String) { prepared[name] = nil }

    // MARK: policy changes

    /// Whatever has been prepared or declared was judged by another policy.
    package mutating func policyChanged() {
        policyChanges += 1
        outdatedStatements.formUnion(prepared.keys)
        outdatedCursors.formUnion(cursors.keys)
        outdatedCursors.formUnion(portals.keys)
    }

    package func isOutdated(statement name: String) -> Bool { outdatedStatements.contains(name) }
    package func isOutdated(cursor name: String) -> Bool { outdatedCursors.contains(name) }

    /// The new policy would make the same of a prepared statement as the old one did.
    package mutating func renew(statement name: String, _ profile: StatementProfile) {
        prepared[name] = profile.withoutEffects
        outdatedStatements.remove(name)
    }

    /// The server has closed a prepared statement.
    package mutating func closed(statement name: String) { outdatedStatements.remove(name) }

    /// A statement has completed: what it took away at the server is gone.
    package mutating func completed(_ profile: StatementProfile) {
        for effect in profile.effects {
            switch effect {
            case .deallocate(let name?): outdatedStatements.remove(name)
            case .deallocate(nil): outdatedStatements = []
            case .closeCursor(let name?): outdatedCursors.remove(name)
            case .closeCursor(nil): outdatedCursors = []
            case .discardAll:
                outdatedStatements = []
                outdatedCursors = []
            default: continue
            }
        }
    }

    /// No transaction is open, and nothing is on its way: portals, and cursors without HOLD, are gone.
    package mutating func becameIdle() {
        if !outdatedCursors.isEmpty { outdatedCursors.formIntersection(heldCursors) }
    }

    /// Back to what was before statements that the server did not execute. What the policy outdated stays so.
    package mutating func restore(_ before: SessionNames) {
        let now = self
        self = before
        if policyChanges != now.policyChanges {
            policyChanged()
            policyChanges = now.policyChanges
        }
        outdatedStatements.formUnion(now.outdatedStatements)
        outdatedCursors.formUnion(now.outdatedCursors)
        heldCursors.formUnion(now.heldCursors)
    }

    /// The transaction ended without a statement saying so (ReadyForQuery said idle), or failed and was rolled back.
    package mutating func transactionEnded(rolledBack: Bool) {
        if rolledBack, let path = atBegin { searchPath = path } else if let path = afterCommit { searchPath = path }
        atBegin = nil
        afterCommit = nil
        savepoints = []
    }

    package var inTransaction: Bool { atBegin != nil }

    /// An unqualified name means what it means in a session that has set nothing.
    func isPlain(in catalog: Catalog) -> Bool { searchPath == catalog.defaultSearchPath && temporaries.isEmpty }

    private mutating func apply(_ effect: SessionEffect, of profile: StatementProfile) {
        switch effect {
        case .setSearchPath(let path, let local):
            if local {
                guard inTransaction else { return }
                afterCommit = afterCommit ?? searchPath
            } else {
                afterCommit = nil
            }
            searchPath = path
        case .resetSearchPath: searchPath = defaultSearchPath
        case .begin: atBegin = atBegin ?? searchPath
        case .commit: transactionEnded(rolledBack: false)
        case .rollback: transactionEnded(rolledBack: true)
        case .savepoint(let name): savepoints.append((name, searchPath))
        case .rollbackToSavepoint(let name):
            guard let index = savepoints.lastIndex(where: { $0.name == name }) else { return }
            searchPath = savepoints[index].path
            savepoints.removeSubrange((index + 1)...)
        case .release(let name):
            if let index = savepoints.lastIndex(where: { $0.name == name }) { savepoints.removeSubrange(index...) }
        case .prepare(let name): prepare(name: name, profile.withoutEffects)
        case .deallocate(let name):
            if let name { prepared[name] = nil } else { prepared = [:] }
        case .declareCursor(let name, let holds):
            var own = profile.withoutEffects
            // It was approved as a whole before it was declared.
            own.approval = nil
            if holds { heldCursors.insert(name) }
            cursors[name] = cursors[name].map { $0.stricter(with: own) } ?? own
        case .closeCursor(let name):
            if let name { cursors[name] = nil } else { cursors = [:] }
        case .createTemporary(let name): temporaries.insert(name)
        case .createTemporaryView(let name, let reads):
            temporaries.insert(name)
            // One that was made before under this name may still be there.
            temporaryViews[name, default: []].formUnion(reads)
        case .dropTemporary: break  // a rolled-back DROP leaves it in place: shadowing is assumed to the end
        case .catalogChanged: break
        case .discardAll:
            prepared = [:]
            cursors = [:]
            searchPath = defaultSearchPath
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
        both.phiWritten = Set(phiWritten).union(other.phiWritten).sorted()
        if other.serverText == .scrub { both.serverText = .scrub }
        both.rowLimits = (rowLimits + other.rowLimits).sorted { $0.rows < $1.rows }
        both.approval = approval ?? other.approval
        both.detects = detects || other.detects
        both.refusesMaskMarker = refusesMaskMarker || other.refusesMaskMarker
        both.notices = notices + other.notices.filter { !notices.contains($0) }
        return both
    }
}
