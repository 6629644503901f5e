import AuditLog
package import SignedNote

/// Reads the log from a position on, one shipment after the other, beside the thread that writes it. It reads only what a
/// checkpoint covers, which is on the disk already, and reads no record twice unless it is sent back.
package struct LogShipper {
    private let directory: String
    private let key: VerifierKey
    private var reader: LineReader?
    /// Of the next record that the reader gives.
    private var position: UInt64 = 0
    /// Read, and did not fit into the shipment before.
    private var held: [UInt8]?

    /// - Parameter directory: the folder `audit` of a state folder.
    package init(directory: String, key: VerifierKey) {
        self.directory = directory
        self.key = key
    }

    /// The records from `oldSize` on.
    /// - Parameters:
    ///   - recordsLimit: of one shipment, at least 1.
    ///   - bytesLimit: of all of its records; a single longer one is shipped alone.
    /// - Returns: nil when no checkpoint covers more than `oldSize`.
    package mutating func next(
        from oldSize: UInt64, recordsLimit: Int, bytesLimit: Int
    ) throws(AuditFailure) -> LogShipment? {
        guard let note = try Folder.contents(directory + "/checkpoint") else { return nil }
        let checkpoint: Checkpoint
        do { checkpoint = try Checkpoint.verify(note: note, key: key) } catch {
            throw AuditFailure(reason: "\(directory)/checkpoint is not one of this log: \(error)")
        }
        guard checkpoint.size > oldSize else { return nil }
        try seek(oldSize)
        var shipment = LogShipment(oldSize: oldSize, checkpoint: note, records: [])
        var bytes = 0
        while position < checkpoint.size, shipment.records.count < recordsLimit {
            let line = try read()
            if bytes + line.count > bytesLimit, !shipment.records.isEmpty {
                held = line
                break
            }
            bytes += line.count
            position += 1
            shipment.records.append(line)
        }
        return shipment
    }

    private mutating func seek(_ seq: UInt64) throws(AuditFailure) {
        if reader != nil, position == seq { return }
        let segments = try SegmentFiles.list(in: directory)
        guard let segment = segments.last(where: { $0.firstSeq <= seq }) else {
            throw AuditFailure(reason: "record \(seq) is not in \(directory) any more: it was shipped and trimmed")
        }
        held = nil
        reader = try LineReader(segment.recordsPath)
        position = segment.firstSeq
        while position < seq {
            _ = try read()
            position += 1
        }
    }

    /// Goes on to the next segment where one ends.
    private mutating func read() throws(AuditFailure) -> [UInt8] {
        if let held {
            self.held = nil
            return held
        }
        for _ in 0..<2 {
            if case .line(let line)? = try reader?.next() { return Array(line) }
            let segments = try SegmentFiles.list(in: directory)
            guard let following = segments.first(where: { $0.firstSeq == position }) else { break }
            reader = try LineReader(following.recordsPath)
        }
        reader = nil
        throw AuditFailure(reason: "record \(position) of \(directory) cannot be read, though it was signed for")
    }
}
