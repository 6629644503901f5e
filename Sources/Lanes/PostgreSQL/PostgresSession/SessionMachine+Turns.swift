import AuditLog
package import Judge
import NIOCore
import PostgresWire

/// Sessions of a lane take turns with what they define anew. A statement is judged by what its names mean when it is sent, and
/// the server looks them up when it has the locks, which may be after another session's definition. So a definition is sent
/// when no other session has a statement on its way that names what it is about, and until its transaction has ended no other
/// session begins one.
extension SessionMachine {
    /// A definition that waits.
    enum Turn {
        /// - Parameter shape: what it touches, as it was judged.
        case query(Permit, raw: [UInt8], shape: [String])
        case execute(ByteBuffer, JudgedStatement)
    }

    /// The open transaction has defined something, or is about to.
    package var hasOpenDefinitions: Bool {
        if case .forTurn? = held { return true }
        return changes.concernCatalog || changes.hasUncommitted
    }

    /// Whether something is on its way that names what another session is about to define.
    package func isUsing(_ defined: DefinedNames) -> Bool {
        sent.judged.contains { statement in
            judge.concern(
                of: statement.recorded.rawText, statement.profile, by: defined, path: book.names.searchPath,
                own: judgeOfOwn) != nil
        }
    }

    /// Otherwise a statement without effects goes on without being asked about.
    var isDefinedByOthers: Bool { environment.definedByOthers?() != nil }

    func refusalByOthers(_ profiles: [StatementProfile], _ raw: [UInt8]) -> Refusal? {
        if profiles.contains(where: { $0.effects.contains(.preparesTransaction) }),
            hasOpenDefinitions || profiles.contains(where: { $0.effects.contains(.catalogChanged) }),
            judge.looksAtRelations
        {
            return Self.noPreparing
        }
        guard let defined = environment.definedByOthers?() else { return nil }
        for profile in profiles {
            guard let name = judge.concern(of: raw, profile, by: defined, path: book.names.searchPath, own: judgeOfOwn)
            else { continue }
            return Refusal(
                sqlState: "55P03",
                message:
                    "what \"\(name)\" is, or what a statement on it runs, is being defined anew by another session, "
                    + "whose transaction is still open",
                hint: "repeat it when that has ended", rule: "chaperone/open-definition")
        }
        return nil
    }

    /// - Parameter place: where it goes on.
    mutating func waitsForTurn(_ profiles: [StatementProfile], at place: () -> Turn) -> Bool {
        guard environment.definedByOthers != nil else { return false }
        var defined = DefinedNames.none
        for profile in profiles {
            for case .defined(let names) in profile.effects { defined.formUnion(names) }
        }
        guard !defined.isEmpty else { return false }
        held = .forTurn(place())
        effects.append(.takeTurn(defined))
        return true
    }

    /// - Parameter isTaken: false: the others have not come to their ends in time.
    package mutating func turn(isTaken: Bool) {
        guard case .forTurn(let place)? = held, !isClosed else { return }
        held = nil
        switch place {
        case .query(let permit, let raw, let shape):
            if isTaken {
                proceed(permit, raw, shape)
            } else {
                refuseQuery(Self.noTurn, via: "simple", raw: raw)
            }
        case .execute(let body, let judged):
            if isTaken {
                execute(body, .inTurn)
            } else {
                refuseParse(Self.noTurn, via: "execute", raw: judged.recorded.rawText)
            }
        }
        pumpClient()
    }

    private mutating func proceed(_ permit: Permit, _ raw: [UInt8], _ shape: [String]) {
        do throws(Refusal) {
            guard let now = try asBefore(permit, raw, shape) else {
                return refuseQuery(Self.changed, via: "simple", raw: raw)
            }
            send(query: now, raw: raw, isInTurn: true)
        } catch {
            refuseQuery(error, via: "simple", raw: raw)
        }
    }

    private static let noTurn = Refusal(
        sqlState: "55P03",
        message:
            "statements of other sessions on what this defines have been on their way for too long: they would run by what it "
            + "makes of that, and were not judged by it",
        hint: "repeat it, before what the others wait for is locked", rule: "chaperone/open-definition")

    /// Whoever commits it, and when, nobody here would know.
    private static let noPreparing = Refusal(
        message:
            "a transaction that has defined something is not prepared: others would not know when its definitions take effect",
        hint: "COMMIT", rule: "chaperone/open-definition")

    private static let changed = Refusal(
        sqlState: "55P03", message: "the policy or the database changed while the statement waited for its turn",
        hint: "repeat it", rule: "chaperone/open-definition")
}
