import Glibc

/// Small files with tokens and keys in them, read anew whenever they are needed, so that who renews them need not
/// tell us.
package enum SecretFile {
    package static let bytesLimit = 64 << 10

    package struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        package var path: String
        package var reason: String

        package init(path: String, reason: String) {
            self.path = path
            self.reason = reason
        }

        package var description: String { "\(path): \(reason)" }
    }

    /// The text without the white space around it.
    /// - Parameter isPrivate: whether a file that others may read, or anybody but its owner may write, is refused.
    package static func read(_ path: String, isPrivate: Bool = false) throws(Failure) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(path) }
        // Of the file that is open, so that nobody can put another in its place between the look and the reading.
        guard !isPrivate || status.st_mode & mode_t(S_IRWXO | S_IWGRP) == 0 else {
            throw Failure(path: path, reason: "others may read or write it: chmod 600 \(path)")
        }
        var bytes = [UInt8](repeating: 0, count: bytesLimit + 1)
        var count = 0
        while count < bytes.count {
            let read = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count)
            }
            if read < 0, errno == EINTR { continue }
            guard read >= 0 else { throw failure(path) }
            if read == 0 { break }
            count += read
        }
        guard count <= bytesLimit else { throw Failure(path: path, reason: "larger than \(bytesLimit) bytes") }
        guard let text = String(validating: bytes[..<count], as: UTF8.self) else {
            throw Failure(path: path, reason: "not UTF-8 text")
        }
        let trimmed = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        guard !trimmed.isEmpty else { throw Failure(path: path, reason: "empty") }
        return String(trimmed)
    }

    /// From `errno`.
    private static func failure(_ path: String) -> Failure {
        Failure(path: path, reason: String(cString: strerror(errno)))
    }
}
