import AuditLog
package import SignedNote

/// Copies the signed part of a log into the layout of C2SP tlog-tiles.
package enum TilesExport {
    /// Verifies the log while it is read; what is written is what was verified.
    /// - Parameter destination: a folder that does not exist yet, or is empty.
    /// - Returns: the number of records.
    /// - Throws: `LogFault` when the log is broken, `AuditFailure` when a file cannot be read or written.
    package static func run(_ log: LogFolder, key: VerifierKey, to destination: String) throws -> UInt64 {
        let check = try LogCheck.run(log, key: key)
        guard check.trimmed == 0 else {
            throw AuditFailure(
                reason: "the log's first \(check.trimmed) records were trimmed: export it from the hub, which has them")
        }
        let note = check.checkpointNote
        try Folder.make(destination)
        guard try Folder.names(in: destination).isEmpty else {
            throw AuditFailure(reason: "\(destination) is not empty")
        }
        var tiles = TileBuilder()
        var tree = MerkleTree()
        func write(_ files: [TileBuilder.File]) throws(AuditFailure) {
            for file in files {
                var folder = destination
                for part in file.path.split(separator: "/").dropLast() {
                    folder += "/\(part)"
                    try Folder.make(folder)
                }
                try Folder.replace("\(destination)/\(file.path)", with: file.bytes, mode: 0o644)
            }
        }
        _ = try log.forEachLine(size: check.checkpoint.size) { line, _ in
            guard tree.size < check.checkpoint.size else { return false }
            tree.append(.leaf(line))
            try write(try tiles.append(entry: line))
            return true
        }
        try write(tiles.finish())
        guard tree.root == check.checkpoint.root else {
            throw LogFault(seq: nil, what: "the log was changed while it was exported")
        }
        try Folder.replace("\(destination)/instance.pub", with: Array("\(key)\n".utf8), mode: 0o644)
        try Folder.replace("\(destination)/checkpoint", with: note, mode: 0o644)
        return tree.size
    }
}
