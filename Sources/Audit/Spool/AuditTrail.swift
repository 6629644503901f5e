package import AuditLog
import Glibc
package import SignedNote
import Synchronization

/// The instance's audit log on disk. `append` may be called from any thread. It returns when the record has been handed
/// to the operating system, so that a killed process has lost nothing that was acknowledged; an outcome alone may follow
/// with the next record, `exposureMilliseconds` later at the latest.
///
/// The log is the folder `audit` of the state folder, and can be verified with nothing else. A thread forces it to the
/// disk and signs checkpoints; it lives until `close`.
package final class AuditTrail: Sendable {
    /// The folder that `chaperone audit verify` takes.
    package let directory: String
    package let verifierKey: VerifierKey
    private let key: SigningKey
    private static let segmentsMinimum: UInt64 = 8
    private let configuration: SpoolConfiguration
    private let clock: TrailClock
    private let writer: Mutex<TrailWriter>
    /// Held while the log is flushed; taken before `writer`, never after it.
    private let flushing = Mutex(Flushing())
    private let flusher: Flusher
    let cosigned = CosignedState()
    /// Somebody waits for the next checkpoint to be cosigned.
    private let isCheckpointDemanded = Atomic(false)
    private let checkpointListener = Mutex<(@Sendable (UInt64) -> Void)?>(nil)

    private struct Flushing {
        /// A segment whose end could not be finished yet.
        var sealed: SealedSegment?
    }

    /// Opens the log of an instance, or begins it. The caller holds the folder's `StateLock`.
    /// - Parameters:
    ///   - hubName: of the origin; nil without a hub: then it stays what it is, and begins as `local`.
    ///   - version: of the program, for the `open` record.
    /// - Throws: when the log was cut, rolled back or changed, or cannot be written.
    package static func open(
        stateDirectory: String, configuration: SpoolConfiguration = SpoolConfiguration(), hubName: String? = nil,
        version: String, bundleNumber: UInt64, clock: TrailClock = .system
    ) throws(AuditFailure) -> AuditTrail {
        let directory = stateDirectory + "/audit"
        let startedPath = stateDirectory + "/started"
        try Folder.make(stateDirectory)
        try Folder.make(directory)
        let wasStarted = Folder.exists(startedPath)
        let identity = try InstanceIdentity(stateDirectory: stateDirectory, hubName: hubName)
        let recovered = try Recovery(
            directory: directory, key: identity.key.verifierKey, wasStarted: wasStarted)
        let trail = try AuditTrail(
            directory: directory, identity: identity, recovered: recovered, configuration: configuration, clock: clock)
        if let recovered, !recovered.wasClosed {
            try trail.append(
                .ofTheLog(.gap(reason: recovered.reason))
            )
        }
        try trail.append(
            .ofTheLog(.open(instance: identity.instanceID, version: version, bundleNumber: bundleNumber)))
        try trail.checkpoint()
        try trail.recoverCosigned()
        if !wasStarted { try Folder.replace(startedPath, with: []) }
        try Folder.synchronize(directory)
        try Folder.synchronize(stateDirectory)
        try trail.flusher.start(trail, milliseconds: configuration.exposureMilliseconds)
        return trail
    }

    private init(
        directory: String, identity: InstanceIdentity, recovered: Recovery?, configuration: SpoolConfiguration,
        clock: TrailClock
    ) throws(AuditFailure) {
        self.directory = directory
        self.configuration = configuration
        self.clock = clock
        key = identity.key
        verifierKey = identity.key.verifierKey
        let state = recovered ?? Recovery(beginningIn: directory)
        guard TrailWriter.reserveDisk(configuration, in: directory) else {
            throw AuditFailure(
                reason:
                    "\(directory): \(TrailWriter.diskFullReason): it takes \(configuration.diskReserveBytes >> 20) MiB "
                    + "of room to begin")
        }
        try Folder.replace(directory + "/instance.pub", with: Array("\(verifierKey)\n".utf8), mode: 0o644)
        var totalBytes: UInt64 = 0
        for name in try Folder.names(in: directory) where name != "reserve" {
            totalBytes += Folder.fileBytes("\(directory)/\(name)")
        }
        writer = Mutex(
            TrailWriter(
                recovered: state, records: try TrailWriter.open(state),
                totalBytes: totalBytes - min(totalBytes, state.tornBytes),
                configuration: configuration, salt: identity.salt, clock: clock))
        flusher = try Flusher()
    }

    /// - Throws: when the record could not be kept (disk full, spool limit, log closed). The caller must then not act.
    package func append(_ entry: AuditEntry) throws(AuditFailure) {
        let limit = configuration.uncoveredRecordsLimit
        if writer.withLock({ $0.tree.size - $0.checkpointSize >= limit }) { try checkpoint() }
        let uncovered = try writer.withLock { writer throws(AuditFailure) in
            try writer.append(entry)
            return writer.tree.size - writer.checkpointSize
        }
        if uncovered % configuration.checkpointRecords == 0 { flusher.wake() }
    }

    /// Sets what the log may take on the disk.
    /// - Parameter spoolBytes: nil: what it was opened with.
    package func limit(spoolBytes: UInt64?) { writer.withLock { $0.limit(spoolBytes: spoolBytes) } }

    /// What the log takes on the disk, and what it may.
    var size: (bytes: UInt64, limit: UInt64) { writer.withLock { ($0.totalBytes, $0.spoolBytesLimit) } }

    /// Takes note that files of the log were removed.
    func forget(bytes: UInt64) { writer.withLock { $0.forget(bytes: bytes) } }

    /// Nobody flushes, nor begins a segment, while `body` runs.
    func withFlushing(_ body: () throws(AuditFailure) -> Void) throws(AuditFailure) {
        try flushing.withLock { _ throws(AuditFailure) in try body() }
    }

    /// How many records are on the disk for certain: what may have been signed for.
    var syncedSize: UInt64 { writer.withLock { $0.syncedSize } }

    /// Forces everything written so far to the disk and signs for it.
    package func checkpoint() throws(AuditFailure) {
        try flush(checkpointDue: { _ in true })
    }

    /// Makes the next checkpoint as soon as the thread turns.
    package func demandCheckpoint() {
        isCheckpointDemanded.store(true, ordering: .releasing)
        flusher.wake()
    }

    /// Calls `body` with the size of each new checkpoint, from the thread that has signed it.
    package func whenCheckpointed(_ body: @escaping @Sendable (UInt64) -> Void) {
        checkpointListener.withLock { $0 = body }
    }

    /// Writes the `close` record and the last checkpoint, and stops. Later appends fail; a second call does nothing.
    package func close(reason: String) throws(AuditFailure) {
        flusher.stop()
        let isFirst = try writer.withLock { writer throws(AuditFailure) in
            if writer.isClosed { return false }
            try writer.append(.ofTheLog(.close(reason: reason)))
            writer.isClosed = true
            return true
        }
        guard isFirst else { return }
        try checkpoint()
        try Folder.synchronize(directory)
    }

    package var statistics: TrailStatistics {
        let now = clock.monotonicNanoseconds()
        return writer.withLock { writer in
            TrailStatistics(
                records: writer.tree.size, bytes: writer.totalBytes, checkpointSize: writer.checkpointSize,
                checkpointAgeNanoseconds: now - min(now, writer.checkpointNanoseconds),
                unsyncedRecords: writer.tree.size - min(writer.tree.size, writer.syncedSize),
                refusal: writer.failure?.reason ?? (writer.isDiskFull ? TrailWriter.diskFullReason : nil))
        }
    }

    /// One turn of the thread.
    func tick() {
        let now = clock.monotonicNanoseconds()
        let heartbeatNanoseconds = UInt64(configuration.heartbeatSeconds) * 1_000_000_000
        if writer.withLock({ now - min(now, $0.lastRecordNanoseconds) >= heartbeatNanoseconds }) {
            // A heartbeat that is refused is seen by its absence.
            try? append(.ofTheLog(.heartbeat))
        }
        let interval = UInt64(configuration.checkpointMilliseconds) * 1_000_000
        let records = configuration.checkpointRecords
        let isDemanded = isCheckpointDemanded.exchange(false, ordering: .acquiringAndReleasing)
        do {
            try flush { writer in
                let uncovered = writer.tree.size - writer.checkpointSize
                return uncovered >= records || isDemanded && uncovered > 0
                    || uncovered > 0 && now - min(now, writer.checkpointNanoseconds) >= interval
            }
            // Reserving takes as long as the disk does: not under the writers' lock.
            if writer.withLock({ $0.isDiskFull }), TrailWriter.reserveDisk(configuration, in: directory) {
                writer.withLock { $0.noteRoom() }
            }
        } catch {
            // What was lost or found no room stands in the writer, which refuses new statements; the next turn tries
            // again, and appends wait for a signature at `uncoveredRecordsLimit` at the latest.
        }
    }

    private func flush(checkpointDue: (borrowing TrailWriter) -> Bool) throws(AuditFailure) {
        try flushing.withLock { flushing throws(AuditFailure) in
            if let sealed = flushing.sealed { try finish(sealed, &flushing) }
            let (unsynced, tree, isDue) = try writer.withLock { writer throws(AuditFailure) in
                let isDue = writer.tree.size > writer.checkpointSize && checkpointDue(writer)
                return (writer.tree.size == writer.syncedSize ? nil : try writer.takeUnsynced(), writer.tree, isDue)
            }
            if let unsynced {
                try Self.sync(unsynced.file, unsynced.segment, unsynced.hashes) { fault in
                    writer.withLock { $0.note(fault) }
                }
                writer.withLock { $0.syncedSize = unsynced.tree.size }
            }
            if isDue { try sign(tree) }
            let sealed = try writer.withLock { writer throws(AuditFailure) -> SealedSegment? in
                // Only whole segments are trimmed, so that there have to be several.
                let limit = min(configuration.segmentBytes, writer.spoolBytesLimit / Self.segmentsMinimum)
                return writer.segmentBytes >= limit ? try writer.beginSegment() : nil
            }
            if let sealed { try finish(sealed, &flushing) }
        }
    }

    /// Forces the end of a sealed segment to the disk, signs for it, and makes the beginning of the next one durable.
    private func finish(_ sealed: SealedSegment, _ flushing: inout Flushing) throws(AuditFailure) {
        flushing.sealed = sealed
        try Self.sync(sealed.file, sealed.segment, sealed.hashes) { fault in
            // The hashes stay with their segment.
            writer.withLock { writer in
                switch fault {
                case .lost: writer.note(fault)
                case .notWritten: writer.note(.notWritten([]))
                }
            }
        }
        flushing.sealed?.hashes = []
        writer.withLock { $0.syncedSize = sealed.tree.size }
        if writer.withLock({ $0.checkpointSize }) < sealed.tree.size { try sign(sealed.tree) }
        try sealed.next.writeTree(sealed.tree)
        try Folder.synchronize(directory)
        flushing.sealed = nil
    }

    /// The hashes are written after the records are on the disk, so that they never tell of a record that is not.
    private static func sync(
        _ records: OpenFile, _ segment: SegmentFiles, _ hashes: [UInt8], reporting report: (SyncFault) -> Void
    ) throws(AuditFailure) {
        do {
            try records.synchronize()
        } catch {
            // What the kernel could not write it may have forgotten: only a restart can tell what is there.
            report(.lost(error))
            throw error
        }
        guard !hashes.isEmpty else { return }
        let lengthBefore = Folder.fileBytes(segment.hashesPath)
        do throws(AuditFailure) {
            let file = try OpenFile(segment.hashesPath, O_WRONLY | O_CREAT | O_APPEND)
            do throws(AuditFailure) {
                try file.writeAll(hashes)
            } catch {
                try file.truncate(to: lengthBefore)
                throw error
            }
        } catch {
            report(.notWritten(hashes))
            throw error
        }
    }

    private func sign(_ tree: MerkleTree) throws(AuditFailure) {
        let size: UInt64
        do throws(AuditFailure) {
            size = try signNote(tree)
        } catch {
            // The reserve is given free by this, so that the second try finds room on a full disk.
            writer.withLock { $0.note(.notWritten([])) }
            size = try signNote(tree)
        }
        let now = clock.monotonicNanoseconds()
        writer.withLock { writer in
            writer.checkpointSize = size
            writer.checkpointNanoseconds = now
        }
    }

    private func signNote(_ tree: MerkleTree) throws(AuditFailure) -> UInt64 {
        let note: SignedNote
        do {
            note = try Checkpoint(origin: key.name, size: tree.size, root: tree.root).signed(by: key)
        } catch {
            throw AuditFailure(reason: "the checkpoint cannot be signed: \(error)")
        }
        try Folder.replace(directory + "/checkpoint", with: Array(note.description.utf8))
        checkpointListener.withLock(\.self)?(tree.size)
        return tree.size
    }
}

extension AuditEntry {
    static func ofTheLog(_ event: AuditEvent) -> AuditEntry {
        AuditEntry(session: "", principal: "", target: "", event: event)
    }
}
