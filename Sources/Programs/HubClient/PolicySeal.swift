import Crypto
import FoundationEssentials
import HubAPI
import SignedNote
import Spool

/// Seals what is kept of a policy with AES-256-GCM under a key that is derived from the instance's (HKDF-SHA-256). Another
/// instance's file, or one file in the place of the other, does not open. Each file is nonce, ciphertext and tag.
struct PolicySeal: Sendable {
    static let bytesLimit = HubJSON.bodyBytesLimit + 65_536

    private enum Kind: String { case policy, number }

    private let key: SymmetricKey
    private let instance: String

    init(instance: InstanceIdentity) {
        key = instance.key.derivedKey(purpose: "chaperone/sealed-policy/v1")
        self.instance = instance.instanceID
    }

    func seal(_ policy: SealedPolicy) throws(AuditFailure) -> [UInt8] {
        guard let data = try? HubJSON.encode(policy) else {
            throw AuditFailure(reason: "the policy cannot be written as JSON")
        }
        return try seal(data, .policy)
    }

    func seal(_ number: UInt64) throws(AuditFailure) -> [UInt8] { try seal(Data("\(number)".utf8), .number) }

    func openPolicy(_ bytes: [UInt8], path: String) throws(AuditFailure) -> SealedPolicy {
        guard let policy = try? HubJSON.decode(SealedPolicy.self, from: try open(bytes, .policy, path)) else {
            throw Self.changed(path)
        }
        return policy
    }

    func openNumber(_ bytes: [UInt8], path: String) throws(AuditFailure) -> UInt64 {
        guard let number = UInt64(String(decoding: try open(bytes, .number, path), as: UTF8.self)) else {
            throw Self.changed(path)
        }
        return number
    }

    private func seal(_ data: Data, _ kind: Kind) throws(AuditFailure) -> [UInt8] {
        guard let box = try? AES.GCM.seal(data, using: key, authenticating: associated(kind)).combined else {
            throw AuditFailure(reason: "the policy cannot be sealed")
        }
        return Array(box)
    }

    private func open(_ bytes: [UInt8], _ kind: Kind, _ path: String) throws(AuditFailure) -> Data {
        guard let box = try? AES.GCM.SealedBox(combined: bytes),
            let data = try? AES.GCM.open(box, using: key, authenticating: associated(kind))
        else { throw Self.changed(path) }
        return data
    }

    private func associated(_ kind: Kind) -> Data { Data("chaperone/\(kind.rawValue)/v1\n\(instance)".utf8) }

    private static func changed(_ path: String) -> AuditFailure {
        AuditFailure(reason: "\(path) was changed, or is another instance's: it is not used")
    }
}
