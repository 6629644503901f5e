import Foundation
import OpenIDConnect
import TestServices
import TestSupport
import Testing

@Suite("Providers that misbehave, change or are away") struct ProviderTests {
    private static let now = TestProvider.nowSeconds

    private func unreachable(_ refusal: TokenRefusal?, _ part: String) {
        guard case .providerUnreachable(_, let reason)? = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        #expect(reason.contains(part), "\(reason)")
    }

    @Test("A rotated key is found at once, and the old one is good no more once it is gone")
    func rotation() async throws {
        let provider = try TestProvider()
        let next = try TestKey.make("EdDSA")
        let old = try provider.token(["exp": Self.now + 100_000])
        try await verifying(provider.configuration()) { verifier in
            _ = try await verifier.verify(old, for: .clients, nowSeconds: Self.now)
            try provider.publish([next.published("key-2")])
            let new = try provider.token(
                ["exp": Self.now + 100_000], algorithm: "EdDSA", header: ["kid": "key-2"], by: next)
            let later = Self.now + RefreshAge.intervalSeconds
            _ = try await verifier.verify(new, for: .clients, nowSeconds: later)
            #expect(
                await verifier.refusal(old, nowSeconds: later + RefreshAge.intervalSeconds)
                    == .unknownKey(issuer: provider.issuer))
        }
    }

    @Test("A key that the provider took back is good for an hour at most, though nobody asks for another")
    func takenBack() async throws {
        let provider = try TestProvider()
        let token = try provider.token(["exp": Self.now + 100_000])
        try await verifying(provider.configuration()) { verifier in
            _ = try await verifier.verify(token, for: .clients, nowSeconds: Self.now)
            try provider.publish([TestKey.make("ES256").published("key-2")])
            #expect(
                await verifier.refusal(token, nowSeconds: Self.now + RefreshAge.awaitedSeconds)
                    == .unknownKey(issuer: provider.issuer))
        }
    }

    @Test("Keys are fetched anew in the background by their age")
    func background() async throws {
        let provider = try TestProvider()
        let token = try provider.token(["exp": Self.now + 100_000])
        try await verifying(provider.configuration()) { verifier in
            for second in 0..<RefreshAge.backgroundSeconds where second % 50 == 0 {
                _ = try await verifier.verify(token, for: .clients, nowSeconds: Self.now + second)
            }
            #expect(provider.keyRequests == 1)
            _ = try await verifier.verify(token, for: .clients, nowSeconds: Self.now + RefreshAge.backgroundSeconds)
            let deadline = Date(timeIntervalSinceNow: 30)
            while provider.keyRequests < 2, Date() < deadline { try await Task.sleep(for: .milliseconds(20)) }
            #expect(provider.keyRequests == 2)
        }
    }

    @Test("A flood of made-up key IDs reaches the provider once in a while, and stops nobody else")
    func flood() async throws {
        let provider = try TestProvider()
        let good = try provider.token()
        try await verifying(provider.configuration()) { verifier in
            _ = try await verifier.verify(good, for: .clients, nowSeconds: Self.now)
            for wave in 0..<5 {
                await withTaskGroup(of: Void.self) { group in
                    for number in 0..<100 {
                        group.addTask {
                            guard let token = try? provider.token(header: ["kid": "made-up-\(wave)-\(number)"]) else {
                                return
                            }
                            #expect(
                                await verifier.refusal(token, nowSeconds: Self.now + 10)
                                    == .unknownKey(issuer: provider.issuer))
                        }
                    }
                }
            }
            #expect(provider.keyRequests == 2)
            _ = try await verifier.verify(good, for: .clients, nowSeconds: Self.now + 11)
        }
    }

    @Test("The keys stay good for a day while the provider is away, and no longer")
    func away() async throws {
        let provider = try TestProvider()
        let token = try provider.token(["exp": Self.now + 1_000_000])
        try await verifying(provider.configuration()) { verifier in
            _ = try await verifier.verify(token, for: .clients, nowSeconds: Self.now)
            provider.server.stop()
            for age in [RefreshAge.backgroundSeconds, RefreshAge.awaitedSeconds, RefreshAge.lifetimeSeconds - 1] {
                _ = try await verifier.verify(token, for: .clients, nowSeconds: Self.now + age)
            }
            guard
                case .providerUnreachable? = await verifier.refusal(
                    token, nowSeconds: Self.now + RefreshAge.lifetimeSeconds)
            else {
                Issue.record("keys older than a day were used")
                return
            }
        }
    }

    @Test("A provider that comes back is used again")
    func back() async throws {
        let provider = try TestProvider()
        provider.set(TestProvider.keysPath, .init(503))
        let token = try provider.token()
        try await verifying(provider.configuration()) { verifier in
            unreachable(await verifier.refusal(token), "HTTP 503")
            try provider.publish([provider.key.published(provider.keyID)])
            // Not asked again at once…
            unreachable(await verifier.refusal(token, nowSeconds: Self.now + 1), "HTTP 503")
            _ = try await verifier.verify(token, for: .clients, nowSeconds: Self.now + RefreshAge.intervalSeconds)
        }
    }

    @Test(
        "Documents that are not what they should be are refused",
        arguments: ["", "garbage", "{}", "[]", #"{"keys": 7}"#, #"{"keys": {}}"#, "<html>", "\u{0}\u{0}"])
    func garbage(_ text: String) async throws {
        let provider = try TestProvider()
        let token = try provider.token()
        provider.set(TestProvider.keysPath, .init(json: text))
        try await verifying(provider.configuration()) { verifier in
            unreachable(await verifier.refusal(token), "its key set is not one")
        }
        provider.set(TestProvider.discoveryPath, .init(json: text))
        try await verifying(provider.configuration()) { verifier in
            unreachable(await verifier.refusal(token), "its discovery document is not one")
        }
    }

    @Test("Keys that are not understood do not spoil those that are")
    func strangeKeys() async throws {
        let provider = try TestProvider()
        try provider.publish(
            [
                ["kty": "quantum", "kid": provider.keyID], ["kid": 7],
                ["kty": "oct", "k": "c2VjcmV0", "kid": "shared"],
                ["kty": "EC", "crv": "P-256", "kid": provider.keyID, "x": "AAAA", "y": "AAAA"],
                provider.key.published(provider.keyID),
            ])
        try await verifying(provider.configuration()) { verifier in
            _ = try await verifier.verify(provider.token(), for: .clients, nowSeconds: Self.now)
        }
        try provider.publish((0..<101).map { ["kty": "EC", "kid": "\($0)"] })
        try await verifying(provider.configuration()) { verifier in
            unreachable(await verifier.refusal(try provider.token()), "more than 100 keys")
        }
    }

    @Test("Discovery of another issuer, or with keys elsewhere in the clear, is refused")
    func discovery() async throws {
        let provider = try TestProvider()
        let token = try provider.token()
        for (changes, part) in [
            (["issuer": provider.issuer + "/"], "another issuer"),
            (["issuer": "https://evil.example"], "another issuer"),
            (["jwks_uri": "http://evil.example/keys"], "jwks_uri is not an https address"),
            (["jwks_uri": "file:///etc/passwd"], "jwks_uri is not an https address"),
        ] {
            try provider.describe(changes)
            try await verifying(provider.configuration()) { verifier in
                unreachable(await verifier.refusal(token), part)
            }
        }
    }

    @Test("A redirect is not followed", arguments: [301, 302, 307, 308])
    func redirect(_ status: Int) async throws {
        let provider = try TestProvider()
        let other = try TestProvider()
        provider.set(
            TestProvider.keysPath, .init(status, headers: ["location": other.issuer + TestProvider.keysPath]))
        try await verifying(provider.configuration()) { verifier in
            unreachable(await verifier.refusal(try provider.token()), "redirects are not followed")
        }
        #expect(other.server.requests.isEmpty)
    }

    @Test("A huge answer is cut off")
    func huge() async throws {
        let provider = try TestProvider()
        provider.set(
            TestProvider.keysPath, .init(body: [UInt8](repeating: UInt8(ascii: " "), count: 8 << 20)))
        try await verifying(provider.configuration()) { verifier in
            unreachable(await verifier.refusal(try provider.token()), "larger than 262144 bytes")
        }
    }

    @Test("A slow answer, or one that comes drop by drop, is given up after the time limit")
    func slow() async throws {
        for drip in [false, true] {
            let provider = try TestProvider()
            var answer = LoopbackHTTPServer.Answer(json: #"{"keys": [                                     ]}"#)
            if drip { answer.dripSeconds = 0.2 } else { answer.delaySeconds = 8 }
            provider.set(TestProvider.keysPath, answer)
            try await verifying(provider.configuration(), timeoutMilliseconds: 1_500) { verifier in
                let start = ContinuousClock.now
                unreachable(await verifier.refusal(try provider.token()), "no complete answer within 1500 ms")
                #expect(ContinuousClock.now - start < .seconds(7))
            }
        }
    }

    @Test("The bearer token for discovery goes to the issuer and to nobody else")
    func bearer() async throws {
        let provider = try TestProvider()
        let elsewhere = try TestProvider()
        let file = FileManager.default.temporaryDirectory.appending(path: "bearer-\(UUID().uuidString)")
        try Data("first\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        try provider.describe(["jwks_uri": elsewhere.issuer + TestProvider.keysPath])
        try elsewhere.publish([provider.key.published(provider.keyID)])
        let token = try provider.token(["exp": Self.now + 10_000])
        try await verifying(provider.configuration(bearerTokenFile: file.path())) { verifier in
            _ = try await verifier.verify(token, for: .clients, nowSeconds: Self.now)
            #expect(provider.server.requests.map { $0.headers["authorization"] } == ["Bearer first"])
            #expect(elsewhere.server.requests.map { $0.headers["authorization"] } == [nil])
            // It is read anew, as Kubernetes writes a new one every hour.
            try Data("second\n".utf8).write(to: file)
            _ = try await verifier.verify(token, for: .clients, nowSeconds: Self.now + RefreshAge.awaitedSeconds)
            #expect(provider.server.requests.last?.headers["authorization"] == "Bearer second")
        }
    }

    @Test("Configurations that cannot work are refused with the issuer's name")
    func configurations() throws {
        func failure(_ configurations: IssuerConfiguration...) -> String {
            do throws(IssuerConfiguration.Failure) {
                _ = try TokenVerifier(configurations)
                return "accepted"
            } catch { return error.description }
        }
        func issuer(_ issuer: String, audiences: [String] = ["a"]) -> IssuerConfiguration {
            IssuerConfiguration(purpose: .people, issuer: issuer, audiences: audiences)
        }
        #expect(failure(issuer("http://idp.example")).contains("http://idp.example: must begin with https://"))
        #expect(failure(issuer("idp.example")).contains("must begin with https://"))
        #expect(failure(issuer("https://user:secret@idp.example")).contains("must not hold a user or password"))
        #expect(failure(issuer("https://idp.example?x=1")).contains("must not hold a query"))
        #expect(failure(issuer("https://idp.example", audiences: [])).contains("at least one audience"))
        #expect(failure(issuer("https://idp.example"), issuer("https://idp.example")).contains("twice for people"))
        var late = issuer("https://idp.example")
        late.leewaySeconds = 601
        #expect(failure(late).contains("0 to 600 seconds"))
        late.leewaySeconds = 60
        late.authorityFile = "/nowhere.pem"
        #expect(failure(late).contains("/nowhere.pem: holds no certificate"))
        late.authorityFile = nil
        late.keySetURL = "http://10.0.0.1/openid/v1/jwks"
        #expect(failure(late).contains("http://10.0.0.1/openid/v1/jwks must begin with https://"))
    }
}
