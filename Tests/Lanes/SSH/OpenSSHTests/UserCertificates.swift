import Foundation
import Policy
import SSHKeys
import SSHWire
import TestSupport
import Testing
import Vault

/// A host that trusts an authority of the hub's, and no key.
@Suite("OpenSSH's sshd takes a certificate", .serialized)
struct UserCertificates {
    private static let keyID = "sidecar=7be4f0a1c2d3e4f5,session=5f0c9be2a1d34e77,principal=ada%20l@example.org"

    struct Case: CustomTestStringConvertible, Sendable {
        var what: String
        var sources: [String] = []
        var principal: String?
        var ageSeconds: Int64 = 0
        var isOfAnother = false
        /// What the host says of it in its log; nil: it lets the account in.
        var refusal: String?

        var testDescription: String { what }
    }

    @Test(
        "for its account, while it is good, from its networks, of its authority, and no other; its log says who it was",
        arguments: [
            Case(what: "good"), Case(what: "good, from a network", sources: ["192.0.2.0/24", "0.0.0.0/0"]),
            Case(what: "of a host whose clock is behind", ageSeconds: -UserCertificateTerms.graceSeconds + 20),
            Case(what: "expired", ageSeconds: UserCertificateTerms.validSeconds + 1, refusal: "expired"),
            Case(what: "of later", ageSeconds: -3_600, refusal: "not yet valid"),
            Case(what: "another principal", principal: "somebody", refusal: "not a listed principal"),
            Case(what: "another authority", isOfAnother: true, refusal: "Failed publickey"),
            Case(what: "another network", sources: ["192.0.2.0/24"], refusal: "not from a permitted source address"),
        ])
    func taken(_ asked: Case) async throws {
        let authority = try SSHPrivateKey(generating: .ed25519)
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "authority-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("\(authority.publicKey.line)\n".utf8).write(to: folder.appending(path: "ca"))
        let server = try OpenSSHServer(
            authorized: [], settings: ["TrustedUserCAKeys \(folder.path())ca"])
        let key = try SSHPrivateKey(generating: .ed25519)
        let signing = asked.isOfAnother ? try SSHPrivateKey(generating: .ed25519) : authority
        let terms = UserCertificateTerms(
            user: asked.principal ?? server.user, keyID: Self.keyID, serial: 7,
            madeAtSeconds: Int64(Date().timeIntervalSince1970) - asked.ageSeconds)
        let certificate = try #require(
            try SSHAuthority(signing, sources: asked.sources.map { try Network($0) }).certificate(
                of: key.publicKey, terms, nonce: (0..<32).map { _ in UInt8.random(in: 0...255) }))
        let outcome = try await TestClient.run(
            "exit 4", port: server.port, HostTrust(keys: [server.hostKey], host: "127.0.0.1"), user: server.user,
            key: key, certificate: certificate)
        #expect(outcome.isHostBound)
        if let refusal = asked.refusal {
            #expect(outcome.status == nil && outcome.methods?.contains("publickey") == true, "\(outcome)")
            #expect(server.log.contains(refusal), "\(server.log.suffix(3_000))")
        } else {
            #expect(outcome.status == 4, "\(server.log.suffix(3_000))")
            #expect(server.log.contains("ED25519-CERT"))
            #expect(server.log.contains("ID \(Self.keyID) (serial 7) CA ED25519 \(authority.publicKey.fingerprint)"))
        }
    }
}
