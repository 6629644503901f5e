import Crypto
import Glibc
import SignedNote

/// What makes an instance itself: the key that signs its log, and the salt of its digests. Made at the first start.
struct InstanceIdentity: Sendable {
    static let saltBytes = 32
    let key: SigningKey
    let salt: [UInt8]

    /// The last part of the origin.
    var instanceID: String {
        String(decoding: key.name.utf8.split(separator: UInt8(ascii: "/")).last ?? [], as: UTF8.self)
    }

    /// - Parameter hasLog: whether a log is there already; then a missing key is not made anew.
    init(stateDirectory: String, hubName: String, hasLog: Bool) throws(AuditFailure) {
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
            try Folder.replace(keyPath, with: Array(key.fileText.utf8))
        }
        try Folder.replace(
            stateDirectory + "/instance.pub", with: Array("\(key.verifierKey)\n".utf8), mode: 0o644)
    }
}
