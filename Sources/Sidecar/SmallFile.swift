import Glibc

/// Files that are read whole: configuration, keys, credentials.
enum SmallFile {
    struct Failure: Error { var reason: String }

    /// - Parameter isSecret: others than the owner must not be able to read it.
    static func read(_ path: String, bytesLimit: Int, isSecret: Bool = false) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(reason: "\(path) cannot be read: \(Self.reason(errno))") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(reason: "\(path) is not a file")
        }
        if isSecret, status.st_mode & (S_IRWXG | S_IRWXO) != 0 {
            throw Failure(reason: "\(path) may be read by others: run chmod 600 on it")
        }
        guard status.st_size <= bytesLimit else { throw Failure(reason: "\(path) is larger than \(bytesLimit) bytes") }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress! + count, $0.count - count) }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { break }
            count += got
        }
        return Array(bytes[..<count])
    }

    static func lines(_ path: String, isSecret: Bool) throws(Failure) -> [String] {
        let bytes = try read(path, bytesLimit: 65_536, isSecret: isSecret)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure(reason: "\(path) is not UTF-8") }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.hasSuffix("\r") ? String($0.dropLast()) : String($0)
        }
    }

    /// Writes a file whole or not at all.
    /// - Parameter isSecret: nobody but the owner can read it.
    static func replace(_ path: String, with text: String, isSecret: Bool = false) throws(Failure) {
        let temporary = path + ".new"
        if isSecret { unlink(temporary) }
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, isSecret ? 0o600 : 0o644)
        guard descriptor >= 0 else { throw Failure(reason: "\(path) cannot be written: \(reason(errno))") }
        let bytes = Array(text.utf8)
        let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
        guard written == bytes.count, rename(temporary, path) == 0 else {
            throw Failure(reason: "\(path) cannot be written: \(reason(errno))")
        }
    }

    private static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
}
