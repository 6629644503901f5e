import Foundation
import Policy
import SSHKeys
import SSHWire
import TestSupport
import Testing

@testable import Vault

/// Certificates of users: what they say, and what of others is not taken.
@Suite struct AuthorityTests {
    static let terms = UserCertificateTerms(
        user: "agent", keyID: "principal=ada", serial: 9, madeAtSeconds: 1_800_000_000)
    static let nonce = [UInt8](repeating: 5, count: 32)

    @Test(arguments: KeyType.allCases, KeyType.allCases)
    func `A certificate says what it was asked to, and ssh-keygen reads it`(user: KeyType, authority: KeyType) throws {
        let key = try SSHPrivateKey(generating: user)
        let signing = try SSHPrivateKey(generating: authority)
        let made = try SSHAuthority(signing, sources: [try Network("10.20.0.0/16"), try Network("fd00:1::/32")])
            .certificate(of: key.publicKey, Self.terms, nonce: Self.nonce)
        let certificate = try #require(made)
        #expect(certificate.isSigned && certificate.key == key.publicKey && certificate.authority == signing.publicKey)
        #expect(UserIdentity(key, certificate) != nil && UserIdentity(signing, certificate) == nil)
        #expect(certificate.holder == .user && certificate.principals == ["agent"] && certificate.serial == 9)
        #expect(certificate.validAfterSeconds == 1_799_999_940 && certificate.validBeforeSeconds == 1_800_000_060)
        #expect(certificate.criticalOptions == ["source-address"] && certificate.extensions == ["permit-pty"])
        let file = FileManager.default.temporaryDirectory.appending(path: "cert-\(UUID().uuidString).pub")
        defer { try? FileManager.default.removeItem(at: file) }
        let line = "\(user.certificateName) \(Data(certificate.blob).base64EncodedString())\n"
        try Data(line.utf8).write(to: file)
        let shown = try Command("ssh-keygen", ["-L", "-f", file.path()], environment: ["TZ": "UTC"]).check()
        for text in [
            "user certificate", signing.publicKey.fingerprint, "Key ID: \"principal=ada\"", "Serial: 9",
            "from 2027-01-15T07:59:00 to 2027-01-15T08:01:00", "Principals: \n                agent\n",
            "source-address 10.20.0.0/16,fd00:1:0:0:0:0:0:0/32", "Extensions: \n                permit-pty\n",
        ] { #expect(shown.contains(text), "\(text)\n\(shown)") }
    }

    @Test func `What is longer than certificates are is not made`() throws {
        let key = try SSHPrivateKey(generating: .ed25519)
        var long = Self.terms
        long.keyID = String(repeating: "x", count: 5_000)
        #expect(try SSHAuthority(key, sources: []).certificate(of: key.publicKey, long, nonce: Self.nonce) == nil)
    }

    @Test(arguments: [
        ("ada@example.org", "5f0c", "sidecar=7b,session=5f0c,principal=ada@example.org"),
        ("https://id.example#ada", "", "sidecar=7b,principal=https://id.example#ada"),
        ("ada (serial 1) CA x", "5", "sidecar=7b,session=5,principal=ada%20%28serial%201%29%20CA%20x"),
        ("a,session=b\n\u{7}é", "5", "sidecar=7b,session=5,principal=a%2Csession%3Db%0A%07%C3%A9"),
        (
            String(repeating: "x", count: 400), "",
            "sidecar=7b,principal=\(String(repeating: "x", count: CertificateKeyID.fieldLettersLimit))*"
        ),
    ])
    func `A key ID is one field of a log's line, whatever a principal is called`(
        principal: String, session: String, expected: String
    ) {
        #expect(CertificateKeyID.text(sidecar: "7b", session: session, principal: principal) == expected)
    }

    @Test(arguments: KeyType.allCases)
    func `A key of each kind is kept as it is`(type: KeyType) throws {
        let key = try SSHPrivateKey(generating: type)
        let kept = try #require(StoredSSHKey(encoded: try StoredSSHKey(key).encoded())).key
        #expect(kept.type == type && kept.rawRepresentation == key.rawRepresentation)
    }

    @Test func `A key that an older hub has kept is read`() throws {
        let key = try SSHPrivateKey(generating: .ed25519)
        let kept = #"{"sshEd25519":"\#(Data(key.rawRepresentation).base64EncodedString())"}"#
        #expect(StoredSSHKey(encoded: Array(kept.utf8))?.key.publicKey == key.publicKey)
        #expect(StoredSSHKey(encoded: Array("{}".utf8)) == nil)
    }

    @Test func `What is kept of an authority is no user's key, and the reverse`() throws {
        let key = try SSHPrivateKey(generating: .ed25519).rawRepresentation
        let authority = StoredSSHAuthority(bytes: key, sources: [try Network("10.0.0.0/8")])
        #expect(StoredSSHAuthority(encoded: try authority.encoded()) == authority)
        #expect(StoredSSHKey(encoded: try authority.encoded()) == nil)
        let user = StoredSSHKey(try SSHPrivateKey(.ed25519, rawRepresentation: key))
        #expect(StoredSSHAuthority(encoded: try user.encoded()) == nil)
        #expect(StoredCredential(encoded: try user.encoded()) == nil)
        #expect("\(user)" == "StoredSSHKey")
        #expect(StoredCredential(encoded: try authority.encoded()) == nil)
        #expect("\(authority)" == "StoredSSHAuthority")
    }

    @Test func `Of a certificate that somebody else has signed everything is what was asked for`() throws {
        let key = try SSHPrivateKey(generating: .ed25519)
        let signing = try SSHPrivateKey(generating: .ed25519)
        func fault(_ change: (inout UserCertificateTerms) -> Void, of other: SSHPublicKey? = nil) throws -> String? {
            var terms = Self.terms
            change(&terms)
            let made = try SSHAuthority(signing, sources: []).certificate(
                of: other ?? key.publicKey, terms, nonce: Self.nonce)
            return VaultSSHSource.fault(of: try #require(made), key.publicKey, Self.terms)
        }
        #expect(try fault { _ in } == nil)
        #expect(try fault { $0.keyID = "x" }?.contains("allow_user_key_ids") == true)
        #expect(try fault { $0.user = "root" }?.contains("other principals") == true)
        #expect(try fault { $0.madeAtSeconds += 3_600 }?.contains("good for more than") == true)
        #expect(try fault({ _ in }, of: signing.publicKey)?.contains("not a user's over the key") == true)
    }
}
