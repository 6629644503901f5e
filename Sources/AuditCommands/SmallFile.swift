import Glibc
import Spool

/// A file that a command was given by name.
enum SmallFile {
    static let bytesLimit = 65_536

    static func contents(_ path: String) throws(AuditFailure) -> [UInt8] {
        guard let file = fopen(path, "re") else { throw AuditFailure(reason: "\(path) cannot be read") }
        defer { fclose(file) }
        let bytes = [UInt8](unsafeUninitializedCapacity: bytesLimit) { buffer, count in
            count = fread(buffer.baseAddress, 1, bytesLimit, file)
        }
        guard bytes.count < bytesLimit else { throw AuditFailure(reason: "\(path) is too large") }
        return bytes
    }
}
