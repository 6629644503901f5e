import Crypto
import CryptoExtras
import Foundation
import OpenIDConnect
import TestServices
import TestSupport
import Testing

@Suite("Signatures of tokens") struct SignatureTests {
    @Test(
        "A token that its issuer signed with an allowed algorithm is accepted",
        arguments: ["RS256", "PS256", "ES256", "ES384", "ES512", "EdDSA"])
    func accepted(_ algorithm: String) async throws {
        let provider = try TestProvider(.make(algorithm))
        try await verifying(provider.configuration()) { verifier in
            let identity = try await verifier.verify(
                provider.token(algorithm: algorithm), for: .clients, nowSeconds: TestProvider.nowSeconds)
            #expect(
                identity
                    == TokenIdentity(
                        issuer: provider.issuer, subject: "ada", groups: ["analysts", "nurses"],
                        expiresAtSeconds: TestProvider.nowSeconds + 300))
            #expect(identity.principal == "\(provider.issuer)#ada")
        }
    }

    @Test("A token that somebody else signed is refused")
    func forged() async throws {
        let provider = try TestProvider()
        let other = try TestKey.make("ES256")
        try await verifying(provider.configuration()) { verifier in
            let token = try provider.token(by: other)
            #expect(await verifier.refusal(token) == .badSignature(issuer: provider.issuer))
        }
    }

    @Test("A token with any part changed is refused")
    func changed() async throws {
        let provider = try TestProvider()
        let token = try provider.token()
        let parts = token.split(separator: ".").map(String.init)
        let richer = try Token.unsigned(["alg": "ES256", "kid": provider.keyID], provider.claims(["groups": ["root"]]))
        try await verifying(provider.configuration()) { verifier in
            #expect(await verifier.refusal("\(richer).\(parts[2])") == .badSignature(issuer: provider.issuer))
            for index in stride(from: 0, to: token.utf8.count, by: 5) {
                var bytes = Array(token.utf8)
                bytes[index] = bytes[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
                _ = await verifier.refusal(String(decoding: bytes, as: UTF8.self))
            }
        }
    }

    @Test("No algorithm, a shared secret and unknown algorithms are refused before any key is looked for")
    func algorithms() async throws {
        let provider = try TestProvider(.rsa())
        guard case .rsa(let key) = provider.key else { return }
        try await verifying(provider.configuration()) { verifier in
            for algorithm in ["none", "None", "nOnE"] {
                let text = try Token.unsigned(["alg": algorithm, "kid": provider.keyID], provider.claims())
                #expect(await verifier.refusal(text + ".") == .algorithmNotAllowed(algorithm))
            }
            // The classic: HMAC with the public key, which everybody has, as the secret.
            for secret in [Data(key.publicKey.pemRepresentation.utf8), key.publicKey.derRepresentation] {
                for algorithm in ["HS256", "HS384", "HS512"] {
                    let text = try Token.unsigned(["alg": algorithm, "kid": provider.keyID], provider.claims())
                    let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: secret))
                    #expect(
                        await verifier.refusal("\(text).\(Token.base64URL(Data(code)))")
                            == .algorithmNotAllowed(algorithm))
                }
            }
            for algorithm in ["RS1", "RS384", "ES256K", "dir", "\u{1B}[31m"] {
                let refusal = await verifier.refusal(
                    try Token.unsigned(["alg": algorithm], provider.claims()) + ".AAAA")
                #expect(refusal?.description.contains("\u{1B}") == false)
                guard case .algorithmNotAllowed? = refusal else {
                    Issue.record("\(algorithm): \(String(describing: refusal))")
                    continue
                }
            }
        }
        #expect(provider.server.requests.isEmpty)
    }

    @Test("An algorithm that does not fit the key it names is refused")
    func confusion() async throws {
        let provider = try TestProvider(.rsa())
        let elliptic = try TestKey.make("ES256")
        var oaep = try provider.key.published("for-oaep")
        oaep["alg"] = "RSA-OAEP"
        var encryption = try provider.key.published("for-encryption")
        encryption["use"] = "enc"
        var fixed = try provider.key.published("only-ps256")
        fixed["alg"] = "PS256"
        try provider.publish(
            [provider.key.published(provider.keyID), elliptic.published("elliptic"), oaep, encryption, fixed])
        try await verifying(provider.configuration()) { verifier in
            for (algorithm, keyID) in [
                ("ES256", provider.keyID), ("EdDSA", provider.keyID), ("RS256", "elliptic"), ("ES384", "elliptic"),
                ("RS256", "for-oaep"), ("RS256", "for-encryption"), ("RS256", "only-ps256"),
            ] {
                let token = try provider.token(algorithm: algorithm, header: ["kid": keyID])
                #expect(
                    await verifier.refusal(token) == .wrongKeyType(issuer: provider.issuer), "\(algorithm) \(keyID)")
            }
            let token = try provider.token(algorithm: "RS256")
            _ = try await verifier.verify(token, for: .clients, nowSeconds: TestProvider.nowSeconds)
        }
    }

    @Test("A key that the token brings along is not used")
    func ownKey() async throws {
        let provider = try TestProvider()
        let own = try TestKey.make("ES256")
        try await verifying(provider.configuration()) { verifier in
            for header in [["jwk": try own.published(provider.keyID)], ["jku": "http://127.0.0.1:1/keys"]]
                as [[String: Any]]
            {
                let token = try provider.token(header: header, by: own)
                #expect(await verifier.refusal(token) == .badSignature(issuer: provider.issuer))
            }
        }
    }

    @Test("A token without a key ID is accepted only where one key alone can be meant")
    func withoutKeyID() async throws {
        let provider = try TestProvider()
        let token = try provider.token(header: ["kid": NSNull()])
        try await verifying(provider.configuration()) { verifier in
            _ = try await verifier.verify(token, for: .clients, nowSeconds: TestProvider.nowSeconds)
        }
        try provider.publish([provider.key.published("a"), TestKey.make("ES256").published("b")])
        try await verifying(provider.configuration()) { verifier in
            guard case .malformed? = await verifier.refusal(token) else {
                Issue.record("not refused as ambiguous")
                return
            }
        }
    }

    @Test("An RSA key of 1,024 bits verifies nothing")
    func weakKey() async throws {
        let weak = TestKey.rsa(try _RSA.Signing.PrivateKey(unsafeKeySize: .init(bitCount: 1024)))
        let provider = try TestProvider(weak)
        try await verifying(provider.configuration()) { verifier in
            let token = try provider.token(algorithm: "RS256")
            #expect(await verifier.refusal(token) == .badSignature(issuer: provider.issuer))
        }
    }

    @Test("Malformed tokens are refused with what is malformed")
    func malformed() async throws {
        let provider = try TestProvider()
        let good = try provider.token()
        let parts = good.split(separator: ".").map(String.init)
        func header(_ value: Any) throws -> String {
            "\(Token.base64URL(try Token.json(value))).\(parts[1]).\(parts[2])"
        }
        let tokens: [String] = [
            "", ".", "..", "...", "a.b", "a.b.c.d", "\(parts[0]).\(parts[1])", good + ".", good + "=",
            "\(parts[0]).\(parts[1]). \(parts[2])", "\(parts[0])\n.\(parts[1]).\(parts[2])", "é.é.é",
            "\(Token.base64URL(Data("[]".utf8))).\(parts[1]).\(parts[2])",
            "\(parts[0]).\(Token.base64URL(Data("\"text\"".utf8))).\(parts[2])",
            "\(parts[0]).\(Token.base64URL(Data("{".utf8))).\(parts[2])",
            "\(parts[0]).\(Token.base64URL(Data(String(repeating: "[", count: 5_000).utf8))).\(parts[2])",
            try header(["alg": 1]), try header(["kid": "x"]), try header(["alg": "ES256", "crit": ["exp"]]),
            try header(["alg": "ES256", "typ": "logout+jwt"]),
            try header(["alg": "ES256", "kid": String(repeating: "k", count: 300)]),
        ]
        try await verifying(provider.configuration()) { verifier in
            for token in tokens {
                do throws(TokenRefusal) {
                    _ = try await verifier.verify(token, for: .clients, nowSeconds: TestProvider.nowSeconds)
                    Issue.record("accepted: \(token)")
                } catch .malformed(_) {
                } catch {
                    Issue.record("\(token): \(error)")
                }
            }
            #expect(
                await verifier.refusal(String(repeating: "a", count: 16 << 10 | 1)) == .tooLong(bytesLimit: 16 << 10))
        }
    }
}
