import Judge

/// The prepared statements and portals of a session, by what the client calls them: those that the server has, or will
/// have when all that is on its way has been done. What was not done is forgotten, and what was not taken away is known
/// again, object by object; see `LaneName` for why no guess can take one for another.
///
/// The two that have no name are the exception: the server calls each of them the same always. They are used only when
/// it is certain which they are, see `SessionMachine.isCertain`.
struct NameBook {
    /// What judging knows: the same objects.
    private(set) var names: SessionNames
    private var statements: [String: PreparedStatement] = [:]
    private var portals: [String: Portal] = [:]
    private var unnamedStatement: PreparedStatement?
    private var unnamedPortal: Portal?

    /// What a statement changed in it.
    struct Changes {
        fileprivate(set) var names: NameChanges
        fileprivate var deallocated: [PreparedStatement] = []
        fileprivate var closed: [Portal] = []

        /// Where an unqualified name leads to may be another.
        var changesPath: Bool { names.settings != nil }
    }

    init(_ names: SessionNames) { self.names = names }

    func statement(_ name: String) -> PreparedStatement? { name.isEmpty ? unnamedStatement : statements[name] }
    func portal(_ name: String) -> Portal? { name.isEmpty ? unnamedPortal : portals[name] }
    var hasRoomForStatement: Bool { names.statements.count < SessionNames.namesLimit }
    var hasRoomForPortal: Bool { names.cursors.count < SessionNames.namesLimit }

    mutating func makeName(_ client: String) -> LaneName { client.isEmpty ? .unnamed : names.makeName(client) }
    mutating func reserve(upTo number: UInt64) { names.reserve(upTo: number) }

    // MARK: statements

    mutating func add(_ statement: PreparedStatement) {
        guard !statement.name.client.isEmpty else {
            unnamedStatement = statement
            return
        }
        statements[statement.name.client] = statement
        names.prepare(statement.server)
    }

    /// It is not there, or will not be.
    mutating func remove(_ statement: PreparedStatement) {
        let name = statement.name.client
        if name.isEmpty {
            if unnamedStatement === statement { unnamedStatement = nil }
        } else if statements[name] === statement {
            statements[name] = nil
            names.remove(statement.server)
        }
    }

    mutating func putBack(_ statement: PreparedStatement) {
        let name = statement.name.client
        guard !name.isEmpty, statements[name] == nil else { return }
        statements[name] = statement
        names.putBack(statement.server)
    }

    // MARK: portals

    /// - Parameter name: as it was made for it.
    mutating func open(
        _ name: LaneName, of statement: PreparedStatement, formats: [Int16], segment: UInt64
    ) -> Portal {
        guard !name.client.isEmpty else {
            let portal = Portal(statement, nil, formats: formats, segment: segment)
            unnamedPortal = portal
            return portal
        }
        let server = names.open(
            name, statement.judged.known(parameterTypes: statement.parameterTypes), stamp: statement.stamp)
        let portal = Portal(statement, server, formats: formats, segment: segment)
        portals[name.client] = portal
        return portal
    }

    mutating func remove(_ portal: Portal) {
        let name = portal.name.client
        if name.isEmpty {
            if unnamedPortal === portal { unnamedPortal = nil }
        } else if portals[name] === portal {
            portals[name] = nil
            if let server = portal.server { names.remove(server) }
        }
    }

    mutating func putBack(_ portal: Portal) {
        let name = portal.name.client
        guard !name.isEmpty, portals[name] == nil, let server = portal.server else { return }
        portals[name] = portal
        names.putBack(server)
    }

    // MARK: what statements do

    /// A Query takes both away that have no name.
    mutating func forgetUnnamed() {
        unnamedStatement = nil
        unnamedPortal = nil
    }

    mutating func forgetUnnamedStatement() { unnamedStatement = nil }

    mutating func apply(_ profile: StatementProfile, stamp: JudgeStamp) -> Changes {
        var changes = Changes(names: names.apply(profile, stamp: stamp))
        for gone in changes.names.deallocated {
            if let statement = statements.removeValue(forKey: gone.name.client) {
                changes.deallocated.append(statement)
            }
        }
        for made in changes.names.prepared { statements[made.name.client] = PreparedStatement(sql: made) }
        changes.closed = takeAway(changes.names.closed)
        for made in changes.names.opened { portals[made.name.client] = Portal(sql: made) }
        return changes
    }

    /// A cursor runs with the values that were bound to its DECLARE.
    func bind(_ values: BoundValues, toCursorsOf changes: Changes?) {
        for made in changes?.names.opened ?? [] where portals[made.name.client]?.server === made {
            portals[made.name.client]?.bound = values
        }
    }

    /// The server did not do it. Of several, the last is taken back first.
    mutating func takeBack(_ changes: Changes) {
        names.takeBack(changes.names)
        for made in changes.names.prepared where statements[made.name.client]?.server === made {
            statements[made.name.client] = nil
        }
        for made in changes.names.opened where portals[made.name.client]?.server === made {
            portals[made.name.client] = nil
        }
        for statement in changes.deallocated where statements[statement.name.client] == nil {
            statements[statement.name.client] = statement
        }
        for portal in changes.closed where portals[portal.name.client] == nil {
            portals[portal.name.client] = portal
        }
    }

    mutating func forgetMade() -> Bool { names.forgetMade() }
    mutating func unsettle() { names.unsettle() }

    mutating func commitRolledBack(_ changes: Changes) { names.commitRolledBack(changes.names) }

    /// The server says that no transaction is open, as of a Query, or the Sync after a segment, sent at `moment`.
    mutating func transactionEnded(at moment: UInt64, segment: UInt64?, rolledBack: Bool) {
        if let portal = unnamedPortal, let segment, portal.segment <= segment { unnamedPortal = nil }
        _ = takeAway(names.transactionEnded(at: moment, rolledBack: rolledBack))
    }

    private mutating func takeAway(_ cursors: [ServerCursor]) -> [Portal] {
        cursors.compactMap { portals.removeValue(forKey: $0.name.client) }
    }
}
