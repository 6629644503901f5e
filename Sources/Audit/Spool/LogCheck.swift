package import AuditLog
package import SignedNote

/// The offline verification of a stored log.
package struct LogCheck: Sendable, Equatable {
    /// All of the log's, those that were trimmed too.
    package var records: UInt64
    /// Those that are not here any more: a witness has cosigned them.
    package var trimmed: UInt64
    package var checkpoint: Checkpoint
    /// The signed note that the checkpoint was read from.
    package var checkpointNote: [UInt8]
    /// Records behind the checkpoint, which no signature covers yet.
    package var uncovered: UInt64 { records - min(records, checkpoint.size) }
    package var wasClosed: Bool
    /// About the end of a log that is being written; nil mostly.
    package var remark: String?

    /// Reads the whole log.
    /// - Parameter witnesses: who must have cosigned the checkpoint of an export.
    /// - Throws: `LogFault` when the log is broken, `AuditFailure` when it could not be checked.
    package static func run(
        _ log: LogFolder, key: VerifierKey, witnesses: [VerifierKey] = []
    ) throws -> LogCheck {
        guard let note = try log.checkpointNote() else {
            throw LogFault(seq: nil, what: "the checkpoint is missing")
        }
        let checkpoint: Checkpoint
        do {
            checkpoint = try Checkpoint.verify(note: note, key: key)
        } catch {
            throw LogFault(seq: nil, what: "the checkpoint does not verify with the key \(key.name): \(error)")
        }
        if log.layout == .tiles {
            try ExportSigners(of: log, instance: key).check(note, demanded: witnesses)
        } else if let witness = witnesses.first {
            throw AuditFailure(
                reason: "a spool is not cosigned in itself (\(witness.name)): check an export of the hub")
        }
        let trimmed = try log.trimmed(key: key)
        var verifier = LogVerifier(checkpoint: checkpoint, after: trimmed)
        var tiles = TileBuilder()
        var tileFault: LogFault?
        func compare(_ files: [TileBuilder.File]) throws {
            guard log.layout == .tiles else { return }
            for file in files where tileFault == nil {
                let stored = try Folder.contents("\(log.directory)/\(file.path)", bytesLimit: 1 << 25)
                if stored != file.bytes {
                    tileFault = LogFault(seq: nil, what: "\(file.path) is missing or not what the records lead to")
                }
            }
        }
        do {
            let remark = try log.forEachLine(size: checkpoint.size) { line, storedHash in
                try verifier.add(line: line, storedHash: storedHash)
                if log.layout == .tiles { try compare(try tiles.append(entry: line)) }
                return true
            }
            try compare(tiles.finish())
            try verifier.finish()
            if let tileFault { throw tileFault }
            return LogCheck(
                records: verifier.size, trimmed: trimmed.size, checkpoint: checkpoint, checkpointNote: note,
                wasClosed: verifier.lastType == "close", remark: remark)
        } catch let fault as LogFault {
            throw verifier.earliest(fault)
        }
    }
}
