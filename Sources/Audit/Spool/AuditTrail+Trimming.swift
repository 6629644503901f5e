import Glibc

/// Making room: what a witness has cosigned is kept elsewhere.
extension AuditTrail {
    /// Removes the oldest segments while the log takes more than half of what it may, as long as all of their records are
    /// cosigned. Without a witness nothing is ever removed, and never the segment that is written to.
    func trim() throws(AuditFailure) {
        try withFlushing { () throws(AuditFailure) in
            let (bytes, limit) = size
            guard bytes > limit / 2 else { return }
            let segments = try SegmentFiles.list(in: directory)
            var freed: UInt64 = 0
            var firstKept = segments.first?.firstSeq ?? 0
            for (segment, next) in zip(segments, segments.dropFirst())
            where next.firstSeq <= cosigned.size && bytes - min(bytes, freed) > limit / 2 {
                // Its records first: what else is left of it after a crash is no segment any more.
                freed += Self.remove(segment.recordsPath) + Self.remove(segment.hashesPath)
                firstKept = next.firstSeq
            }
            guard freed > 0 else { return }
            for name in try Folder.names(in: directory) where name.hasPrefix("records-") {
                guard let seq = UInt64(name.dropFirst("records-".count).prefix(20)), seq < firstKept else { continue }
                _ = Self.remove("\(directory)/\(name)")
            }
            try Folder.synchronize(directory)
            forget(bytes: freed)
        }
    }

    /// - Returns: how many bytes it had.
    private static func remove(_ path: String) -> UInt64 {
        let bytes = Folder.fileBytes(path)
        return unlink(path) == 0 ? bytes : 0
    }
}
