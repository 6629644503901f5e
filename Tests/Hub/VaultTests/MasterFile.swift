import Foundation
import Vault

/// A file with a master key. Gone with the object.
final class MasterFile {
    let path = FileManager.default.temporaryDirectory.appending(path: "master-\(UUID().uuidString)").path()

    /// - Parameter byte: two files with another one have other keys.
    init(_ byte: UInt8) throws {
        try write(Data((0..<32).map { UInt8($0) ^ byte }).base64EncodedString())
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, mode: Int = 0o600) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    func key() throws -> LocalMasterKey { try LocalMasterKey(file: path) }
}
