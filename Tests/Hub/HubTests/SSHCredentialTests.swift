import Foundation
import HubAPI
import NIOCore
import SSHKeys
import SSHWire
import TestSupport
import Testing

/// The hub signs for connections with a target's host, and never gives the key away.
@Suite struct SSHCredentialTests {
    private static let host = "ward7.internal"

    private static func policy(_ hostKey: SSHPublicKey, _ more: String) -> String {
        """
        apiVersion: chaperone/v1
        targets:
          ward:
            service: ssh
            upstream: '\(host):22'
            user: agent
            host_keys: ['\(hostKey.line)']
            credential: ward-key
            \(more)
          ehr:
            { protocol: postgres, upstream: '127.0.0.1:1', listen: '127.0.0.1:0', credential: ward-key, cleartext_password: true }
        rules: [{ name: look, when: { command: ['df -h'] }, action: allow }]
        roles: { analyst: { match: { groups: analysts }, targets: [ward, ehr] } }
        """
    }

    private func hub(_ name: String, _ hostKey: SSHPublicKey, _ more: String = "") throws -> HubProcess {
        let hub = try HubProcess(name: name)
        try push(hostKey, more, to: hub)
        return hub
    }

    private func push(_ hostKey: SSHPublicKey, _ more: String = "", to hub: HubProcess) throws {
        let file = hub.folder.appending(path: "policy.yaml")
        try Self.policy(hostKey, more).write(to: file, atomically: true, encoding: .utf8)
        try hub.check(["policy", "push", file.path()])
    }

    private static func challenge(
        _ hostKey: SSHPrivateKey, user: String = "agent", signer: SSHPrivateKey? = nil, isBound: Bool = true
    ) throws -> SSHSignatureRequest {
        let hash = (0..<32).map { _ in UInt8.random(in: 0...255) }
        return SSHSignatureRequest(
            user: user, sessionHash: hash, hostKey: hostKey.publicKey.blob,
            hostSignature: try (signer ?? hostKey).signature(over: hash, .ed25519).allBytes,
            hostKeyAlgorithm: "ssh-ed25519", signatureAlgorithms: ["ssh-ed25519"], mayBindToHost: isBound)
    }

    private func open(_ sidecar: SidecarClient, _ target: String = "ward") async throws -> CredentialUse {
        try await sidecar.post(
            HubPath.credentialUses, CredentialUseRequest(target: target, session: "5f0c9be2a1d34e77", principal: "ada")
        ).as(CredentialUse.self)
    }

    private func sign(_ sidecar: SidecarClient, _ request: SSHSignatureRequest) async throws -> SSHSignature {
        let use = try await open(sidecar)
        return try await sidecar.post(HubPath.credentialProof(use.id, .sshSignature), request).as(SSHSignature.self)
    }

    private func refusal(_ body: () async throws -> some Any) async -> ProblemDetails.Code? {
        do {
            _ = try await body()
            return nil
        } catch { return (error as? ProblemDetails)?.code }
    }

    @Test func `the hub signs what it builds itself, with the key whose public half it has printed`() async throws {
        let hostKey = try SSHPrivateKey(generating: .ed25519)
        let hub = try hub("signs", hostKey.publicKey, "unbound_signatures: true")
        let line = try hub.check(["credential", "ssh-keygen", "ward-key"])
        let key = try #require(SSHPublicKey(line: line))
        let sidecar = try await SidecarClient.enrol(hub)
        for isBound in [true, false] {
            let request = try Self.challenge(hostKey, isBound: isBound)
            let signature = try await sign(sidecar, request)
            #expect(signature.key == key.blob && signature.isHostBound == isBound)
            let bytes = AuthenticationRequest.signedBytes(
                sessionID: request.sessionHash, user: "agent", algorithm: signature.algorithm, key: key.blob,
                hostKey: isBound ? request.hostKey : nil)
            #expect(key.verifies(ByteBuffer(bytes: signature.signature), over: bytes, .ed25519))
        }
        #expect(try hub.check(["credential", "uses"]).contains("proven"))
        #expect(try hub.check(["credential", "list"]).contains("ssh-ed25519"))
    }

    @Test(arguments: [
        ("ed25519", "256", "ssh-ed25519"), ("ecdsa", "256", "ecdsa-sha2-nistp256"), ("rsa", "3072", "rsa-sha2-512"),
    ])
    func `a key that was made elsewhere signs, and no byte of it is shown`(
        type: String, bits: String, algorithm: String
    ) async throws {
        let hostKey = try SSHPrivateKey(generating: .ed25519)
        let hub = try hub("put-\(type)", hostKey.publicKey)
        let file = hub.folder.appending(path: "key").path()
        try Command("ssh-keygen", ["-q", "-t", type, "-b", bits, "-N", "", "-C", "ann@ward", "-f", file]).check()
        let printed = try hub.check(["credential", "put", "ward-key", "--ssh-key", file])
        let made = try String(contentsOfFile: file + ".pub", encoding: .utf8).split(separator: " ").prefix(2)
        #expect(printed == made.joined(separator: " ") + " ward-key")
        let key = try #require(SSHPublicKey(line: printed))
        let sidecar = try await SidecarClient.enrol(hub)
        var request = try Self.challenge(hostKey)
        request.signatureAlgorithms = ["ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512"]
        let signature = try await sign(sidecar, request)
        #expect(signature.key == key.blob && signature.algorithm == algorithm)
        let bytes = AuthenticationRequest.signedBytes(
            sessionID: request.sessionHash, user: "agent", algorithm: signature.algorithm, key: key.blob,
            hostKey: request.hostKey)
        let kind = try #require(SignatureAlgorithm(rawValue: algorithm))
        #expect(key.verifies(ByteBuffer(bytes: signature.signature), over: bytes, kind))
        let listed = try hub.check(["credential", "list"])
        #expect(listed.contains(String(made[0])))
        let secret = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")[2]
        let records = try hub.check(["audit", "search", "--type", "admin"])
        #expect(records.contains("PUT /v1/admin/credentials/{name}/ssh-key"), "\(records)")
        for text in [printed, listed, records, hub.log] { #expect(!text.contains(secret)) }
    }

    @Test func `a key with a passphrase, of another form, or that others may read is refused with what to do`() throws {
        let hub = try HubProcess(name: "put-refused")
        let file = hub.folder.appending(path: "key").path()
        func put() throws -> String {
            let outcome = try hub.command(["credential", "put", "ward-key", "--ssh-key", file])
            #expect(outcome.status != 0 && outcome.output == "", "\(outcome.story)")
            return outcome.errors
        }
        func make(_ more: [String]) throws {
            try? FileManager.default.removeItem(atPath: file)
            try Command("ssh-keygen", ["-q", "-f", file] + more).check()
        }
        try make(["-t", "ed25519", "-N", "a passphrase"])
        let locked = try put()
        #expect(locked.contains("it has a passphrase") && locked.contains("ssh-keygen -p -N ''"), "\(locked)")
        try make(["-t", "rsa", "-b", "2048", "-m", "PEM", "-N", ""])
        let older = try put()
        #expect(
            older.contains("no private key as ssh-keygen writes it") && older.contains("ssh-keygen -p -f"), "\(older)")
        try make(["-t", "ecdsa", "-b", "384", "-N", ""])
        #expect(try put().contains("of a kind that is not spoken"))
        try make(["-t", "ed25519", "-N", ""])
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        #expect(try put().contains("chmod 600"))
        #expect(try hub.command(["credential", "put", "k", "--ssh-key", file, "--user", "ann"]).status != 0)
        #expect(try hub.command(["credential", "put", "k"]).status != 0)
        #expect(try !hub.check(["credential", "list"]).contains("ward-key"))
    }

    @Test func `a sidecar has no signature for another host, another account, or what the host has not signed`()
        async throws
    {
        let hostKey = try SSHPrivateKey(generating: .ed25519)
        let other = try SSHPrivateKey(generating: .ed25519)
        let hub = try hub("other", hostKey.publicKey)
        let sidecar = try await SidecarClient.enrol(hub)
        #expect(await refusal { try await sign(sidecar, try Self.challenge(hostKey)) } == .noCredential)
        try hub.check(["credential", "ssh-keygen", "ward-key"])
        #expect(await refusal { try await sign(sidecar, try Self.challenge(other)) } == .forbidden)
        #expect(await refusal { try await sign(sidecar, try Self.challenge(hostKey, signer: other)) } == .forbidden)
        #expect(await refusal { try await sign(sidecar, try Self.challenge(hostKey, user: "root")) } == .forbidden)
        // A host that is not asked for its own name could lend its signature to a connection with another.
        #expect(await refusal { try await sign(sidecar, try Self.challenge(hostKey, isBound: false)) } == .forbidden)
        let events = try hub.check(["events"])
        #expect(events.contains("no signature for target ward") && events.contains("unbound_signatures"), "\(events)")
        // The policy of now counts, not that of when the use was opened.
        let use = try await open(sidecar)
        try push(other.publicKey, to: hub)
        let request = try Self.challenge(hostKey)
        #expect(
            await refusal {
                try await sidecar.post(HubPath.credentialProof(use.id, .sshSignature), request).as(SSHSignature.self)
            } == .forbidden)
        #expect(await refusal { try await sign(sidecar, try Self.challenge(other)) } == nil)
    }

    @Test func `a use is good for one signature, of the sidecar that opened it, until it is revoked`() async throws {
        let hostKey = try SSHPrivateKey(generating: .ed25519)
        let hub = try hub("once", hostKey.publicKey)
        try hub.check(["credential", "ssh-keygen", "ward-key"])
        let sidecar = try await SidecarClient.enrol(hub)
        let stranger = try await SidecarClient.enrol(hub)
        let use = try await open(sidecar)
        let path = HubPath.credentialProof(use.id, .sshSignature)
        let request = try Self.challenge(hostKey)
        #expect(await refusal { try await stranger.post(path, request).as(SSHSignature.self) } == .unknown)
        #expect(await refusal { try await sidecar.post(path, request).as(SSHSignature.self) } == nil)
        #expect(await refusal { try await sidecar.post(path, request).as(SSHSignature.self) } == .unknown)
        let late = try await open(sidecar)
        try hub.check(["instances", "revoke", sidecar.keys.instance, "--reason", "stolen"])
        #expect(
            await refusal {
                try await sidecar.post(HubPath.credentialProof(late.id, .sshSignature), request).as(SSHSignature.self)
            } == .revoked)
    }

    @Test func `a key is no password, whatever a policy says`() async throws {
        let hostKey = try SSHPrivateKey(generating: .ed25519)
        let hub = try hub("password", hostKey.publicKey)
        try hub.check(["credential", "ssh-keygen", "ward-key"])
        let sidecar = try await SidecarClient.enrol(hub)
        // Of a target that would be told its password in clear.
        #expect(await refusal { try await open(sidecar, "ehr") } == .noCredential)
        let use = try await open(sidecar)
        #expect(
            await refusal {
                try await sidecar.post(HubPath.credentialProof(use.id, .cleartext), [String: String]()).as(
                    PasswordAnswer.self)
            } != nil)
        #expect(try hub.command(["credential", "rotate", "ward-key"], input: "x\n").status == 1)
    }

    @Test func `an authority certifies a new key for each use, for the account and a minute, and signs with it`()
        async throws
    {
        let hostKey = try SSHPrivateKey(generating: .ed25519)
        let hub = try hub("authority", hostKey.publicKey)
        let line = try hub.check(
            ["credential", "ssh-ca", "ward-key", "--source-address", "10.20.0.0/16", "--source-address", "fd00::/8"])
        let authority = try #require(SSHPublicKey(line: line))
        let sidecar = try await SidecarClient.enrol(hub)
        var keys: Set<SSHPublicKey> = []
        for _ in 0..<3 {
            let request = try Self.challenge(hostKey)
            let signature = try await sign(sidecar, request)
            #expect(signature.algorithm == "ssh-ed25519-cert-v01@openssh.com" && signature.isHostBound)
            let certificate = try #require(SSHCertificate(blob: signature.key))
            #expect(certificate.isSigned && certificate.authority == authority && certificate.principals == ["agent"])
            // What the sidecar says of a pod's principal is no more than that.
            let keyID = "sidecar=\(sidecar.keys.instance),session=5f0c9be2a1d34e77,principal=bot"
            #expect(certificate.keyID == keyID)
            let now = UInt64(Date().timeIntervalSince1970)
            #expect(certificate.validBeforeSeconds <= now + 60 && certificate.validAfterSeconds < now)
            #expect(certificate.criticalOptions == ["source-address"] && certificate.extensions == ["permit-pty"])
            keys.insert(certificate.key)
            let bytes = AuthenticationRequest.signedBytes(
                sessionID: request.sessionHash, user: "agent", algorithm: signature.algorithm, key: signature.key,
                hostKey: request.hostKey)
            #expect(certificate.key.verifies(ByteBuffer(bytes: signature.signature), over: bytes, .ed25519))
        }
        #expect(keys.count == 3 && !keys.contains(authority))
        let other = try SSHPrivateKey(generating: .ed25519)
        #expect(await refusal { try await sign(sidecar, try Self.challenge(other)) } == .forbidden)
        #expect(await refusal { try await sign(sidecar, try Self.challenge(hostKey, user: "root")) } == .forbidden)
        #expect(await refusal { try await sign(sidecar, try Self.challenge(hostKey, isBound: false)) } == .forbidden)
        #expect(await refusal { try await open(sidecar, "ehr") } == .noCredential)
        let late = try await open(sidecar)
        try hub.check(["instances", "revoke", sidecar.keys.instance, "--reason", "stolen"])
        let request = try Self.challenge(hostKey)
        #expect(
            await refusal {
                try await sidecar.post(HubPath.credentialProof(late.id, .sshSignature), request).as(SSHSignature.self)
            } == .revoked)
        for (address, words) in [
            ("10.20.0.1/16", "first address"), ("ward7", "is no network"), ("127.0.0.1", "no host"),
        ] {
            let outcome = try hub.command(["credential", "ssh-ca", "x", "--source-address", address])
            #expect(outcome.status == 1 && outcome.errors.contains(words), "\(outcome.story)")
        }
        #expect(try !hub.check(["credential", "list"]).contains("x "))
    }
}
