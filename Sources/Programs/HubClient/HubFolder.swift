import FoundationEssentials
package import HubAPI
import SmallFiles
package import Spool

/// What a sidecar keeps of the hub, in the folder `hub` of its state folder (mode 0700, every file 0600): its TLS key,
/// what it was enrolled as with its certificate, and the last good policy, sealed.
package struct HubFolder: Sendable {
    private let stateDirectory: String
    private let path: String
    private let seal: PolicySeal

    /// Makes the folder when it is missing.
    package init(stateDirectory: String, instance: InstanceIdentity) throws(AuditFailure) {
        self.stateDirectory = stateDirectory
        path = stateDirectory + "/hub"
        seal = PolicySeal(instance: instance)
        try Folder.make(path)
        try Folder.synchronize(stateDirectory)
    }

    private var tlsKeyPath: String { path + "/tls.key" }
    private var enrolmentPath: String { path + "/enrolment.json" }
    private var policyPath: String { path + "/policy.sealed" }
    private var numberPath: String { path + "/number.sealed" }

    /// The key of the sidecar's certificates; made at the first start.
    package func tlsKey() throws(AuditFailure) -> TLSKey {
        if let bytes = try Folder.contents(tlsKeyPath) {
            guard let key = TLSKey(pem: String(decoding: bytes, as: UTF8.self)) else {
                throw AuditFailure(reason: "\(tlsKeyPath) is not a P-256 key: remove it, and enrol again")
            }
            return key
        }
        let key = TLSKey()
        try write(Array(key.pemText.utf8), to: tlsKeyPath)
        return key
    }

    /// What lanes' clients are to trust, for whoever can come to the state folder.
    package func keepLaneAuthority(_ pem: String) throws(AuditFailure) {
        let folder = Self.clientsFolder(stateDirectory: stateDirectory)
        do {
            try SmallFile.makeFolder(folder, mode: 0o755)
            try SmallFile.replace(
                Self.laneAuthorityPath(stateDirectory: stateDirectory), with: Array(pem.utf8), mode: 0o644)
        } catch { throw AuditFailure(reason: error.description) }
    }

    private static func clientsFolder(stateDirectory: String) -> String { stateDirectory + "/clients" }

    package static func laneAuthorityPath(stateDirectory: String) -> String {
        clientsFolder(stateDirectory: stateDirectory) + "/lane-authority.pem"
    }

    /// Nil: not enrolled yet.
    package func enrolment() throws(AuditFailure) -> EnrolResponse? {
        guard let bytes = try Folder.contents(enrolmentPath) else { return nil }
        guard let enrolment = try? HubJSON.decode(EnrolResponse.self, from: bytes) else {
            throw AuditFailure(reason: "\(enrolmentPath) cannot be read: remove it, and enrol again")
        }
        return enrolment
    }

    package func keep(_ enrolment: EnrolResponse) throws(AuditFailure) {
        guard let data = try? HubJSON.encode(enrolment) else {
            throw AuditFailure(reason: "\(enrolmentPath) cannot be written as JSON")
        }
        try write(Array(data), to: enrolmentPath)
    }

    /// Seals a policy, and the highest number seen before it: between the two a start finds the old policy too old.
    package func keep(_ policy: SealedPolicy, highestNumber: UInt64) throws(AuditFailure) {
        try write(try seal.seal(highestNumber), to: numberPath)
        try write(try seal.seal(policy), to: policyPath)
    }

    /// The policy that was sealed last, and the highest bundle number that was ever kept. Whether the policy may still be
    /// used is for the caller to say.
    /// - Returns: nil where none was kept.
    /// - Throws: when a file was changed, is another instance's, or is missing beside the other.
    package func policy() throws(AuditFailure) -> (policy: SealedPolicy, highestNumber: UInt64)? {
        guard let sealed = try Folder.contents(policyPath, bytesLimit: PolicySeal.bytesLimit) else { return nil }
        guard let number = try highestNumber() else {
            throw AuditFailure(reason: "\(numberPath) is missing, so \(policyPath) may be an old one: it is not used")
        }
        return (try seal.openPolicy(sealed, path: policyPath), number)
    }

    /// A start without the hub is not possible any more. The highest number stays.
    package func forgetPolicy() throws(AuditFailure) {
        try Folder.remove(policyPath)
        try Folder.synchronize(path)
    }

    /// Nil where no policy was ever kept.
    package func highestNumber() throws(AuditFailure) -> UInt64? {
        guard let sealed = try Folder.contents(numberPath) else { return nil }
        return try seal.openNumber(sealed, path: numberPath)
    }

    private func write(_ bytes: [UInt8], to file: String) throws(AuditFailure) {
        try Folder.replace(file, with: bytes)
        try Folder.synchronize(path)
    }
}
