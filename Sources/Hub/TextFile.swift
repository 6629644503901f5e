package import Glibc

/// Small files, read and written whole.
package enum TextFile {
    package static let keyBytesLimit = 64 << 10
    package static let policyBytesLimit = 1 << 20

    package struct Failure: Error, CustomStringConvertible {
        package var path: String
        package var reason: String

        package init(path: String, reason: String) {
            self.path = path
            self.reason = reason
        }

        /// From `errno`.
        init(path: String) { self.init(path: path, reason: String(cString: strerror(errno))) }

        package var description: String { "\(path): \(reason)" }
    }

    /// For its owner alone; nothing happens where it is there. What it lies in must exist.
    package static func makeFolder(_ path: String) throws(Failure) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Failure(path: path) }
    }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    package static func read(_ path: String, bytesLimit: Int) throws(Failure) -> String {
        let bytes = try readBytes(path, bytesLimit: bytesLimit)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(path: path, reason: "not UTF-8 text")
        }
        return text
    }

    package static func readBytes(_ path: String, bytesLimit: Int) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(path: path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure(path: path) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= bytesLimit else {
                throw Failure(path: path, reason: "larger than \(bytesLimit) bytes")
            }
        }
    }

    /// Fails when the file exists. A file that could not be written whole is removed.
    package static func create(_ path: String, bytes: [UInt8], mode: mode_t) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw Failure(path: path) }
        let isWritten = writeAll(descriptor, bytes) && fsync(descriptor) == 0
        let failure = Failure(path: path)
        let isClosed = close(descriptor) == 0
        guard isWritten, isClosed else {
            unlink(path)
            throw failure
        }
    }

    /// Readers see the old file or the new one, never a part.
    package static func replace(_ path: String, bytes: [UInt8], mode: mode_t) throws(Failure) {
        let temporary = "\(path).\(getpid()).new"
        try create(temporary, bytes: bytes, mode: mode)
        guard rename(temporary, path) == 0 else {
            let failure = Failure(path: path)
            unlink(temporary)
            throw failure
        }
    }

    private static func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
