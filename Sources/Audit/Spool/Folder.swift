package import Glibc
import SmallFiles

/// The few things that are done to folders and small files.
package enum Folder {
    package static func make(_ path: String) throws(AuditFailure) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw AuditFailure(path, "cannot be made") }
    }

    package static func exists(_ path: String) -> Bool { SmallFile.exists(path) }

    package static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// 0 where there is no such file.
    package static func fileBytes(_ path: String) -> UInt64 {
        var status = stat()
        return stat(path, &status) == 0 ? UInt64(max(0, status.st_size)) : 0
    }

    /// Sorted.
    package static func names(in path: String) throws(AuditFailure) -> [String] {
        guard let stream = opendir(path) else { throw AuditFailure(path, "cannot be read") }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The whole of a small file; nil where there is none.
    package static func contents(_ path: String, bytesLimit: Int = SmallFile.documentBytesLimit) throws(AuditFailure)
        -> [UInt8]?
    {
        guard exists(path) else { return nil }
        do { return try SmallFile.read(path, bytesLimit: bytesLimit) } catch {
            throw AuditFailure(reason: error.description)
        }
    }

    /// Whoever reads the path meets the old contents or the new, also after a power cut. Which of them is certain only
    /// when the folder is synchronized.
    package static func replace(_ path: String, with bytes: [UInt8], mode: mode_t = 0o600) throws(AuditFailure) {
        do { try SmallFile.replace(path, with: bytes, mode: mode, isNameDurable: false) } catch {
            throw AuditFailure(reason: error.description)
        }
    }

    /// What is not there needs no removing.
    package static func remove(_ path: String) throws(AuditFailure) {
        guard unlink(path) == 0 || errno == ENOENT else { throw AuditFailure(path, "cannot be removed") }
    }

    /// Makes the names in the folder durable.
    package static func synchronize(_ path: String) throws(AuditFailure) {
        let folder = try OpenFile(path, O_RDONLY | O_DIRECTORY)
        guard fsync(folder.descriptor) == 0 else { throw AuditFailure(path, "cannot be forced to the disk") }
    }
}
