package import Glibc

/// Small files, read whole, and written whole or not at all: configuration, keys, tokens, what others wait for.
package enum SmallFile {
    /// For keys, tokens and what is as short.
    package static let keyBytesLimit = 64 << 10
    /// For policies, certificates of many authorities, and whatever else people write.
    package static let documentBytesLimit = 1 << 20

    package struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        package var path: String
        package var reason: String

        package init(path: String, reason: String) {
            self.path = path
            self.reason = reason
        }

        /// This account may not.
        package var isDenied: Bool { reason == String(cString: strerror(EACCES)) }

        /// From `errno`.
        fileprivate init(path: String) { self.init(path: path, reason: String(cString: strerror(errno))) }

        package var description: String { "\(path): \(reason)" }
    }

    /// Who may have access to a file beside its owner.
    package enum Access: Sendable {
        case anybody
        /// The group may read, as Kubernetes mounts secrets.
        case groupReads
        case nobody

        fileprivate var forbidden: mode_t {
            switch self {
            case .anybody: 0
            case .groupReads: mode_t(S_IRWXO | S_IWGRP)
            case .nobody: mode_t(S_IRWXO | S_IRWXG)
            }
        }
    }

    /// For its owner alone, unless told otherwise; nothing happens where it is there. What it lies in must exist.
    package static func makeFolder(_ path: String, mode: mode_t = 0o700) throws(Failure) {
        guard mkdir(path, mode) == 0 || errno == EEXIST else { throw Failure(path: path) }
    }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    package static func read(
        _ path: String, bytesLimit: Int = keyBytesLimit, others: Access = .anybody
    ) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(path: path) }
        defer { close(descriptor) }
        if others.forbidden != 0 {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw Failure(path: path) }
            // Of the file that is open, so that nobody can put another in its place between the look and the reading.
            guard status.st_mode & others.forbidden == 0 else {
                throw Failure(path: path, reason: "others may read or write it: chmod 600 \(path)")
            }
        }
        var bytes: [UInt8] = []
        while true {
            let chunkBytes = min(bytesLimit - bytes.count, (64 << 10) - 1) + 1
            var failed = false
            let chunk = [UInt8](unsafeUninitializedCapacity: chunkBytes) { buffer, count in
                var result = -1
                repeat {
                    result = Glibc.read(descriptor, buffer.baseAddress, chunkBytes)
                } while result < 0
                    && errno == EINTR
                failed = result < 0
                count = max(0, result)
            }
            guard !failed else { throw Failure(path: path) }
            if chunk.isEmpty { return bytes }
            bytes += chunk
            guard bytes.count <= bytesLimit else {
                throw Failure(path: path, reason: "larger than \(bytesLimit) bytes")
            }
        }
    }

    /// - Throws: also when it is no UTF-8.
    package static func text(
        _ path: String, bytesLimit: Int = keyBytesLimit, others: Access = .anybody
    ) throws(Failure) -> String {
        guard
            let text = String(validating: try read(path, bytesLimit: bytesLimit, others: others), as: UTF8.self)
        else { throw Failure(path: path, reason: "not UTF-8 text") }
        return text
    }

    /// The lines of a text, whichever system wrote it.
    package static func lines(_ path: String, others: Access = .anybody) throws(Failure) -> [String] {
        try text(path, others: others).split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
            .map(String.init)
    }

    /// A token or a key: the text without the white space around it. It is to be read anew whenever it is needed, so
    /// that who renews it need not tell us.
    /// - Throws: also when there is nothing in it.
    package static func secret(_ path: String, others: Access = .anybody) throws(Failure) -> String {
        let text = try text(path, others: others)
        let trimmed = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        guard !trimmed.isEmpty else { throw Failure(path: path, reason: "empty") }
        return String(trimmed)
    }

    /// Fails when the file exists. A file that could not be written whole is removed.
    package static func create(_ path: String, _ bytes: [UInt8], mode: mode_t) throws(Failure) {
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

    /// Who reads the path meets the old contents or the new, also after a power cut.
    /// - Parameter isNameDurable: whether the folder is forced to the disk, too; else a power cut may bring back the old
    ///   contents.
    package static func replace(
        _ path: String, with bytes: [UInt8], mode: mode_t, isNameDurable: Bool = true
    ) throws(Failure) {
        let temporary = "\(path).\(getpid()).new"
        unlink(temporary)
        try create(temporary, bytes, mode: mode)
        guard rename(temporary, path) == 0 else {
            let failure = Failure(path: path)
            unlink(temporary)
            throw failure
        }
        if isNameDurable { try synchronize(folder: path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".") }
    }

    private static func synchronize(folder: String) throws(Failure) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(path: folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Failure(path: folder) }
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
