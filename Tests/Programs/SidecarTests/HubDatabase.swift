import Crypto
import CryptoExtras
import Foundation
import Glibc
import TestServices
import TestSupport
import Testing

/// The real sidecar with the real hub before a real PostgreSQL.
@Suite("A sidecar with a hub and a database", .serialized)
struct HubDatabase {
    /// One server for all; every test has a hub, a sidecar and a role of its own.
    private static let server = Result { try Stack(name: "hub-database", seed: 1, policy: nil) }

    // MARK: credentials

    private static let ssn = "SELECT ssn FROM clinic.patients WHERE id = 7"

    @Test("is proven a password that it never has: neither it nor a key of it is in memory, files or logs")
    func stolen() throws {
        let setting = try HubSetting("stolen_agent", of: Self.server.get())
        let connection = try PostgresConnection(setting.lane)
        #expect(try connection.ask(Self.ssn).rows.count == 1)
        let verifier = try #require(
            try PostgresConnection(setting.direct).ask(
                "SELECT rolpassword FROM pg_authid WHERE rolname = 'stolen_agent'"
            )
            .rows.first?.first ?? nil)
        let keys = try ScramKeys(verifier: String(decoding: verifier, as: UTF8.self), password: setting.password)
        let needles = ([setting.password] + keys.all.map { "hex:\($0)" }).joined(separator: "\n")
        let folders = [setting.workshop.file("state").path()]
        let thief = try search(setting.sidecar.number, folders, needles)
        #expect(thief.status == 0, "\(thief.story)")
        // A search that finds nothing anywhere would prove nothing: this is the name of a rule in force.
        let control = try search(setting.sidecar.number, [], "only-reading")
        #expect(control.status == 1, "\(control.story)")
        // The hub has it in memory while it proves it, and nowhere on its disk.
        let hub = setting.workshop.hub
        let disk = try search(setting.sidecar.number, [hub.folder.path()], needles)
        #expect(disk.status == 0, "\(disk.story)")
        #expect(!setting.sidecar.logText.contains(setting.password))
    }

    private func search(_ process: Int32, _ folders: [String], _ needles: String) throws -> Command.Outcome {
        let program = Repository.root.appending(path: "dev/search-memory").path()
        let arguments = ["\(process)"] + folders
        return try getuid() == 0
            ? Command(program, arguments, input: needles).run()
            : Command("sudo", ["-n", program] + arguments, input: needles).run()
    }

    /// What a verifier of PostgreSQL (`SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>`) and its password
    /// make (RFC 5802, section 3), in hexadecimal.
    private struct ScramKeys {
        let all: [String]

        init(verifier: String, password: String) throws {
            let match = try #require(verifier.firstMatch(of: /^SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):(.+)$/))
            let salt = try #require(Data(base64Encoded: String(match.2)))
            let salted = try KDF.Insecure.PBKDF2.deriveKey(
                from: Data(password.utf8), salt: salt, using: .sha256, outputByteCount: 32,
                unsafeUncheckedRounds: try #require(Int(match.1)))
            let clientKey = Data(HMAC<SHA256>.authenticationCode(for: Data("Client Key".utf8), using: salted))
            let storedKey = try #require(Data(base64Encoded: String(match.3)))
            #expect(Data(SHA256.hash(data: clientKey)) == storedKey)
            all = [salted.withUnsafeBytes { Data($0) }, clientKey, storedKey].map { key in
                key.map { String(format: "%02x", $0) }.joined()
            }
        }
    }

    @Test("goes on when the password is changed: open sessions stay, new ones use the new password")
    func rotated() throws {
        let setting = try HubSetting("rotated_agent", of: Self.server.get())
        let old = try PostgresConnection(setting.lane)
        #expect(try old.ask(Self.ssn).rows.count == 1)
        try setting.rotate()
        #expect(try old.ask(Self.ssn).rows.count == 1)
        #expect(try PostgresConnection(setting.lane).ask(Self.ssn).rows.count == 1)
        let uses = try setting.workshop.hub.check(["credential", "uses"])
        #expect(uses.contains("rotated_agent") && uses.contains("proven"), "\(uses)")
        #expect(!uses.contains(setting.password))
    }

    @Test("tells its client what is wrong with the credential, and not the credential")
    func refused() throws {
        let setting = try HubSetting("refused_agent", of: Self.server.get())
        try HubSetting.ask(setting.direct, "ALTER ROLE refused_agent PASSWORD 'another'")
        let outcome = try setting.psql(Self.ssn)
        #expect(outcome.status == 2, "\(outcome.story)")
        #expect(outcome.errors.contains("refused the lane's credential"), "\(outcome.story)")
        try setting.workshop.hub.check(["credential", "rm", "refused_agent"])
        let missing = try setting.psql(Self.ssn)
        #expect(missing.status == 2)
        #expect(missing.errors.contains("credential put refused_agent"), "\(missing.story)")
        #expect(!(outcome.errors + missing.errors + setting.sidecar.logText).contains(setting.password))
    }

    // MARK: approvals

    @Test("holds hundreds of statements at once for little memory, and lets each go by itself")
    func manyHeld() throws {
        let setting = try HubSetting(
            "held_agent", of: Self.server.get(),
            rules: "{ name: reviewed, when: { statement: [delete] }, action: approve, approvers: [privacy-office] }")
        try HubSetting.ask(setting.direct, "GRANT pg_write_all_data TO held_agent")
        let hub = setting.workshop.hub
        func pending() throws -> [String] {
            try hub.check(["approvals", "list", "--state", "pending", "--limit", "1000"]).split(separator: "\n")
                .dropFirst()
                .map(String.init)
        }
        let before = try Self.residentKilobytes(setting.sidecar.number)
        var sessions = try (0..<Self.heldCount).map { number in
            let connection = try PostgresConnection(setting.lane)
            connection.send(FrontendMessage.query("DELETE FROM clinic.notes WHERE id = \(number + 1)"))
            return connection
        }
        try setting.sidecar.wait("all of them to be held") { try pending().count == Self.heldCount }
        let after = try Self.residentKilobytes(setting.sidecar.number)
        #expect(after - before < Self.heldKilobytesLimit, "\(before) kB, then \(after) kB")
        let request = try #require(try pending().first?.split(separator: " ").first.map(String.init))
        try hub.check(["approvals", "approve", request, "--reason", "one of many"])
        try setting.sidecar.wait("one to be carried out") {
            let left = try PostgresConnection(setting.direct).ask(
                "SELECT count(*) FROM clinic.notes WHERE id <= \(Self.heldCount)")
            return left.rows == [[Array("\(Self.heldCount - 1)".utf8)]]
        }
        #expect(try pending().count == Self.heldCount - 1)
        sessions.removeAll()
        try setting.sidecar.wait("the rest to be withdrawn") { try pending().isEmpty }
    }

    private static let heldCount = 200
    private static let heldKilobytesLimit = 64 << 10

    private static func residentKilobytes(_ process: Int32) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) })
    }

    // MARK: tokens

    private static func configuration(_ provider: TestProvider) -> String {
        "issuers: [{ issuer: '\(provider.issuer)', for: clients, audiences: [agents] }]\n"
    }

    private static func token(
        _ provider: TestProvider, seconds: Int64 = 300, _ changes: [String: Any] = [:], by key: TestKey? = nil
    ) throws -> String {
        let now = Int64(Date().timeIntervalSince1970)
        let claims: [String: Any] = ["aud": "agents", "iat": now - 5, "exp": now + seconds, "groups": ["analysts"]]
        return try provider.token(claims.merging(changes) { $1 }, by: key)
    }

    @Test("takes a client's token as its password: its groups give the role, and every record names the subject")
    func token() throws {
        let provider = try TestProvider()
        let setting = try HubSetting(
            "token_agent", of: Self.server.get(), identity: "token", configuration: Self.configuration(provider))
        let good = try Self.token(provider)
        let answered = try setting.psql(Self.ssn + ";", password: good)
        #expect(answered.status == 0 && answered.output.hasPrefix("***-**-"), "\(answered.story)")
        #expect(try setting.records("intent").map { $0["principal"] as? String } == ["\(provider.issuer)#ada"])
        let start = try #require(try setting.records("session_start").first)
        #expect(start["sidecar_principal"] as? String == "bot" && start["role"] as? String == "analyst")
        #expect(!setting.sidecar.logText.contains(good.split(separator: ".")[2]))
    }

    @Test("refuses tokens that are forged, expired, for others or without a role, and says which it is")
    func badTokens() throws {
        let provider = try TestProvider()
        let setting = try HubSetting(
            "bad_token_agent", of: Self.server.get(), identity: "token", configuration: Self.configuration(provider))
        for (token, reason) in [
            (try Self.token(provider, by: .make("ES256")), "signature is not that of"),
            (try Self.token(provider, seconds: -400), "the token expired"),
            (try Self.token(provider, ["aud": "others"]), "another audience"),
            (try Self.token(provider, ["groups": ["strangers"]]), "role"),
            (try Token.unsigned(["alg": "none"], provider.claims()) + ".", "algorithm none is not allowed"),
            (try Token.unsigned(["alg": "HS256"], provider.claims()) + ".eA", "algorithm HS256 is not allowed"),
            ("secret", "malformed"), ("", "token"),
        ] {
            let outcome = try setting.psql(Self.ssn + ";", password: token)
            #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome.story)")
            #expect(outcome.errors.contains(reason), "\(reason): \(outcome.story)")
        }
        #expect(try setting.records("intent").isEmpty)
    }

    @Test("takes tokens by the key that its provider has changed to")
    func changedKey() throws {
        let provider = try TestProvider()
        let setting = try HubSetting(
            "changed_key_agent", of: Self.server.get(), identity: "token", configuration: Self.configuration(provider))
        #expect(try setting.psql("SELECT 1;", password: try Self.token(provider)).succeeded)
        let newer = try TestKey.make("ES256")
        let claims: [String: Any] = [
            "aud": "agents", "iat": NSNull(), "exp": Int64(Date().timeIntervalSince1970) + 300,
        ]
        let token = try provider.token(claims, header: ["kid": "key-2"], by: newer)
        let early = try setting.psql("SELECT 1;", password: token)
        #expect(early.status == 2 && early.errors.contains("no key of the token's key ID"), "\(early.story)")
        try provider.publish([newer.published("key-2")])
        // A key that is not there is asked for at most every five seconds.
        sleep(6)
        let late = try setting.psql("SELECT 'new key';", password: token)
        #expect(late.output == "new key\n", "\(late.story)")
    }

    @Test("ends a session at the next statement after its token's end")
    func expiry() throws {
        let provider = try TestProvider()
        let setting = try HubSetting(
            "expiry_agent", of: Self.server.get(), identity: "token", configuration: Self.configuration(provider))
        let token = try Self.token(provider, seconds: 6)
        let outcome = try setting.psql("SELECT 'first';\n\\! sleep 8\nSELECT 'second';\n", password: token)
        #expect(outcome.output.contains("first") && !outcome.output.contains("second"), "\(outcome.story)")
        #expect(outcome.errors.contains("expired"), "\(outcome.story)")
    }
}
