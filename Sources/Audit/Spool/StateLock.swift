import Glibc

/// Keeps a second instance off a state folder, for as long as it lives. The lock goes with the process, however it ends.
package final class StateLock: Sendable {
    private let file: OpenFile

    /// Makes the folder when it is missing.
    /// - Throws: when another process holds the folder; the reason names its process ID.
    package init(directory: String) throws(AuditFailure) {
        try Folder.make(directory)
        let path = directory + "/lock"
        file = try OpenFile(path, O_RDWR | O_CREAT)
        guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else { throw AuditFailure(path, "cannot be locked") }
            let holder = String(decoding: try file.read(limit: 32).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
            throw AuditFailure(reason: "the state folder \(directory) is in use by the process \(holder)")
        }
        try file.truncate(to: 0)
        try file.writeAll(Array("\(getpid())\n".utf8))
    }
}
