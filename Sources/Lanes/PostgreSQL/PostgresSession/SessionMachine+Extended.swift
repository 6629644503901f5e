import AuditLog
import Judge
import NIOCore
import Policy
import PostgresWire
import SQLRewrite

/// The extended protocol: Parse to Sync. Everything that has a name goes upstream under the lane's own.
extension SessionMachine {
    mutating func parse(_ body: ByteBuffer, _ attempt: Attempt) {
        let type = UInt8(ascii: "P")
        var reader = body
        guard let name = reader.readName(), let text = reader.readCStringBytes(),
            let types = reader.getInteger(at: reader.readerIndex, as: UInt16.self),
            reader.readableBytes == 2 + Int(types) * 4
        else { return malformed(WireViolation("invalid Parse message")) }
        if mustWaitForCatalog { return holdForCatalog(.parse, body, isFresh: attempt.isFresh) }
        if mustWaitForPath { return holdUntilAnswered(type, body) }
        if mustWaitForReadings(text, type, body) { return }
        switch judged(text, parameterTypes: Self.numbers(of: reader), .parse, body, attempt) {
        case .needsCatalog(let refusal)?:
            if waitsForOwn(type, body) { return }
            if attempt.isFresh { return refuseParse(refusal, via: "parse", raw: text) }
            holdForCatalog(.parse, body, isFresh: true)
        case .refuse(let refusal)?:
            if waitsForOwn(type, body) { return }
            refuseParse(refusal, via: "parse", raw: text)
        case .approve(let permit)?:
            // The approval is for executing it; where there can be none, the client knows it sooner.
            if environment.openApproval == nil, let refusal = permit.unapproved {
                return refuseParse(refusal, via: "parse", raw: text)
            }
            prepare(permit, name, text, types: reader, body)
        case .permit(let permit)?: prepare(permit, name, text, types: reader, body)
        case nil: return
        }
    }

    /// Of the types that a Parse message declares.
    /// - Parameter types: the rest of the message, of the right length.
    private static func numbers(of types: ByteBuffer) -> [UInt32] {
        var types = types
        let count = types.readInteger(as: UInt16.self) ?? 0
        return (0..<count).compactMap { _ in types.readInteger(as: UInt32.self) }
    }

    /// - Parameters:
    ///   - types: the rest of the Parse message.
    ///   - body: of all of it.
    private mutating func prepare(
        _ permit: Permit, _ name: ClientName, _ text: [UInt8], types: ByteBuffer, _ body: ByteBuffer
    ) {
        guard permit.statements.count <= 1 else {
            return refuseParse(
                Refusal(
                    sqlState: "42601", message: "cannot insert multiple commands into a prepared statement",
                    rule: "chaperone/syntax", auditText: permit.auditText), via: "parse", raw: text)
        }
        guard case .known(let client) = name else {
            return refuseParse(
                .decomposed("prepared statement", auditText: permit.auditText), via: "parse", raw: text)
        }
        if !client.isEmpty {
            guard book.statement(client) == nil else {
                return refuseName(
                    Refusal(
                        sqlState: "42P05", message: "prepared statement \"\(client)\" already exists",
                        rule: "chaperone/names", auditText: permit.auditText), UInt8(ascii: "P"), body, via: "parse",
                    raw: text)
            }
            guard book.hasRoomForStatement else {
                return refuseParse(
                    Refusal(
                        sqlState: "54000", message: "more than \(SessionNames.namesLimit) prepared statements",
                        rule: "chaperone/names"), via: "parse", raw: text)
            }
        }
        if isDefinedByOthers, let refusal = refusalByOthers(permit.statements, text) {
            return refuseParse(refusal, via: "parse", raw: text)
        }
        book.reserve(upTo: permit.nextNumber)
        send(statement: prepared(permit, book.makeName(client), text, Self.numbers(of: types)), isShown: true)
    }

    private func prepared(_ permit: Permit, _ name: LaneName, _ text: [UInt8], _ types: [UInt32]) -> PreparedStatement {
        let judged = JudgedStatement(
            permit.statements.first ?? StatementProfile(kinds: []), text: permit.auditText,
            rewritten: permit.rewrittenAuditText, rawText: text,
            sent: permit.text, positions: permit.positions)
        return PreparedStatement(
            judged,
            ServerStatement(name, judged.known(parameterTypes: types), stamp: judge.stamp, meaning: book.names.meaning),
            parameterTypes: types,
            naming: permit.usesNames ? PreparedStatement.Naming(moment: book.names.moment) : nil,
            segment: pipeline.segment)
    }

    private mutating func send(statement: PreparedStatement, isShown: Bool) {
        book.add(statement)
        statement.naming?.moment = book.names.moment
        exposure.note(statement.judged)
        enqueue(.parse(statement, isShown: isShown))
        toUpstream.writeParse(name: statement.name.upstream, text: statement.sent, types: statement.types)
    }

    /// A message of the extended protocol, on its way.
    mutating func enqueue(_ operation: Operation) {
        pipeline.open()
        sent.append(operation)
    }

    /// A refusal that follows from names: what is on its way may change them, and is waited for.
    mutating func refuseName(
        _ refusal: Refusal, _ type: UInt8, _ body: ByteBuffer, via: String, raw: [UInt8] = []
    ) {
        guard sent.isEmpty else { return holdUntilAnswered(type, body) }
        refuseParse(refusal, via: via, raw: raw)
    }

    static func unknownPortal(_ name: String) -> Refusal {
        Refusal(sqlState: "34000", message: "portal \"\(name)\" does not exist", rule: "chaperone/unknown-name")
    }

    // MARK: Bind

    mutating func bind(_ body: ByteBuffer, _ attempt: Attempt) {
        let type = UInt8(ascii: "B")
        var reader = body
        guard let portalName = reader.readName(), let statementName = reader.readName() else {
            return malformed(WireViolation("invalid Bind message"))
        }
        let values = reader
        guard let parts = BindParts(&reader) else { return malformed(WireViolation("invalid Bind message")) }
        guard case .known(let portal) = portalName, case .known(let name) = statementName else {
            return refuseParse(.decomposed("prepared statement or portal"), via: "bind", raw: [])
        }
        guard let known = book.statement(name), !name.isEmpty || isCertain(known) else {
            return refuseName(.notPrepared(name), type, body, via: "bind")
        }
        // The text is all that the server has of one, and so it may be another.
        let isBare = known.judged.profile.isDefinition && parts.count == 0
        if isBare, mustWaitForCatalog { return holdForCatalog(.bind, body, isFresh: attempt.isFresh) }
        guard let statement = current(known, body, isBare: isBare, isFresh: attempt.isFresh) else { return }
        // The server plans it, for which it would wait.
        if isDefinedByOthers, let refusal = refusalByOthers([statement.judged.profile], statement.rawText) {
            return refuseParse(refusal, via: "bind", raw: statement.rawText)
        }
        if statement.judged.refusesMaskMarker, parts.containsMarker(judge.markers, in: body) {
            return refuseParse(.maskMarker(statement.judged.profile, statement.auditText), via: "bind", raw: [])
        }
        if !portal.isEmpty {
            guard book.portal(portal) == nil else {
                return refuseName(
                    Refusal(
                        sqlState: "42P03", message: "cursor \"\(portal)\" already exists", rule: "chaperone/names"),
                    type, body, via: "bind")
            }
            guard book.hasRoomForPortal else {
                return refuseParse(
                    Refusal(
                        sqlState: "54000", message: "more than \(SessionNames.namesLimit) portals",
                        rule: "chaperone/names"), via: "bind", raw: [])
            }
        }
        let bound = book.open(
            book.makeName(portal), of: statement, formats: parts.resultFormats, segment: pipeline.segment)
        if statement.judged.mayNeedApproval {
            bound.bound = BoundValues(
                parts, in: values, declared: statement.parameterTypes, described: statement.describedTypes, judge: judge
            )
        } else if parts.count > 0 {
            bound.bound = nil
        }
        if let lookups = statement.judged.lookups, !lookups.arrays.isEmpty {
            bound.lookups = parts.elements(of: lookups.arrays, in: values)
        }
        exposure.note(statement.judged)
        enqueue(.bind(bound))
        guard !portal.isEmpty || !name.isEmpty else { return forward(body) }
        toUpstream.writeBind(portal: bound.nameOnTheWire, statement: statement.nameOnTheWire, values: values)
    }

    /// The statement as policy and names are now; nil where it cannot be, and the client is told, or the message waits.
    /// - Parameter isBare: it may be written anew: a definition, without values.
    private mutating func current(
        _ known: PreparedStatement, _ body: ByteBuffer, isBare: Bool, isFresh: Bool
    ) -> PreparedStatement? {
        let type = StatementMessage.bind.rawValue
        var statement = known
        let judge = judgeInForce()
        if statement.stamp != judge.stamp || statement.server.meaning != book.names.meaning || !book.names.isSettled {
            guard statement.isMade || sent.isEmpty else {
                holdUntilAnswered(type, body)
                return nil
            }
            do throws(Refusal) {
                statement = try renewed(statement, by: judge, isFresh: isFresh)
            } catch {
                if !known.name.client.isEmpty, waitsForOwn(type, body) { return nil }
                if isBare { return rewritten(known, body, isFresh: isFresh) }
                refuseParse(error, via: "bind", raw: statement.rawText)
                return nil
            }
            book.remove(known)
            book.add(statement)
        }
        guard let naming = statement.naming, naming.moment != book.names.moment else { return statement }
        return rewritten(statement, body, isFresh: isFresh)
    }

    /// A text that has names in it, or defines something, as names are now. Where it is another, the server is sent that before
    /// it is bound.
    private mutating func rewritten(
        _ statement: PreparedStatement, _ body: ByteBuffer, isFresh: Bool
    ) -> PreparedStatement? {
        switch judge.judge(
            statement.rawText, names: book.names, parameterTypes: statement.parameterTypes, isFresh: isFresh)
        {
        case .needsCatalog where !isFresh:
            holdForCatalog(.bind, body, isFresh: true)
            return nil
        case .refuse(let refusal), .needsCatalog(let refusal):
            if refusal.followsNames, !sent.isEmpty {
                holdUntilAnswered(StatementMessage.bind.rawValue, body)
            } else {
                refuseParse(refusal, via: "bind", raw: statement.rawText)
            }
            return nil
        case .permit(let permit), .approve(let permit):
            if permit.text == statement.sent { return statement }
            book.remove(statement)
            book.reserve(upTo: permit.nextNumber)
            let again = prepared(
                permit, book.makeName(statement.name.client), statement.rawText, statement.parameterTypes)
            send(statement: again, isShown: false)
            return again
        }
    }

    // MARK: Execute, Sync

    mutating func execute(_ body: ByteBuffer, _ attempt: Attempt) {
        let type = UInt8(ascii: "E")
        var reader = body
        guard let clientName = reader.readName(), let rowsLimit = reader.readInteger(as: Int32.self),
            reader.readableBytes == 0
        else { return malformed(WireViolation("invalid Execute message")) }
        guard case .known(let name) = clientName else {
            return refuseParse(.decomposed("portal"), via: "execute", raw: [])
        }
        guard let portal = book.portal(name), !name.isEmpty || isCertain(portal) else {
            return refuseName(Self.unknownPortal(name), type, body, via: "execute")
        }
        let judge = judgeInForce()
        // What was bound before a definition of its transaction runs by what that has made of it.
        if portal.statement.stamp != judge.stamp || !book.names.isSettled {
            do throws(Refusal) {
                portal.statement = try renewed(portal.statement, by: judge)
            } catch {
                if !name.isEmpty, waitsForOwn(type, body) { return }
                return refuseParse(error, via: "execute", raw: portal.statement.rawText)
            }
        }
        let judged = portal.statement.judged
        // Nobody can be asked about values that were not kept.
        guard let own = judged.mayNeedApproval ? portal.bound : portal.bound ?? .some(.none) else {
            return refuseParse(
                .outdated("the portal", auditText: judged.recorded.text), via: "execute", raw: judged.recorded.rawText)
        }
        let bound = judged.cursor == nil ? BoundValues(one: own) : boundValues(of: [judged.profile], with: own)
        if let demand = judged.demands.first(where: { !portal.approved.contains($0) }) {
            return hold(execute: body, portal: portal, judged, bound, demand, attempt)
        }
        // What has begun has its locks.
        if !portal.isUsed, judged.hasEffects || isDefinedByOthers {
            if let refusal = refusalByOthers([judged.profile], judged.recorded.rawText) {
                return refuseParse(refusal, via: "execute", raw: judged.recorded.rawText)
            }
            if !attempt.isInTurn, waitsForTurn([judged.profile], at: { .execute(body, judged) }) { return }
        }
        if !portal.isUsed, judged.lookups != nil, let refusal = chargeLookups(of: portal) {
            return refuseParse(refusal, via: "execute", raw: judged.recorded.rawText)
        }
        let progress = judged.cursor.flatMap { self.progress(of: $0) } ?? portal.progress
        guard let run = begin(judged, via: "execute", progress: progress) else { return }
        if !portal.isUsed { apply(run) }
        book.bind(own, toCursorsOf: run.changes)
        portal.isUsed = true
        run.columns = portal.columns
        run.formats = portal.formats
        run.bound = bound
        exposure.note(judged)
        if judged.mayCopyIn { copyIn = .mayBegin }
        noteReadings(judged)
        enqueue(.execute(run, portal))
        if name.isEmpty {
            forward(body)
        } else {
            toUpstream.writeExecute(portal: portal.name.upstream, rowsLimit: rowsLimit)
        }
    }

    private mutating func chargeLookups(of portal: Portal) -> Refusal? {
        let judged = portal.statement.judged
        let isCounted = judged.lookups?.arrays.isEmpty ?? true || portal.lookups != nil
        // What was bound before the limit was there has not been looked at.
        guard isCounted else { return .outdated("the portal", auditText: judged.recorded.text) }
        return chargeLookups(
            of: [judged.profile], arrays: portal.lookups ?? 0, auditText: judged.recorded.text)
    }

    mutating func sync(_ body: ByteBuffer) {
        sent.append(.sync(Operation.Ending(moment: book.names.moment), segment: pipeline.sync()))
        forward(body)
    }
}

extension Refusal {
    static func maskMarker(_ profile: StatementProfile, _ auditText: String) -> Refusal {
        Refusal(
            message: "a masked value must not be written back over a real one",
            hint: "leave protected columns out of the write, or give their real values", rule: "chaperone/mask-marker",
            kinds: profile.kinds, phi: profile.phiWritten, auditText: auditText)
    }
}
