import AuditLog
import Glibc

/// The writing end of the log. It is used under a lock.
struct TrailWriter: ~Copyable, Sendable {
    private let configuration: SpoolConfiguration
    /// That of the configuration, or of the policy.
    private(set) var spoolBytesLimit: UInt64
    private let salt: [UInt8]
    private let clock: TrailClock
    /// Its lines are those that the operating system has not got yet: outcomes go with the record after them, or with
    /// the next flush.
    private var encoder: RecordEncoder
    private var records: OpenFile
    private(set) var segment: SegmentFiles
    private(set) var tree: MerkleTree
    private(set) var segmentBytes: UInt64
    private(set) var totalBytes: UInt64
    /// Leaf hashes that the hashes file has not got yet.
    private var pendingHashes: [UInt8] = []
    private var lastMono: UInt64
    private(set) var lastRecordNanoseconds: UInt64
    var checkpointSize: UInt64
    var checkpointNanoseconds: UInt64
    var syncedSize: UInt64
    var isClosed = false
    /// Set when the log can no longer be written to at all.
    var failure: AuditFailure?
    /// Set while the disk is full.
    private(set) var isDiskFull = false

    /// - Parameter records: what `open` gave for `recovered`.
    init(
        recovered: Recovery, records: OpenFile, totalBytes: UInt64, configuration: SpoolConfiguration, salt: [UInt8],
        clock: TrailClock
    ) {
        self.records = records
        self.configuration = configuration
        spoolBytesLimit = configuration.spoolBytesLimit
        self.salt = salt
        self.clock = clock
        segment = recovered.segment
        tree = recovered.tree
        segmentBytes = recovered.segmentBytes
        lastMono = recovered.lastMono
        checkpointSize = recovered.checkpointSize
        syncedSize = recovered.checkpointSize
        self.totalBytes = totalBytes
        let now = clock.monotonicNanoseconds()
        lastRecordNanoseconds = now
        checkpointNanoseconds = now
        encoder = RecordEncoder()
    }

    /// The file of the last segment, as far as it was recovered. What a power cut has left unfinished of those before it
    /// is finished.
    static func open(_ recovered: Recovery) throws(AuditFailure) -> OpenFile {
        for sealed in recovered.sealed {
            try OpenFile(sealed.segment.recordsPath, O_WRONLY).synchronize()
            try Folder.replace(sealed.segment.hashesPath, with: sealed.hashes)
            try sealed.next.writeTree(sealed.tree)
        }
        for segment in recovered.discarded {
            try Folder.remove(segment.recordsPath)
            try Folder.remove(segment.hashesPath)
            try Folder.remove(segment.treePath)
        }
        let records = try OpenFile(recovered.segment.recordsPath, O_WRONLY | O_CREAT | O_APPEND)
        if recovered.tornBytes > 0 { try records.truncate(to: recovered.segmentBytes) }
        try records.synchronize()
        try Folder.replace(recovered.segment.hashesPath, with: recovered.hashes)
        return records
    }

    /// Hands the records of an entry to the operating system, all of them or none.
    mutating func append(_ entry: AuditEntry) throws(AuditFailure) {
        if let failure { throw failure }
        guard !isClosed else { throw AuditFailure(reason: "the audit log is closed") }
        let isNew = Self.beginsSomething(entry.event)
        if isNew, isDiskFull { throw AuditFailure(reason: Self.diskFullReason) }
        let now = clock.monotonicNanoseconds()
        let first = RecordStamp(
            seq: tree.size, atMicroseconds: clock.wallMicroseconds(), mono: max(now, lastMono + 1))
        let before = encoder.lineBytes
        encoder.encode(entry, first: first, salt: salt)
        let count = UInt64(encoder.lineBytes - before)
        let reserve = isNew ? min(configuration.reserveBytes, spoolBytesLimit / 2) : 0
        guard totalBytes + count <= spoolBytesLimit - reserve else {
            encoder.withdraw()
            throw AuditFailure(reason: "the audit log has reached its limit of \(spoolBytesLimit) bytes")
        }
        let isDeferred =
            if case .outcome = entry.event { !isDiskFull && encoder.lineBytes <= Self.deferredBytesLimit } else {
                false
            }
        let leafHashes = encoder.leafHashes
        if !isDeferred {
            do {
                try write(isNew: isNew)
            } catch {
                encoder.withdraw()
                throw error
            }
        }
        for hash in leafHashes {
            tree.append(hash)
            hash.withUnsafeBytes { pendingHashes.append(contentsOf: $0) }
        }
        lastMono = first.mono + UInt64(leafHashes.count) - 1
        totalBytes += count + UInt64(leafHashes.count * TreeHash.byteCount)
        lastRecordNanoseconds = now
    }

    /// What a flush needs; the hashes are handed over and not given twice.
    /// - Throws: when what was deferred cannot be written; nothing is lost then.
    mutating func takeUnsynced() throws(AuditFailure) -> (
        file: OpenFile, segment: SegmentFiles, tree: MerkleTree, hashes: [UInt8]
    ) {
        if encoder.lineBytes > 0 { try write(isNew: false) }
        defer { pendingHashes.removeAll(keepingCapacity: true) }
        return (records, segment, tree, pendingHashes)
    }

    /// Refuses new statements: until the disk has room, or for good.
    mutating func note(_ fault: SyncFault) {
        switch fault {
        case .lost(let failure): self.failure = failure
        case .notWritten(let hashes):
            pendingHashes = hashes + pendingHashes
            isDiskFull = true
            unlink(segment.directory + "/reserve")
        }
    }

    /// Begins a new segment. Nothing is forced to the disk here, since all writers wait for it.
    /// - Returns: the one before, which has to be finished before anything of the new one is.
    mutating func beginSegment() throws(AuditFailure) -> SealedSegment {
        let (file, sealed, tree, hashes) = try takeUnsynced()
        let next = SegmentFiles(directory: segment.directory, firstSeq: tree.size)
        do throws(AuditFailure) {
            records = try OpenFile(next.recordsPath, O_WRONLY | O_CREAT | O_EXCL | O_APPEND)
        } catch {
            pendingHashes = hashes
            throw error
        }
        segment = next
        segmentBytes = 0
        return SealedSegment(file: file, segment: sealed, tree: tree, hashes: hashes, next: next)
    }

    /// The disk has room again, if the reserve that was taken back is still there: a write that found none gives it free.
    mutating func noteRoom() { if Folder.exists(segment.directory + "/reserve") { isDiskFull = false } }

    mutating func forget(bytes: UInt64) { totalBytes -= min(totalBytes, bytes) }

    /// - Parameter spoolBytes: nil: that of the configuration.
    mutating func limit(spoolBytes: UInt64?) { spoolBytesLimit = spoolBytes ?? configuration.spoolBytesLimit }

    static func reserveDisk(_ configuration: SpoolConfiguration, in directory: String) -> Bool {
        guard let file = try? OpenFile(directory + "/reserve", O_WRONLY | O_CREAT) else { return false }
        return posix_fallocate(file.descriptor, 0, off_t(configuration.diskReserveBytes)) == 0
    }

    private static let deferredBytesLimit = 64 << 10

    static let diskFullReason = "the disk of the audit log is full"

    /// Whether the record may be refused, because nothing has happened yet that it tells of.
    private static func beginsSomething(_ event: AuditEvent) -> Bool {
        switch event {
        case .sessionStart, .intent, .decision, .heartbeat: true
        // What is kept of an answer ends there; of a terminal's size nothing depends on it.
        case .response, .terminal: true
        case .approval(let approval): approval.state == "pending"
        case .open, .outcome, .policyChange, .gap, .sessionEnd, .admin, .close: false
        }
    }

    private mutating func write(isNew: Bool) throws(AuditFailure) {
        if try writeLines() { return }
        isDiskFull = true
        unlink(segment.directory + "/reserve")
        guard !isNew, try writeLines() else { throw AuditFailure(reason: Self.diskFullReason) }
    }

    /// The encoder's lines, in one write.
    /// - Returns: false when the disk is full; nothing of them is in the file then, and the encoder has them still.
    private mutating func writeLines() throws(AuditFailure) -> Bool {
        let written = encoder.withLines { records.write($0) }
        if written == encoder.lineBytes {
            segmentBytes += UInt64(written)
            encoder.clear()
            return true
        }
        let cause = errno
        let reason = AuditFailure(records.path, "cannot be written")
        do {
            try records.truncate(to: segmentBytes)
        } catch {
            failure = error
            throw error
        }
        guard cause == ENOSPC || cause == EDQUOT else { throw reason }
        return false
    }
}
