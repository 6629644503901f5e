import Crypto
import CryptoExtras
import Foundation
import HubAPI
import NIOHTTP1
import TestServices
import TestSupport
import Testing

/// The hub proves passwords to servers for sidecars, which never see them.
@Suite struct CredentialTests {
    private static let password = "correct horse"
    private static let salt = Data((0..<16).map { UInt8($0) })

    /// The policy of one target and role.
    private static func policy(_ more: String = "") -> String {
        """
        apiVersion: chaperone/v1
        targets:
          ehr: { protocol: postgres, upstream: '127.0.0.1:1', listen: '127.0.0.1:0', credential: ehr-agent \(more) }
        rules: [{ name: reads, when: { statement: [select] }, action: allow }]
        roles: { analyst: { match: { groups: analysts }, targets: [ehr] } }
        """
    }

    private func hub(
        _ name: String, policy: String = policy(), arguments: [String] = [], configuration: String? = nil
    ) throws -> HubProcess {
        let folder = FileManager.default.temporaryDirectory.appending(path: "credentials-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "hub.yaml").path()
        if let configuration { try configuration.write(toFile: file, atomically: true, encoding: .utf8) }
        let hub = try HubProcess(
            name: name, folder: folder, arguments: arguments + (configuration == nil ? [] : ["--config", file]))
        try push(policy, to: hub)
        return hub
    }

    private func push(_ policy: String, to hub: HubProcess) throws {
        let file = hub.folder.appending(path: "policy.yaml")
        try policy.write(to: file, atomically: true, encoding: .utf8)
        try hub.check(["policy", "push", file.path()])
    }

    private func put(_ hub: HubProcess, _ password: String = password) throws {
        try hub.check(["credential", "put", "ehr-agent", "--user", "agent"], input: password + "\n")
    }

    private func open(_ sidecar: SidecarClient, _ target: String = "ehr") async throws -> CredentialUse {
        try await sidecar.post(
            HubPath.credentialUses, CredentialUseRequest(target: target, session: "5f0c9be2a1d34e77", principal: "ada")
        ).as(CredentialUse.self)
    }

    private static func challenge(
        nonce: String = "client", server: String = "clientserver", iterations: String = "4096",
        salt: String = salt.base64EncodedString(), final: String? = nil
    ) -> ScramChallenge {
        ScramChallenge(
            clientFirstBare: "n=,r=\(nonce)", serverFirst: "r=\(server),s=\(salt),i=\(iterations)",
            clientFinalWithoutProof: final ?? "c=biws,r=\(server)")
    }

    private func prove(
        _ sidecar: SidecarClient, _ use: CredentialUse, _ challenge: ScramChallenge = challenge()
    ) async throws -> ScramProof {
        try await sidecar.post(HubPath.credentialProof(use.id, .scramSHA256), challenge).as(ScramProof.self)
    }

    /// What a server does that keeps the verifier of this password (RFC 5802, section 3).
    private func isProof(_ proof: ScramProof, of password: String) throws -> Bool {
        let salted = try KDF.Insecure.PBKDF2.deriveKey(
            from: Data(password.utf8), salt: Self.salt, using: .sha256, outputByteCount: 32, unsafeUncheckedRounds: 4096
        )
        let clientKey = Data(HMAC<SHA256>.authenticationCode(for: Data("Client Key".utf8), using: salted))
        let stored = SymmetricKey(data: Data(SHA256.hash(data: clientKey)))
        let signature = Data(
            HMAC<SHA256>.authenticationCode(for: Data(Self.challenge().authMessage.utf8), using: stored))
        return zip(proof.clientProof, signature).map { $0 ^ $1 } == Array(clientKey)
    }

    private func refusal(_ body: () async throws -> some Any) async -> ProblemDetails.Code? {
        do {
            _ = try await body()
            return nil
        } catch { return (error as? ProblemDetails)?.code }
    }

    @Test func `a proof is good for one connection of the sidecar that asked, and each is on record`() async throws {
        let hub = try hub("bound")
        try put(hub)
        let sidecar = try await SidecarClient.enrol(hub)
        let other = try await SidecarClient.enrol(hub)
        let use = try await open(sidecar)
        #expect(use.user == "agent")
        #expect(await refusal { try await prove(other, use) } == .unknown)
        #expect(try await isProof(prove(sidecar, use), of: Self.password))
        #expect(await refusal { try await prove(sidecar, use) } == .unknown, "a second proof of one use")
        let uses = try hub.check(["credential", "uses"])
        #expect(uses.contains(sidecar.keys.instance) && uses.contains("ada") && uses.contains("proven"), "\(uses)")
        #expect(!uses.contains(other.keys.instance))
        let ended = try await open(sidecar)
        #expect(try await sidecar.delete(HubPath.credentialUses + "/" + ended.id).status == 204)
        #expect(await refusal { try await prove(sidecar, ended) } == .unknown)
        for secret in [Self.password, Data(Self.password.utf8).base64EncodedString()] {
            #expect(!hub.log.contains(secret))
        }
    }

    @Test func `nobody gets a proof for what the policy does not give them`() async throws {
        let hub = try hub("denied")
        let sidecar = try await SidecarClient.enrol(hub)
        #expect(await refusal { try await open(sidecar) } == .noCredential)
        try put(hub)
        #expect(await refusal { try await open(sidecar, "elsewhere") } == .forbidden)
        let stranger = try await SidecarClient.enrol(hub, principal: "stranger", groups: ["strangers"])
        #expect(await refusal { try await open(stranger) } == .forbidden)
        let use = try await open(sidecar)
        try hub.check(["instances", "revoke", sidecar.keys.instance, "--reason", "stolen"])
        #expect(await refusal { try await prove(sidecar, use) } == .revoked)
        #expect(await refusal { try await open(sidecar) } == .revoked)
    }

    @Test(arguments: [
        challenge(iterations: "1"), challenge(iterations: "4095"), challenge(iterations: "1000001"),
        challenge(iterations: "-4096"), challenge(salt: "AAAA"), challenge(salt: "?"), challenge(server: "other"),
        challenge(server: "client"), challenge(final: "c=biws,r=another"),
        challenge(final: "c=cD10bHMtdW5pcXVlLCw=,r=clientserver"),
        challenge(nonce: ""), ScramChallenge(clientFirstBare: "", serverFirst: "", clientFinalWithoutProof: ""),
    ])
    func `a challenge that would make the password cheap to guess, or is none, is not answered`(
        challenge: ScramChallenge
    ) async throws {
        let hub = try Self.shared.get()
        let sidecar = try await SidecarClient.enrol(hub)
        let use = try await open(sidecar)
        #expect(await refusal { try await prove(sidecar, use, challenge) } == .malformed)
    }

    private static let shared = Result {
        let hub = try CredentialTests().hub("challenges")
        try CredentialTests().put(hub)
        return hub
    }

    private func answer<Body: Encodable>(
        _ sidecar: SidecarClient, _ method: CredentialMethod, _ body: Body
    ) async throws -> String {
        let use = try await open(sidecar)
        let answer: SidecarClient.Answer = try await sidecar.post(HubPath.credentialProof(use.id, method), body)
        return try answer.as(PasswordAnswer.self).password
    }

    private struct Nothing: Encodable {}

    @Test func `md5 is answered, and the password itself given only where the policy says so`() async throws {
        let hub = try hub("cleartext")
        try put(hub)
        let sidecar = try await SidecarClient.enrol(hub)
        let inner = Insecure.MD5.hash(data: Data((Self.password + "agent").utf8)).map { String(format: "%02x", $0) }
            .joined()
        let outer = Insecure.MD5.hash(data: Data(inner.utf8) + [1, 2, 3, 4]).map { String(format: "%02x", $0) }.joined()
        #expect(try await answer(sidecar, .md5, MD5Challenge(salt: [1, 2, 3, 4])) == "md5" + outer)
        #expect(await refusal { try await answer(sidecar, .md5, MD5Challenge(salt: [1, 2, 3])) } == .malformed)
        #expect(await refusal { try await answer(sidecar, .cleartext, Nothing()) } == .forbidden)
        try push(Self.policy(", cleartext_password: true"), to: hub)
        #expect(try await answer(sidecar, .cleartext, Nothing()) == Self.password)
    }

    @Test func `a flood of connections to one target is cut off, and is an event`() async throws {
        let hub = try hub("flood")
        try put(hub)
        let sidecar = try await SidecarClient.enrol(hub)
        let codes = await withTaskGroup(of: ProblemDetails.Code?.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    // More than the limit by far: a slow machine needs them, a fast one stops at once.
                    for _ in 0..<1_000 {
                        if let code = await refusal({ try await open(sidecar) }) { return code }
                    }
                    return nil
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes.contains(.rateLimited))
        #expect(!codes.contains { $0 != nil && $0 != .rateLimited })
        #expect(try hub.check(["events"]).contains("more than 1200 connections to ehr"))
    }

    @Test func `a password is changed in place, and nobody has to say whose it is`() async throws {
        let hub = try hub("rotate")
        try put(hub)
        let sidecar = try await SidecarClient.enrol(hub)
        try hub.check(["credential", "rotate", "ehr-agent"], input: "another\n")
        let use = try await open(sidecar)
        #expect(use.user == "agent")
        #expect(try await isProof(prove(sidecar, use), of: "another"))
        let missing = try hub.command(["credential", "rotate", "none"], input: "x\n")
        #expect(missing.status == 1 && missing.errors.contains("no credential none"), "\(missing.story)")
        let list = try hub.check(["credential", "list"])
        #expect(list.contains("ehr-agent") && list.contains("hub") && !list.contains("another"), "\(list)")
    }

    // MARK: keys

    @Test func `data key and master key are changed while it runs, and an old master key opens nothing any more`()
        async throws
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, byte) in [("old", "0a"), ("new", "0b")] {
            let file = folder.appending(path: name)
            try "\(byte)\(String(repeating: "1f", count: 31))\n".write(to: file, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path())
        }
        func configuration(_ master: String, old: String? = nil) -> String {
            "master_key: { file: '\(folder.path())/\(master)' }\n"
                + (old.map { "old_master_key: { file: '\(folder.path())/\($0)' }\n" } ?? "")
        }
        let first = try hub("keys", configuration: configuration("old"))
        try put(first)
        let turned = try first.check(["keys", "rotate-data"])
        #expect(turned.contains("data key 2") && !turned.contains(": 0 secrets"), "\(turned)")
        let sidecar = try await SidecarClient.enrol(first)
        #expect(try await isProof(prove(sidecar, open(sidecar)), of: Self.password))
        #expect(first.stop() == 0)

        func again(_ configuration: String) throws -> HubProcess {
            let file = first.folder.appending(path: "hub.yaml").path()
            try configuration.write(toFile: file, atomically: true, encoding: .utf8)
            return try HubProcess(name: "keys", folder: first.folder, arguments: ["--config", file])
        }
        let both = try again(configuration("new", old: "old"))
        #expect(try both.check(["keys", "rotate-master"]).contains("2 data keys"))
        #expect(both.stop() == 0)
        let error = #expect(throws: TestFailure.self) { try again(configuration("old")) }
        #expect("\(try #require(error))".contains("is not the master key that it was sealed with"))
        let new = try again(configuration("new"))
        let keys = SidecarClient.Keys()
        let late = try await SidecarClient.enrol(new, keys: keys)
        #expect(try await isProof(prove(late, open(late)), of: Self.password))
    }

    @Test func `a master key in OpenBao's transit, and a password in its key-value store, never lie on the hub's disk`()
        async throws
    {
        let vault = try await TestVault()
        try await vault.root("POST", "sys/mounts/transit", #"{"type": "transit"}"#)
        try await vault.root("POST", "transit/keys/hub")
        try await vault.root(
            "POST", "secret/data/team/ehr", #"{"data": {"username": "dynamic", "password": "from the vault"}}"#)
        let token = try await vault.tokenFile(
            policy: """
                path "transit/encrypt/hub" { capabilities = ["update"] }
                path "transit/decrypt/hub" { capabilities = ["update"] }
                path "secret/data/team/*" { capabilities = ["read"] }
                """)
        let hub = try hub(
            "transit",
            configuration: """
                vaults: { main: { address: '\(vault.url)', token_file: '\(token)' } }
                master_key: { transit: { vault: main, key: hub } }
                credentials: { ehr-agent: { vault_kv: { vault: main, path: team/ehr } } }
                """)
        let sidecar = try await SidecarClient.enrol(hub)
        let use = try await open(sidecar)
        #expect(use.user == "dynamic")
        #expect(try await isProof(prove(sidecar, use), of: "from the vault"))
        #expect(try hub.check(["credential", "list"]).contains("vault-kv"))
        let put = try hub.command(["credential", "put", "ehr-agent", "--user", "x"], input: "y\n")
        #expect(put.status == 1 && put.errors.contains("comes from elsewhere"), "\(put.story)")
        #expect(!FileManager.default.fileExists(atPath: hub.folder.appending(path: "state/master.key").path()))
        #expect(!hub.log.contains("from the vault"))
        #expect(hub.stop() == 0)
    }

    @Test func `what is wrong in its configuration is told all at once, with its place`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "wrong-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "hub.yaml").path()
        try """
        vaults:
          main: { address: 'https://vault.example', token_file: a, kubernetes: { role: b } }
          good: { address: 'https://vault.example', token_file: a }
        master_key: { file: a, env: B }
        credentials:
          ehr: { vault_kv: { vault: mian, path: x } }
          crm: {}
          ward: { vault_ssh: { vault: good, role: agents }, cache: 5m }
        issuers:
          - { issuer: 'https://issuer.example', for: [robots], audiences: [a] }
          - { for: people, audiences: [a] }
          - { issuer: 'https://issuer.example', for: clients, audiences: [a], login: { client_id: x } }
        """.write(toFile: file, atomically: true, encoding: .utf8)
        let outcome = try Command(
            Repository.hub.path(), ["serve", "--state", folder.path() + "/state", "--config", file]
        ).run()
        #expect(outcome.status == 78)
        for text in [
            "vault \"main\" needs exactly one of token_file, kubernetes and approle",
            "master_key must have exactly one",
            "\"cache\" does not go with vault_ssh", "unknown vault \"mian\"", "credential \"crm\" needs exactly one of",
            "an issuer is for sidecars, clients, people, not for \"robots\"", "an issuer lacks \"issuer\"",
            "\"login\" goes only with an issuer that is for people",
        ] { #expect(outcome.errors.contains(text), "\(text)\n\(outcome.errors)") }
        #expect(outcome.errors.contains("hub.yaml:2:"))
    }
}
