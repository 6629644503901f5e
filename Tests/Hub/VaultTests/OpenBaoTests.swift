import Crypto
import Foundation
import TestServices
import TestSupport
import Testing
import Vault

/// Against the real program.
@Suite("OpenBao") struct OpenBaoTests {
    private static let now: Int64 = 1_800_000_000

    @Test("Its key-value engine gives user and password, by version, and says why when it does not")
    func keyValue() async throws {
        let vault = try await TestVault()
        try await vault.root("POST", "secret/data/team/ehr", #"{"data": {"username": "agent", "password": "first"}}"#)
        try await vault.root("POST", "secret/data/team/odd", #"{"data": {"login": "agent", "password": 7}}"#)
        try await vault.root("POST", "secret/data/team/gone", #"{"data": {"username": "agent", "password": "x"}}"#)
        try await vault.root("DELETE", "secret/data/team/gone")
        let file = try await vault.tokenFile(policy: #"path "secret/data/team/*" { capabilities = ["read"] }"#)
        func source(_ name: String, _ parameters: VaultKVSource.Parameters) -> CredentialSourceConfiguration {
            CredentialSourceConfiguration(
                name: name, kind: .vaultKV(vault.configuration(.tokenFile(file)), parameters), cacheSeconds: 60)
        }
        try await withSources(
            source("ehr", .init(path: "team/ehr")), source("first", .init(path: "team/ehr", version: 1)),
            source("odd", .init(path: "team/odd", fields: .init(user: "agent"))),
            source("gone", .init(path: "team/gone")),
            source("missing", .init(path: "team/none")), source("forbidden", .init(path: "other/ehr"))
        ) { sources in
            let first = try await sources.credential("ehr", nowSeconds: Self.now)
            #expect(first == DatabaseCredential(user: "agent", password: SecretText("first"), version: "1"))
            try await vault.root(
                "POST", "secret/data/team/ehr", #"{"data": {"username": "agent", "password": "second"}}"#)
            // Kept for its time, then asked for anew; or at once, when the database refused it.
            #expect(try await sources.credential("ehr", nowSeconds: Self.now + 59) == first)
            await sources.reject("ehr", nowSeconds: Self.now + 59)
            let second = try await sources.credential("ehr", nowSeconds: Self.now + 59)
            #expect(second == DatabaseCredential(user: "agent", password: SecretText("second"), version: "2"))
            try await vault.root(
                "POST", "secret/data/team/ehr", #"{"data": {"username": "agent", "password": "third"}}"#)
            #expect(try await sources.credential("ehr", nowSeconds: Self.now + 119).version == "3")
            #expect(try await sources.credential("first", nowSeconds: Self.now) == first)

            #expect(
                await sources.failure("odd", nowSeconds: Self.now)
                    == .malformed("secret/data/team/odd", "the secret has no field password that is a string"))
            for (name, path, status) in [
                ("gone", "team/gone", 404), ("missing", "team/none", 404), ("forbidden", "other/ehr", 403),
            ] {
                #expect(
                    await sources.failure(name, nowSeconds: Self.now)
                        == .status("GET \(vault.url)/v1/secret/data/\(path)", status))
            }
            // Another token is taken up without anybody being told.
            _ = try vault.write("root", to: "token")
            #expect(
                await sources.failure("forbidden", nowSeconds: Self.now + 5)
                    == .status("GET \(vault.url)/v1/secret/data/other/ehr", 404))
        }
    }

    @Test("When it is sealed or asks us to slow down, the password at hand is used for a while, and then none")
    func unavailable() async throws {
        let vault = try await TestVault()
        try await vault.root("POST", "secret/data/ehr", #"{"data": {"username": "agent", "password": "p"}}"#)
        let token = try vault.write("root", to: "token")
        func source(_ name: String) -> CredentialSourceConfiguration {
            CredentialSourceConfiguration(
                name: name, kind: .vaultKV(vault.configuration(.tokenFile(token)), .init(path: "ehr")))
        }
        try await vault.root("POST", "sys/quotas/rate-limit/all", #"{"path": "secret/", "rate": 0.001}"#)
        try await withSources(source("ehr"), source("other"), source("third")) { sources in
            // The quota lets one request through, and then no more.
            _ = try await sources.credential("ehr", nowSeconds: Self.now)
            #expect(
                await sources.failure("other", nowSeconds: Self.now)
                    == .status("GET \(vault.url)/v1/secret/data/ehr", 429))
            try await vault.root("POST", "sys/seal")
            #expect(
                await sources.failure("third", nowSeconds: Self.now)
                    == .status("GET \(vault.url)/v1/secret/data/ehr", 503))
            _ = try await sources.credential("ehr", nowSeconds: Self.now + CredentialTimes.awaySeconds - 1)
            #expect(
                await sources.failure("ehr", nowSeconds: Self.now + CredentialTimes.awaySeconds)
                    == .status("GET \(vault.url)/v1/secret/data/ehr", 503))
        }
    }

    @Test("Its database engine makes a user, whose lease is renewed, followed by another, and revoked at the end")
    func database() async throws {
        let vault = try await TestVault()
        let database = try await OffPool.run { try TestDatabase() }
        try await vault.root("POST", "sys/mounts/database", #"{"type": "database"}"#)
        let connection = "postgresql://{{username}}:{{password}}@127.0.0.1:\(database.port)/postgres?sslmode=disable"
        try await vault.root(
            "POST", "database/config/ehr",
            """
            {"plugin_name": "postgresql-database-plugin", "allowed_roles": "*", "connection_url": "\(connection)",
             "username": "\(TestDatabase.user)", "password": "\(TestDatabase.password)"}
            """)
        let statement =
            "CREATE ROLE \\\"{{name}}\\\" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'"
        for (role, longest) in [("agent", "1h"), ("brief", "6s")] {
            try await vault.root(
                "POST", "database/roles/\(role)",
                #"{"db_name": "ehr", "creation_statements": "\#(statement)", "default_ttl": "6s", "max_ttl": "\#(longest)"}"#
            )
        }
        let file = try await vault.tokenFile(
            policy: """
                path "database/creds/*" { capabilities = ["read"] }
                path "sys/leases/renew" { capabilities = ["update"] }
                path "sys/leases/revoke" { capabilities = ["update"] }
                """)
        func source(_ role: String) -> CredentialSourceConfiguration {
            CredentialSourceConfiguration(
                name: role, kind: .vaultDatabase(vault.configuration(.tokenFile(file)), .init(role: role)))
        }
        func clock() -> Int64 { Int64(Date().timeIntervalSince1970) }
        let sources = try await CredentialSources([source("agent"), source("brief")]) {
            name async throws(CredentialFailure) in throw .unknownSource(name)
        }
        let agent = try await sources.credential("agent", nowSeconds: clock())
        let brief = try await sources.credential("brief", nowSeconds: clock())
        #expect(agent.leaseSeconds == 6 && agent.leaseID?.hasPrefix("database/creds/agent/") == true)
        let isIn = try await OffPool.run {
            try database.value("SELECT current_user", user: agent.user, password: agent.password.value)
        }
        #expect(isIn == agent.user)
        // Over more than its first lease, a timer keeps one and replaces the other.
        for _ in 0..<10 {
            try await Task.sleep(for: .seconds(1))
            await sources.maintain(nowSeconds: clock())
        }
        let later = try await sources.credential("agent", nowSeconds: clock())
        #expect(later.user == agent.user && later.leaseID == agent.leaseID)
        #expect(try await OffPool.run { try database.hasRole(agent.user) })
        let follower = try await sources.credential("brief", nowSeconds: clock())
        #expect(follower.user != brief.user)
        #expect(try await OffPool.run { try database.hasRole(follower.user) })
        // At the end nobody is left.
        #expect(await sources.end(nowSeconds: clock()) == [:])
        for user in [agent.user, brief.user, follower.user] {
            let deadline = Date(timeIntervalSinceNow: 30)
            while try await OffPool.run({ try database.hasRole(user) }), Date() < deadline {
                try await Task.sleep(for: .milliseconds(200))
            }
            #expect(try await OffPool.run { try !database.hasRole(user) }, "\(user) was not dropped")
        }
    }

    @Test("AppRole: one login for many requests, renewed, made anew when the token is revoked, given back at the end")
    func appRole() async throws {
        let vault = try await TestVault()
        try await vault.root("POST", "secret/data/ehr", #"{"data": {"username": "agent", "password": "p"}}"#)
        try await vault.writePolicy("hub", #"path "secret/data/*" { capabilities = ["read"] }"#)
        try await vault.root("POST", "sys/auth/approle", #"{"type": "approle"}"#)
        try await vault.root(
            "POST", "auth/approle/role/hub", #"{"token_policies": ["hub"], "token_ttl": "60s", "token_max_ttl": "10m"}"#
        )
        func field(_ name: String, _ answer: [String: Any]) throws -> String {
            try #require((answer["data"] as? [String: Any])?[name] as? String)
        }
        let roleID = try field("role_id", try await vault.root("GET", "auth/approle/role/hub/role-id"))
        let secretID = try field("secret_id", try await vault.root("POST", "auth/approle/role/hub/secret-id"))
        func accessors() async throws -> Set<String> {
            let list = try await vault.root("LIST", "auth/token/accessors")
            return Set((list["data"] as? [String: Any])?["keys"] as? [String] ?? [])
        }
        let before = try await accessors()
        let file = try vault.write(secretID, to: "secret-id")
        try await withSources(
            CredentialSourceConfiguration(
                name: "ehr",
                kind: .vaultKV(
                    vault.configuration(.appRole(roleID: roleID, secretIDFile: file)), .init(path: "ehr")),
                cacheSeconds: 1), endSeconds: Self.now + 80
        ) { sources in
            for second in 0..<30 { _ = try await sources.credential("ehr", nowSeconds: Self.now + Int64(second)) }
            let first = try await accessors().subtracting(before)
            #expect(first.count == 1)
            // At two thirds of its time it is renewed, not replaced.
            _ = try await sources.credential("ehr", nowSeconds: Self.now + 45)
            #expect(try await accessors().subtracting(before) == first)
            let accessor = try #require(first.first)
            try await vault.root("POST", "auth/token/revoke-accessor", #"{"accessor": "\#(accessor)"}"#)
            _ = try await sources.credential("ehr", nowSeconds: Self.now + 50)
            let second = try await accessors().subtracting(before)
            #expect(second.count == 1 && second != first)
        }
        #expect(try await accessors() == before)
        // A wrong secret is a clear refusal.
        _ = try vault.write("not it", to: "secret-id")
        try await withSources(
            CredentialSourceConfiguration(
                name: "ehr",
                kind: .vaultKV(vault.configuration(.appRole(roleID: roleID, secretIDFile: file)), .init(path: "ehr")))
        ) { sources in
            #expect(
                await sources.failure("ehr", nowSeconds: Self.now)
                    == .status("POST \(vault.url)/v1/auth/approle/login", 400))
        }
    }

    @Test("Kubernetes: the pod's own token logs in, and OpenBao asks the cluster whether it is good")
    func kubernetes() async throws {
        let vault = try await TestVault()
        let certificates = try TestCertificates()
        // The cluster's side: TokenReview, as the API server answers it.
        let cluster = try LoopbackHTTPServer { request in
            let isGood =
                request.path == "/apis/authentication.k8s.io/v1/tokenreviews"
                && request.headers["authorization"] == "Bearer reviewer"
            return .init(
                201,
                json: """
                    {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "status": {"authenticated": \(isGood), "audiences": ["bao"],
                     "user": {"username": "system:serviceaccount:chaperone:hub", "uid": "a3f4",
                     "groups": ["system:serviceaccounts", "system:serviceaccounts:chaperone"]}}}
                    """)
        }
        try await vault.root("POST", "secret/data/ehr", #"{"data": {"username": "agent", "password": "p"}}"#)
        try await vault.writePolicy("hub", #"path "secret/data/*" { capabilities = ["read"] }"#)
        try await vault.root("POST", "sys/auth/kubernetes", #"{"type": "kubernetes"}"#)
        let configuration: [String: Any] = [
            "kubernetes_host": cluster.url, "disable_local_ca_jwt": true, "token_reviewer_jwt": "reviewer",
            "kubernetes_ca_cert": try String(contentsOfFile: certificates.authority, encoding: .utf8),
        ]
        try await vault.root(
            "POST", "auth/kubernetes/config",
            String(decoding: try JSONSerialization.data(withJSONObject: configuration), as: UTF8.self))
        try await vault.root(
            "POST", "auth/kubernetes/role/hub",
            """
            {"bound_service_account_names": ["hub"], "bound_service_account_namespaces": ["chaperone"],
             "token_policies": ["hub"], "token_ttl": "60s", "audience": "bao"}
            """)
        let file = try vault.write(try Self.serviceAccountToken(), to: "pod-token")
        func source(_ role: String) -> CredentialSourceConfiguration {
            CredentialSourceConfiguration(
                name: role,
                kind: .vaultKV(
                    vault.configuration(.kubernetes(role: role, tokenFile: file)), .init(path: "ehr")))
        }
        try await withSources(source("hub"), source("other")) { sources in
            let credential = try await sources.credential("hub", nowSeconds: Self.now)
            #expect(credential.user == "agent")
            #expect(
                await sources.failure("other", nowSeconds: Self.now)
                    == .status("POST \(vault.url)/v1/auth/kubernetes/login", 400))
        }
        #expect(cluster.requests.count == 1)
    }

    /// Shaped as Kubernetes shapes it; OpenBao leaves the signature to the cluster.
    private static func serviceAccountToken() throws -> String {
        func part(_ text: String) -> String {
            Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
                .replacing("=", with: "")
        }
        let now = Int(Date().timeIntervalSince1970)
        let claims = """
            {"aud": ["bao"], "exp": \(now + 3_600), "iat": \(now), "nbf": \(now), "iss": "https://kubernetes.default.svc",
             "kubernetes.io": {"namespace": "chaperone", "serviceaccount": {"name": "hub", "uid": "a3f4"}},
             "sub": "system:serviceaccount:chaperone:hub"}
            """
        return [part(#"{"alg": "ES256", "kid": "k"}"#), part(claims), part(String(repeating: "s", count: 64))]
            .joined(separator: ".")
    }

    @Test("Its transit engine seals data keys that only it opens, and only under their own number")
    func transit() async throws {
        let vault = try await TestVault()
        try await vault.root("POST", "sys/mounts/transit", #"{"type": "transit"}"#)
        try await vault.root("POST", "transit/keys/hub")
        let file = try await vault.tokenFile(
            policy: """
                path "transit/encrypt/hub" { capabilities = ["update"] }
                path "transit/decrypt/hub" { capabilities = ["update"] }
                """)
        let place = SecretPlace(purpose: "credential", name: "ehr", version: 1)
        let master = try MasterKeySource.transit(vault.configuration(.tokenFile(file)), keyName: "hub").open {
            Self.now
        }
        let local = try MasterFile(0)
        do {
            let first = try await KeyRing.newDataKey(after: nil, by: master)
            let second = try await KeyRing.newDataKey(after: 1, by: master)
            let ring = try await KeyRing.open([first, second], masters: [master])
            let sealed = try ring.seal(Array("p".utf8), at: place)
            // Rotated there, it still opens what it sealed before.
            try await vault.root("POST", "transit/keys/hub/rotate")
            #expect(
                try await KeyRing.open([first, second], masters: [master]).unseal(sealed, at: place) == Array("p".utf8))
            // A data key under another's number, a changed one, one of another master.
            await #expect(throws: KeyRingFailure.self) {
                try await KeyRing.open([SealedDataKey(number: 2, bytes: first.bytes)], masters: [master])
            }
            let alone = try await KeyRing.open([first], masters: [master]).seal(Array("p".utf8), at: place)
            for index in stride(from: 1, to: first.bytes.count, by: 7) {
                var changed = first
                changed.bytes[index] ^= 1
                // Some letters of its base64 say nothing; what opens all the same must be the same key.
                if let ring = try? await KeyRing.open([changed], masters: [master]) {
                    #expect(try ring.unseal(alone, at: place) == Array("p".utf8))
                }
            }
            var cut = first
            cut.bytes.removeLast(8)
            await #expect(throws: KeyRingFailure.self) { try await KeyRing.open([cut], masters: [master]) }
            await #expect(throws: KeyRingFailure.self) { try await KeyRing.open([first], masters: [local.key()]) }
            // From transit to a file and back, without a secret being touched.
            let moved = try await ring.dataKeys(sealedBy: local.key())
            #expect(
                try await KeyRing.open(moved, masters: [master, local.key()]).unseal(sealed, at: place)
                    == Array("p".utf8))
            let back = try await KeyRing.open(moved, masters: [local.key()]).dataKeys(sealedBy: master)
            #expect(try await KeyRing.open(back, masters: [master]).unseal(sealed, at: place) == Array("p".utf8))
            try await vault.root("POST", "sys/seal")
            let failure = await #expect(throws: KeyRingFailure.self) {
                try await KeyRing.open([first], masters: [master])
            }
            #expect(failure?.description.contains("HTTP 503 (sealed") == true)
        } catch {
            await master.close()
            throw error
        }
        await master.close()
    }
}
