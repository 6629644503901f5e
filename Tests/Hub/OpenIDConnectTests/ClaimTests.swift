import Foundation
import OpenIDConnect
import TestServices
import TestSupport
import Testing

@Suite("Claims of tokens") struct ClaimTests {
    private static let now = TestProvider.nowSeconds

    @Test("Times are taken with the stated leeway and no more")
    func times() async throws {
        let provider = try TestProvider()
        try await verifying(provider.configuration()) { verifier in
            for changes in [
                ["exp": Self.now - 59], ["nbf": Self.now + 60], ["iat": Self.now + 60], ["iat": NSNull()],
                ["exp": Double(Self.now) + 0.5],
            ] as [[String: Any]] {
                _ = try await verifier.verify(provider.token(changes), for: .clients, nowSeconds: Self.now)
            }
            #expect(
                await verifier.refusal(try provider.token(["exp": Self.now - 60])) == .expired(atSeconds: Self.now - 60)
            )
            #expect(
                await verifier.refusal(try provider.token(["nbf": Self.now + 61]))
                    == .notYetValid(fromSeconds: Self.now + 61))
            #expect(
                await verifier.refusal(try provider.token(["iat": Self.now + 61]))
                    == .issuedInTheFuture(atSeconds: Self.now + 61))
            #expect(
                await verifier.refusal(try provider.token(["exp": Self.now - 60]))?.description
                    == "the token expired at 2027-01-15T07:59:00Z")
        }
    }

    @Test(
        "Claims of the wrong shape are refused",
        arguments: [
            #"{"exp": null}"#, #"{"exp": "1800000300"}"#, #"{"exp": -1}"#, #"{"exp": 1e300}"#, #"{"exp": true}"#,
            #"{"nbf": "soon"}"#, #"{"iat": [1]}"#, #"{"sub": null}"#, #"{"sub": ""}"#, #"{"sub": 7}"#,
            #"{"sub": "ada\nroot"}"#, #"{"sub": "ada\u202eroot"}"#, #"{"groups": 7}"#, #"{"groups": ["a", 7]}"#,
            #"{"groups": {"a": true}}"#, #"{"groups": [""]}"#, #"{"groups": ["a\u0000"]}"#, #"{"iss": null}"#,
            #"{"iss": ["x"]}"#,
        ])
    func shapes(_ text: String) async throws {
        let provider = try TestProvider()
        guard let changes = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else { return }
        try await verifying(provider.configuration()) { verifier in
            guard case .malformed? = await verifier.refusal(try provider.token(changes)) else {
                Issue.record("not refused as malformed: \(text)")
                return
            }
        }
    }

    @Test("A token for another audience is refused, and one for further audiences unless it was issued to us")
    func audiences() async throws {
        let provider = try TestProvider()
        try await verifying(provider.configuration(audiences: ["chaperone", "hub"])) { verifier in
            for changes in [
                ["aud": ["hub"]], ["aud": ["chaperone", "hub"]], ["aud": ["chaperone", "wiki"], "azp": "hub"],
                ["aud": "chaperone", "azp": "an-agent"],
            ] as [[String: Any]] {
                _ = try await verifier.verify(provider.token(changes), for: .clients, nowSeconds: Self.now)
            }
            for audience in ["wiki", "Chaperone", "chaperone ", "", [], ["wiki"], 7, ["chaperone", 7], NSNull()]
                as [Any]
            {
                #expect(
                    await verifier.refusal(try provider.token(["aud": audience]))
                        == .wrongAudience(accepted: ["chaperone", "hub"]), "\(audience)")
            }
            for party in ["wiki", NSNull(), ["hub"]] as [Any] {
                #expect(
                    await verifier.refusal(try provider.token(["aud": ["chaperone", "wiki"], "azp": party]))
                        == .wrongAuthorizedParty)
            }
        }
    }

    @Test("An issuer that is not configured for the purpose is unknown, whatever its tokens are good for elsewhere")
    func issuers() async throws {
        let provider = try TestProvider()
        let other = try TestProvider()
        try await verifying(provider.configuration(purpose: .clients), other.configuration(purpose: .people)) {
            verifier in
            let token = try provider.token()
            #expect(await verifier.refusal(token, for: .people) == .unknownIssuer(provider.issuer, .people))
            #expect(await verifier.refusal(token, for: .sidecars) == .unknownIssuer(provider.issuer, .sidecars))
            for issuer in [provider.issuer + "/", provider.issuer.uppercased(), "https://evil.example"] {
                let refusal = await verifier.refusal(try provider.token(["iss": issuer]))
                guard case .unknownIssuer? = refusal else {
                    Issue.record("\(issuer): \(String(describing: refusal))")
                    continue
                }
            }
            #expect(
                await verifier.refusal(try provider.token(["iss": "not\nan address"])) == .unknownIssuer(nil, .clients))
            // The other provider's key under this one's name.
            let stolen = try provider.token(by: other.key)
            #expect(await verifier.refusal(stolen) == .badSignature(issuer: provider.issuer))
        }
    }

    @Test("Groups come from the claim that is configured, and nobody gives out Kubernetes's")
    func groups() async throws {
        let provider = try TestProvider()
        let cases: [(claim: String?, changes: [String: Any], groups: [String])] = [
            ("groups", [:], ["everybody", "analysts", "nurses"]),
            ("groups", ["groups": "analysts"], ["everybody", "analysts"]),
            ("groups", ["groups": NSNull()], ["everybody"]),
            ("groups", ["groups": ["everybody", "analysts", "analysts"]], ["everybody", "analysts"]),
            ("groups", ["groups": ["system:masters", "system:serviceaccounts:prod"]], ["everybody"]),
            (nil, [:], ["everybody"]),
            ("realm_access.roles", ["realm_access": ["roles": ["ehr"]]], ["everybody", "ehr"]),
            ("realm_access.roles", ["realm_access": "ehr"], ["everybody"]),
            ("https://example.com/groups", ["https://example.com/groups": ["ehr"]], ["everybody", "ehr"]),
        ]
        for (claim, changes, groups) in cases {
            try await verifying(provider.configuration(groupsClaim: claim, fixedGroups: ["everybody"])) { verifier in
                let identity = try await verifier.verify(
                    provider.token(changes), for: .clients, nowSeconds: Self.now)
                #expect(identity.groups == groups)
            }
        }
    }

    @Test("A service account's token enrols a sidecar only when it is bound to a pod")
    func pods() async throws {
        let provider = try TestProvider(.rsa())
        let account = ["name": "agent", "uid": "a3f4"]
        let bound: [(Any, Bool)] = [
            (["namespace": "prod", "pod": ["name": "agent-0", "uid": "71d9"], "serviceaccount": account], true),
            (["namespace": "prod", "serviceaccount": account], false),
            (["namespace": "prod", "secret": ["name": "s", "uid": "1"], "serviceaccount": account], false),
            (["namespace": "prod", "node": ["name": "n1", "uid": "1"], "serviceaccount": account], false),
            (["namespace": "prod", "pod": ["name": "agent-0"], "serviceaccount": account], false),
            (["namespace": "prod", "pod": ["name": "", "uid": "71d9"], "serviceaccount": account], false),
            (["namespace": "prod", "pod": "agent-0", "serviceaccount": account], false),
            ("agent-0", false), (NSNull(), false),
        ]
        for purpose in [IssuerPurpose.sidecars, .clients] {
            try await verifying(provider.configuration(purpose: purpose, keySetURL: provider.issuer + "/keys")) {
                verifier in
                for (claim, isTaken) in bound {
                    let token = try provider.token(
                        ["sub": "system:serviceaccount:prod:agent", "kubernetes.io": claim], algorithm: "RS256")
                    if isTaken || purpose == .clients {
                        let identity = try await verifier.verify(token, for: purpose, nowSeconds: Self.now)
                        #expect(identity.subject == "system:serviceaccount:prod:agent")
                    } else {
                        #expect(await verifier.refusal(token, for: purpose) == .ofNoPod, "\(claim)")
                    }
                }
                // Another subject is no service account, such as that of a pipeline.
                _ = try await verifier.verify(
                    provider.token(algorithm: "RS256"), for: purpose, nowSeconds: Self.now)
            }
        }
    }

    @Test("A Kubernetes service-account token gives the groups of its namespace and those that are configured")
    func serviceAccounts() async throws {
        let provider = try TestProvider(.rsa())
        // As `kubectl create token` and projected volumes give them.
        let claims: [String: Any] = [
            "aud": ["chaperone"], "nbf": Self.now - 10, "jti": "3e1b2c1d-0000-4000-8000-2c1f6d4a7b11",
            "groups": NSNull(), "sub": "system:serviceaccount:prod:agent",
            "kubernetes.io": [
                "namespace": "prod", "node": ["name": "n1", "uid": "8b0e"], "pod": ["name": "agent-0", "uid": "71d9"],
                "serviceaccount": ["name": "agent", "uid": "a3f4"], "warnafter": Self.now + 3_600,
            ],
        ]
        let header: [String: Any] = ["typ": NSNull()]
        let mapping = ServiceAccountMapping(groups: [
            "prod/agent": ["analysts"], "prod/*": ["workloads"], "dev/*": ["x"],
        ])
        let configuration = provider.configuration(
            purpose: .sidecars, groupsClaim: nil, serviceAccounts: mapping, keySetURL: provider.issuer + "/keys")
        try await verifying(configuration) { verifier in
            func groups(_ subject: String) async throws -> [String] {
                try await verifier.verify(
                    provider.token(claims.merging(["sub": subject]) { $1 }, algorithm: "RS256", header: header),
                    for: .sidecars, nowSeconds: Self.now
                ).groups
            }
            let ofNamespace = ["system:serviceaccounts", "system:serviceaccounts:prod", "workloads"]
            let agent = try await groups("system:serviceaccount:prod:agent")
            #expect(agent == ofNamespace + ["analysts"])
            let other = try await groups("system:serviceaccount:prod:other")
            #expect(other == ofNamespace)
            for subject in [
                "system:serviceaccount:prod", "system:serviceaccount:prod:", "system:serviceaccount:prod:a:b", "ada",
            ] {
                let none = try await groups(subject)
                #expect(none == [])
            }
        }
        // Where nobody said that the issuer is a cluster, such a subject is a subject like any other.
        try await verifying(provider.configuration()) { verifier in
            let identity = try await verifier.verify(
                provider.token(claims, algorithm: "RS256", header: header), for: .clients, nowSeconds: Self.now)
            #expect(identity.groups == [])
        }
        // The address of the keys was given: nobody asked for discovery.
        #expect(provider.server.requests.first?.path == TestProvider.keysPath)
    }
}

extension ClaimTests {
    @Test("Claims that are asked for are given as texts, and those that are no text refuse the token")
    func wanted() async throws {
        let provider = try TestProvider()
        try await verifying(provider.configuration()) { verifier in
            let token = try provider.token(["tenant": "red", "org": ["id": 17], "flag": true, "half": 0.5])
            let identity = try await verifier.verify(
                token, for: .clients, claims: ["tenant", "org.id", "absent"], nowSeconds: TestProvider.nowSeconds)
            #expect(identity.claims == ["tenant": "red", "org.id": "17"])
            for name in ["flag", "half", "org"] {
                await #expect(throws: TokenRefusal.self) {
                    try await verifier.verify(
                        token, for: .clients, claims: [name], nowSeconds: TestProvider.nowSeconds)
                }
            }
        }
    }
}
