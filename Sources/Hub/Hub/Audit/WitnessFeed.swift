import AuditLog
import HubStore
import Logging
import SignedNote
import Synchronization
import Witness

/// Shows the newest cosigned checkpoint of every log to the further witnesses, and keeps what they sign.
struct WitnessFeed: Sendable {
    let witnesses: [FurtherWitness]
    let intervalSeconds: Int64
    let store: any HubStore
    let clock: HubClock
    let logger: Logger

    /// What is told once, as long as it lasts. Each replica tells for itself.
    private final class Complaints: Sendable {
        private let known = Mutex<[String: String]>([:])

        /// - Returns: whether it is new.
        func note(_ subject: String, _ complaint: String?) -> Bool {
            known.withLock { known in
                defer { known[subject] = complaint }
                return complaint != nil && known[subject] != complaint
            }
        }
    }

    /// Until it is cancelled. Two hubs may do so: the slower one is told of a conflict, and asks again.
    func run() async {
        guard !witnesses.isEmpty else { return }
        let clients = witnesses.map(WitnessClient.init)
        let complaints = Complaints()
        while !Task.isCancelled {
            do { try await show(to: clients, complaints) } catch {
                logger.error("logs are not shown to witnesses", metadata: ["reason": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(intervalSeconds))
        }
        for client in clients { await client.close() }
    }

    /// Every witness is shown the same checkpoint of a log, which is kept once, with what all of them have signed: whoever
    /// reads it in between finds the one before, signed by all, too.
    private func show(to clients: [WitnessClient], _ complaints: Complaints) async throws {
        var silent: Set<String> = []
        for log in try await store.logs() where !log.checkpoint.isEmpty && !Task.isCancelled {
            let note = try SignedNote.parse(log.checkpoint)
            var lines: [NoteSignature] = []
            for client in clients where !silent.contains(client.witness.name) {
                switch try await show(note, of: log, to: client, complaints) {
                case .nothing: break
                case .signed(let line): lines.append(line)
                // It would fail at the other logs as well.
                case .silent: silent.insert(client.witness.name)
                }
            }
            if !lines.isEmpty { try await keep(lines, note, of: log.origin) }
        }
    }

    private enum Shown {
        /// It has signed it before, or does not sign it.
        case nothing
        case signed(NoteSignature)
        case silent
    }

    private func show(
        _ note: SignedNote, of log: StoredLog, to client: WitnessClient, _ complaints: Complaints
    ) async throws -> Shown {
        let witness = client.witness
        guard let request = try await request(log, note, witness) else { return .nothing }
        var answer = await client.add(request)
        if case .conflict(let size) = answer, size <= request.checkpoint.size {
            // It has seen more than is known here, or less: another replica was faster, or it has lost it.
            answer = await client.add(try await self.request(log, note, from: size))
        }
        switch answer {
        case .cosigned(let line):
            _ = complaints.note(witness.name + " " + log.origin, nil)
            _ = complaints.note(witness.name + " ", nil)
            return .signed(line)
        case .conflict(let size):
            // Another replica may have shown it a newer one meanwhile.
            let now = try await store.log(log.origin)?.cosignedSize ?? 0
            guard now < size else { return .nothing }
            let complaint = "it has cosigned \(size) records of \(log.origin), and \(now) are here: rolled back"
            try await tell(complaints, witness, log.origin, .witnessRefused, .critical, complaint)
        case .inconsistent:
            let complaint = "it has cosigned another history of \(log.origin) than is kept here: forked"
            try await tell(complaints, witness, log.origin, .witnessRefused, .critical, complaint)
        case .unknownLog:
            let complaint = "it is no witness of \(log.origin): give it the key of the log"
            try await tell(complaints, witness, log.origin, .witnessMissing, .warning, complaint)
        case .failed(let reason):
            try await tell(complaints, witness, "", .witnessMissing, .warning, reason)
            return .silent
        }
        return .nothing
    }

    /// nil: this witness has cosigned it already.
    private func request(
        _ log: StoredLog, _ note: SignedNote, _ witness: FurtherWitness
    ) async throws -> AddCheckpoint? {
        guard !log.witnessedCheckpoint.isEmpty else { return try await request(log, note, from: 0) }
        let witnessed = try SignedNote.parse(log.witnessedCheckpoint)
        let isCosigned = witnessed.signatures.contains { $0.isClaimed(by: witness.key) }
        if isCosigned, witnessed.text == note.text { return nil }
        return try await request(log, note, from: isCosigned ? log.witnessedSize : 0)
    }

    private func request(_ log: StoredLog, _ note: SignedNote, from oldSize: UInt64) async throws -> AddCheckpoint {
        let hashes = TreeHashes(store: store, origin: log.origin)
        let size = try Checkpoint(parsing: note.text).size
        return try AddCheckpoint(
            oldSize: oldSize, proof: try await hashes.consistency(from: oldSize, to: size), note: note)
    }

    /// Beside the lines of other witnesses under the same checkpoint.
    private func keep(_ lines: [NoteSignature], _ note: SignedNote, of origin: String) async throws {
        var signatures = note.signatures
        if let kept = try await store.log(origin)?.witnessedCheckpoint, !kept.isEmpty {
            let kept = try SignedNote.parse(kept)
            if kept.text == note.text { signatures = kept.signatures }
        }
        signatures.removeAll { old in lines.contains { $0.keyName == old.keyName && $0.keyID == old.keyID } }
        let signed = try SignedNote(text: note.text, signatures: signatures + lines)
        try await store.setWitnessed(signed.description, size: try Checkpoint(parsing: note.text).size, of: origin)
    }

    private func tell(
        _ complaints: Complaints, _ witness: FurtherWitness, _ origin: String, _ kind: HubEvent.Kind,
        _ severity: HubEvent.Severity, _ detail: String
    ) async throws {
        guard complaints.note(witness.name + " " + origin, detail) else { return }
        try await store.add(
            HubEvent(
                atSeconds: clock.nowSeconds(), kind: kind, severity: severity, subject: witness.name, detail: detail))
    }
}
