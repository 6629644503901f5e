import Glibc

/// An open file; closed when the last reference goes.
final class OpenFile: Sendable {
    let descriptor: Int32
    let path: String

    /// - Throws: a reason that names the path.
    init(_ path: String, _ flags: Int32, mode: mode_t = 0o600) throws(AuditFailure) {
        let descriptor = Glibc.open(path, flags | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw AuditFailure(path, "cannot be opened") }
        self.descriptor = descriptor
        self.path = path
    }

    deinit { Glibc.close(descriptor) }

    /// - Returns: how many of the bytes were written; fewer than all of them when an error stands in `errno`.
    func write(_ bytes: UnsafeRawBufferPointer) -> Int {
        var written = 0
        while written < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            written += count
        }
        return written
    }

    func writeAll(_ bytes: [UInt8]) throws(AuditFailure) {
        let written = bytes.withUnsafeBytes { write($0) }
        guard written == bytes.count else { throw AuditFailure(path, "cannot be written") }
    }

    /// - Returns: the next bytes, at most `limit`; empty at the end.
    func read(limit: Int) throws(AuditFailure) -> [UInt8] {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            var result = -1
            repeat { result = Glibc.read(descriptor, buffer.baseAddress, limit) } while result < 0 && errno == EINTR
            failed = result < 0
            count = max(0, result)
        }
        guard !failed else { throw AuditFailure(path, "cannot be read") }
        return bytes
    }

    func synchronize() throws(AuditFailure) {
        guard fdatasync(descriptor) == 0 else { throw AuditFailure(path, "cannot be forced to the disk") }
    }

    func truncate(to length: UInt64) throws(AuditFailure) {
        guard ftruncate(descriptor, off_t(length)) == 0 else { throw AuditFailure(path, "cannot be cut") }
    }
}

extension AuditFailure {
    /// With the operating system's reason, from `errno`.
    init(_ path: String, _ what: String) {
        self.init(reason: "\(path) \(what): \(String(cString: strerror(errno)))")
    }
}
