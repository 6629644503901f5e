import Crypto
import HubAPI
import Judge
import Policy

/// What is refused at once, and runs when it comes again after its approval.
extension SessionMachine {
    /// - Parameter demands: at least one.
    /// - Returns: nil where all are approved, which is used up by that.
    mutating func askAgain(_ demands: [ApprovalDemand], _ matter: Matter) -> Refusal? {
        guard let standing = environment.standing else {
            return Refusal(unapproved: demands[0], matter.profile, auditText: matter.text)
        }
        if matter.profiles.contains(where: \.isPositioned) {
            return Self.refusal(
                demands[0].text(Self.what(matter)) + "; which row WHERE CURRENT OF means is not in the statement",
                "name the row by its key, in WHERE", demands[0], matter, isOpen: false)
        }
        let digests = demands.map { digest(of: question("", $0, matter), matter) }
        let answers = standing(zip(digests, demands).map { ($0, $1.expiresSeconds) })
        var refusal: Refusal?
        for ((demand, digest), answer) in zip(zip(demands, digests), answers) {
            switch answer {
            case .asked(let id):
                if let failure = recordPending(id, demand, matter) {
                    effects.append(.withdrawApproval(id: id))
                    return Self.unrecorded(failure)
                }
                var question = question(id, demand, matter)
                question.standing = digest
                effects.append(.requestApproval(question))
                refusal = refusal ?? Self.again(demand, matter, "it was asked for", id)
            case .pending(let id): refusal = refusal ?? Self.again(demand, matter, "nobody has decided yet", id)
            case .denied(let state):
                _ = record(state.id, demand.rule, matter.statement, state, rows: matter.rows)
                // What is denied never runs, whatever becomes of the others.
                return Self.refusal(Self.text(demand, state), Self.elsewise, demand, matter, isOpen: false)
            case .full: refusal = refusal ?? Self.tooMany(demand, matter)
            case .approved(let state):
                guard answers.allSatisfy(\.isApproved) else { continue }
                if let failure = record(state.id, demand.rule, matter.statement, state, rows: matter.rows) {
                    return Self.unrecorded(failure)
                }
            }
        }
        return refusal
    }

    private static let elsewise = "do not repeat it: ask for something else, or ask the approvers"

    private static func again(
        _ demand: ApprovalDemand, _ matter: Matter, _ words: String, _ id: String
    ) -> Refusal {
        refusal(
            demand.text(what(matter)) + "; \(words), as request \(id)",
            "nothing waits: send the same statement with the same values again when request \(id) is approved, which it "
                + "can be for \(demand.expiresSeconds) s; then it runs, once", demand, matter, isOpen: true)
    }

    private static func refusal(
        _ message: String, _ hint: String, _ demand: ApprovalDemand, _ matter: Matter, isOpen: Bool
    ) -> Refusal {
        Refusal(
            message: message, hint: hint, rule: demand.rule, kinds: matter.profile.kinds, phi: matter.profile.phiRead,
            auditText: matter.text, needsApproval: isOpen)
    }

    /// By what it is known when it comes again, on this connection or on another: all that is shown of it, all that runs, and
    /// what an unqualified name means in this session.
    private func digest(of question: ApprovalQuestion, _ matter: Matter) -> [UInt8] {
        var hash = SHA256()
        func add(_ part: [UInt8]) {
            withUnsafeBytes(of: UInt64(part.count).bigEndian) { hash.update(bufferPointer: $0) }
            hash.update(data: part)
        }
        func add(_ parts: [[UInt8]]) {
            withUnsafeBytes(of: UInt64(parts.count).bigEndian) { hash.update(bufferPointer: $0) }
            for part in parts { add(part) }
        }
        for list in question.shown { add(list.map { Array($0.utf8) }) }
        // People see neither what a detector has replaced nor what was too long.
        add(matter.sent)
        add(matter.profiles.compactMap(\.runs?.sent))
        add(matter.bound.digest)
        let names = book.names
        add(names.searchPath.map { Array($0.utf8) })
        add(names.settings.current.role.map { [Array($0.utf8)] } ?? [])
        add(names.temporaries.sorted().map { Array($0.utf8) })
        add(judge.shape(touchedBy: matter.profiles).map { Array($0.utf8) })
        // A temporary view is one of this session.
        add(names.viewsMoment == 0 ? [] : [Array(environment.session.utf8), Array(String(names.viewsMoment).utf8)])
        return hash.finalize().withUnsafeBytes { Array($0) }
    }
}
