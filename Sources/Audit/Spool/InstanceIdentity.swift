import Crypto
import Glibc
package import SignedNote

/// What makes an instance itself: the key that signs its log, and the salt of its digests. Made at the first start.
///
/// The key's name is the log's origin, `chaperone/<hub name>/<instance ID>`. An instance has its ID, and enrols, before
/// it knows the hub's name: as long as there is no log, the hub's name can still be given.
package struct InstanceIdentity: Sendable {
    static let saltBytes = 32
    /// Of the origin where there is no hub, or none yet.
    package static let localName = "local"
    package let key: SigningKey
    let salt: [UInt8]

    /// 16 hexadecimal digits: the first eight bytes of SHA-256 over the public key; the last part of the origin.
    package var instanceID: String { Self.parts(key.name).last ?? "" }

    /// The second part of the origin.
    package var hubName: String {
        let parts = Self.parts(key.name)
        return parts.count == 3 ? parts[1] : ""
    }

    private static func parts(_ name: String) -> [String] {
        name.utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Of the instance in a state folder, whose `StateLock` the caller holds; made when there is none.
    /// - Parameter hubName: where it is given, the origin must be this hub's, and becomes so while there is no log.
    package init(stateDirectory: String, hubName: String?) throws(AuditFailure) {
        let directory = stateDirectory + "/audit"
        try Folder.make(stateDirectory)
        let hasLog = Folder.isFolder(directory) ? try !SegmentFiles.list(in: directory).isEmpty : false
        let found = try InstanceIdentity(
            stateDirectory: stateDirectory, hubName: hubName ?? Self.localName, hasLog: hasLog)
        guard let hubName, found.hubName != hubName else {
            self = found
            return
        }
        guard !hasLog, !Folder.exists(stateDirectory + "/started") else {
            throw AuditFailure(
                reason: "the audit log in \(stateDirectory) is \(found.key.name), and cannot become one of the hub "
                    + "\"\(hubName)\": give --state a new folder, and keep this one, which is the record so far")
        }
        do { key = try found.key.renamed("chaperone/\(hubName)/\(found.instanceID)") } catch {
            throw AuditFailure(reason: "the hub's name \"\(hubName)\" cannot stand in an audit log: \(error)")
        }
        salt = found.salt
        try keep(in: stateDirectory)
    }

    /// - Parameter hasLog: whether a log is there already; then a missing key is not made anew.
    private init(stateDirectory: String, hubName: String, hasLog: Bool) throws(AuditFailure) {
        let keyPath = stateDirectory + "/instance.key"
        let saltPath = stateDirectory + "/digest.salt"
        var generator = SystemRandomNumberGenerator()
        if let text = try Folder.contents(keyPath) {
            do {
                key = try SigningKey(parsing: String(decoding: text, as: UTF8.self))
            } catch {
                throw AuditFailure(reason: "\(keyPath) is not a signing key: \(error)")
            }
            guard let salt = try Folder.contents(saltPath), salt.count == Self.saltBytes else {
                throw AuditFailure(reason: "\(saltPath) is missing or not \(Self.saltBytes) bytes")
            }
            self.salt = salt
        } else {
            guard !hasLog else {
                throw AuditFailure(reason: "there is an audit log, but \(keyPath), which signed it, is missing")
            }
            do {
                let seed = try SigningKey.generate(name: "seed", using: &generator)
                let id = Hexadecimal.encode(SHA256.hash(data: seed.verifierKey.publicKey).prefix(8))
                key = try seed.renamed("chaperone/\(hubName)/\(id)")
            } catch {
                throw AuditFailure(reason: "the instance key cannot be made: \(error)")
            }
            salt = (0..<Self.saltBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            try Folder.replace(saltPath, with: salt)
        }
        try keep(in: stateDirectory)
    }

    private func keep(in stateDirectory: String) throws(AuditFailure) {
        let path = stateDirectory + "/instance.key"
        if try Folder.contents(path) != Array(key.fileText.utf8) {
            try Folder.replace(path, with: Array(key.fileText.utf8))
        }
        try Folder.replace(
            stateDirectory + "/instance.pub", with: Array("\(key.verifierKey)\n".utf8), mode: 0o644)
    }
}
