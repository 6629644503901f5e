import AuditLog
package import SignedNote

/// Shipping the log to a hub that cosigns it.
extension AuditTrail {
    /// Records that the newest cosigned checkpoint covers.
    package var cosignedSize: UInt64 { cosigned.size }

    /// Calls `body` once, from any thread, as soon as at least `size` records are covered; at once when they are. Who
    /// waits together is covered by one checkpoint, which is made without delay.
    package func whenCosigned(_ size: UInt64, _ body: @escaping @Sendable () -> Void) {
        if cosigned.wait(for: size, body) { demandCheckpoint() }
    }

    /// Takes note of a checkpoint of this log that the witness has cosigned, and keeps it as the file `cosigned`.
    /// - Throws: when it is not our own checkpoint, or the cosignature does not hold.
    package func accept(cosigned note: [UInt8], witness: VerifierKey) throws(AuditFailure) {
        let checkpoint = try Self.checkpoint(note, key: verifierKey)
        let isCosigned: Bool
        do {
            let parsed = try SignedNote.parse(note)
            isCosigned = parsed.signatures.contains { line in
                guard let cosignature = try? Cosignature(parsing: line, witness: witness) else { return false }
                return cosignature.isValid(checkpointText: parsed.text, witness: witness)
            }
        } catch {
            throw AuditFailure(reason: "the cosigned checkpoint is malformed: \(error)")
        }
        guard isCosigned else {
            throw AuditFailure(reason: "the checkpoint carries no valid cosignature of \(witness.name)")
        }
        // Whoever ships the file may be quicker than the thread that notes what it has signed.
        guard checkpoint.size <= syncedSize else {
            throw AuditFailure(reason: "the cosigned checkpoint is newer than the log: it was rolled back")
        }
        guard checkpoint.size > cosigned.size else { return }
        try Folder.replace(directory + "/cosigned", with: note)
        cosigned.advance(to: checkpoint.size)
        try trim()
    }

    /// What was cosigned before this start.
    func recoverCosigned() throws(AuditFailure) {
        guard let note = try Folder.contents(directory + "/cosigned") else { return }
        let checkpoint = try Self.checkpoint(note, key: verifierKey)
        guard checkpoint.size <= statistics.checkpointSize else {
            throw AuditFailure(
                reason: "\(directory): its hub has cosigned \(checkpoint.size) records, and the log has signed for "
                    + "\(statistics.checkpointSize): it was rolled back")
        }
        cosigned.advance(to: checkpoint.size)
    }

    private static func checkpoint(_ note: [UInt8], key: VerifierKey) throws(AuditFailure) -> Checkpoint {
        do { return try Checkpoint.verify(note: note, key: key) } catch {
            throw AuditFailure(reason: "the cosigned checkpoint is not one of this log: \(error)")
        }
    }
}
