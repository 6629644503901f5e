import Foundation
import SSHKeys
import SSHWire
import TestServices
import TestSupport
import Testing
import Vault

/// OpenBao's SSH engine signs certificates over keys of the hub's.
@Suite("OpenBao's SSH engine") struct VaultSSHTests {
    /// - Parameter role: of the engine's role, as JSON.
    private static func vault(_ role: [String: Any]) async throws -> TestVault {
        let vault = try await TestVault()
        try await vault.root("POST", "sys/mounts/ssh", #"{"type": "ssh"}"#)
        try await vault.root("POST", "ssh/config/ca", #"{"generate_signing_key": true}"#)
        let all = vaultRole.merging(role) { $1 }
        let body = String(decoding: try JSONSerialization.data(withJSONObject: all), as: UTF8.self)
        try await vault.root("POST", "ssh/roles/agents", body)
        return vault
    }

    /// The role that docs/credentials.md shows.
    private static var vaultRole: [String: Any] {
        [
            "key_type": "ca", "allow_user_certificates": true, "allowed_users": "agent", "allow_user_key_ids": true,
            "ttl": "60s", "max_ttl": "60s", "default_extensions": ["permit-pty": ""],
        ]
    }

    private static func signed(_ vault: TestVault, user: String = "agent") async throws -> Result<
        SSHCertificate, CredentialFailure
    > {
        let file = try await vault.tokenFile(policy: #"path "ssh/sign/agents" { capabilities = ["update"] }"#)
        let key = try SSHPrivateKey(generating: .ed25519)
        let terms = UserCertificateTerms(
            user: user, keyID: "sidecar=7b,principal=ada", serial: 1,
            madeAtSeconds: Int64(Date().timeIntervalSince1970))
        var result: Result<SSHCertificate, CredentialFailure>?
        try await withSources(
            CredentialSourceConfiguration(
                name: "ward", kind: .vaultSSH(vault.configuration(.tokenFile(file)), .init(role: "agents")))
        ) { sources in
            let source = try #require(sources.sshSigner("ward"))
            #expect(await sources.failure("ward", nowSeconds: 0)?.description.contains("has no password") == true)
            do throws(CredentialFailure) {
                result = .success(try await source.certificate(of: key.publicKey, terms))
            } catch { result = .failure(error) }
        }
        return try #require(result)
    }

    @Test("gives a certificate for the account, with a key ID that says who, of its own authority")
    func signs() async throws {
        let vault = try await Self.vault([:])
        let certificate = try await Self.signed(vault).get()
        let config = try await vault.root("GET", "ssh/config/ca")
        let line = try #require((config["data"] as? [String: Any])?["public_key"] as? String)
        #expect(
            certificate.authority == SSHPublicKey(line: line.trimmingCharacters(in: .whitespacesAndNewlines))
                && certificate.isSigned)
        #expect(certificate.principals == ["agent"] && certificate.keyID == "sidecar=7b,principal=ada")
        #expect(certificate.extensions == ["permit-pty"] && certificate.criticalOptions == [])
    }

    @Test("is refused, in words that say what to change, where it signs less or more than it was asked to")
    func refused() async throws {
        for (role, user, words) in [
            (["allow_user_key_ids": false], "agent", "HTTP 400"), ([:], "root", "HTTP 400"),
            (["default_extensions": ["permit-port-forwarding": ""]], "agent", "default_extensions"),
            (["default_critical_options": ["force-command": "id"]], "agent", "critical option"),
            (["max_ttl": "1h", "not_before_duration": "10s"], "agent", ""),
        ] as [([String: Any], String, String)] {
            let vault = try await Self.vault(role)
            switch try await Self.signed(vault, user: user) {
            case .success: #expect(words == "", "\(role) \(user)")
            case .failure(let failure):
                #expect(!words.isEmpty && failure.description.contains(words), "\(role) \(user): \(failure)")
                #expect(failure.description.contains("ssh/sign/agents"))
            }
        }
    }
}
