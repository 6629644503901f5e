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
            do {
                for client in clients { try await show(to: client, complaints) }
            } catch { logger.error("logs are not shown to witnesses", metadata: ["reason": "\(error)"]) }
            try? await Task.sleep(for: .seconds(intervalSeconds))
        }
        for client in clients { await client.close() }
    }

    private func show(to client: WitnessClient, _ complaints: Complaints) async throws {
        let witness = client.witness
        for log in try await store.logs() where !log.checkpoint.isEmpty && !Task.isCancelled {
            guard let request = try await request(log, witness) else { continue }
            var answer = await client.add(request)
            if case .conflict(let size) = answer, size <= request.checkpoint.size {
                // It has seen more than is known here, or less: another replica was faster, or it has lost it.
                answer = await client.add(try await self.request(log, request.note, from: size))
            }
            switch answer {
            case .cosigned(let line): try await keep(line, request, of: log.origin)
            case .conflict(let size):
                // Another replica may have shown it a newer one meanwhile.
                let now = try await store.log(log.origin)?.cosignedSize ?? 0
                guard now < size else { continue }
                let complaint = "it has cosigned \(size) records of \(log.origin), and \(now) are here: rolled back"
                try await tell(complaints, witness, log.origin, .witnessRefused, .critical, complaint)
                continue
            case .inconsistent:
                let complaint = "it has cosigned another history of \(log.origin) than is kept here: forked"
                try await tell(complaints, witness, log.origin, .witnessRefused, .critical, complaint)
                continue
            case .unknownLog:
                let complaint = "it is no witness of \(log.origin): give it the key of the log"
                try await tell(complaints, witness, log.origin, .witnessMissing, .warning, complaint)
                continue
            case .failed(let reason):
                // The others would fail as well.
                return try await tell(complaints, witness, "", .witnessMissing, .warning, reason)
            }
            _ = complaints.note(witness.name + " " + log.origin, nil)
            _ = complaints.note(witness.name + " ", nil)
        }
    }

    /// nil: this witness has cosigned it already.
    private func request(_ log: StoredLog, _ witness: FurtherWitness) async throws -> AddCheckpoint? {
        let note = try SignedNote.parse(log.checkpoint)
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
    private func keep(_ line: NoteSignature, _ request: AddCheckpoint, of origin: String) async throws {
        var signatures = request.note.signatures
        if let kept = try await store.log(origin)?.witnessedCheckpoint, !kept.isEmpty {
            let note = try SignedNote.parse(kept)
            if note.text == request.note.text { signatures = note.signatures }
        }
        signatures.removeAll { $0.keyName == line.keyName && $0.keyID == line.keyID }
        let note = try SignedNote(text: request.note.text, signatures: signatures + [line])
        try await store.setWitnessed(note.description, size: request.checkpoint.size, of: origin)
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
