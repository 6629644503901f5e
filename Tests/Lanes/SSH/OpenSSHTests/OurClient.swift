import Foundation
import NIOCore
import SSHKeys
import SSHTransport
import SSHWire
import TestSupport
import Testing

/// Our client side before OpenSSH's server.
@Suite("OpenSSH's server", .serialized)
struct OurClient {
    @Test("agrees on each key exchange", arguments: [KeyExchangeAlgorithm.curve25519, .curve25519LibSSH, .nistP256])
    func keyExchange(algorithm: KeyExchangeAlgorithm) async throws {
        let outcome = try await run(["KexAlgorithms \(algorithm.rawValue)"])
        #expect(outcome.exchange?.keyExchange == algorithm)
    }

    @Test("agrees on each cipher", arguments: CipherAlgorithm.allCases)
    func cipher(algorithm: CipherAlgorithm) async throws {
        let outcome = try await run(["Ciphers \(algorithm.rawValue)"])
        #expect(outcome.exchange?.cipherToClient == algorithm)
    }

    @Test("agrees on each MAC", arguments: MACAlgorithm.allCases)
    func mac(algorithm: MACAlgorithm) async throws {
        _ = try await run(["Ciphers aes128-ctr", "MACs \(algorithm.rawValue)"])
    }

    @Test("proves itself with each kind of key", arguments: SignatureAlgorithm.allCases)
    func hostKey(algorithm: SignatureAlgorithm) async throws {
        let types: [KeyType: String] = [.ed25519: "ed25519", .ecdsaP256: "ecdsa", .rsa: "rsa"]
        let outcome = try await run(
            ["HostKeyAlgorithms \(algorithm.rawValue)"], hostKeyType: types[algorithm.keyType] ?? "")
        #expect(outcome.exchange?.hostKeyAlgorithm == HostKeyAlgorithm(algorithm))
    }

    @Test("lets each kind of user's key in", arguments: SignatureAlgorithm.allCases)
    func userKey(algorithm: SignatureAlgorithm) async throws {
        let key = try SSHPrivateKey(generating: algorithm.keyType)
        let outcome = try await run([], key: key, algorithm)
        #expect(outcome.isHostBound)
    }

    @Test("lets another key not in, and says what it would take")
    func otherKey() async throws {
        let server = try OpenSSHServer(authorized: [SSHPrivateKey(generating: .ed25519).publicKey.line])
        let outcome = try await TestClient.run(
            "true", port: server.port, HostTrust(keys: [server.hostKey], host: "127.0.0.1"), user: server.user,
            key: SSHPrivateKey(generating: .ed25519))
        #expect(outcome.methods == ["publickey"])
        #expect(outcome.status == nil)
    }

    @Test("is not spoken to any further when its key is another")
    func otherHost() async throws {
        let key = try SSHPrivateKey(generating: .ed25519)
        let server = try OpenSSHServer(authorized: [key.publicKey.line])
        let other = try SSHPrivateKey(generating: .ed25519).publicKey
        let outcome = try await TestClient.run(
            "true", port: server.port, HostTrust(keys: [other], host: "127.0.0.1"), user: server.user, key: key)
        #expect(outcome.violation?.reason == .hostKeyNotVerifiable)
        #expect(outcome.violation?.words.contains(try server.hostKey.fingerprint) ?? false)
        #expect(outcome.exchange == nil)
    }

    @Test("has its changes of keys followed, and follows ours, in both directions")
    func rekeying() async throws {
        let key = try SSHPrivateKey(generating: .ed25519)
        let server = try OpenSSHServer(authorized: [key.publicKey.line], settings: ["RekeyLimit 150K"])
        var settings = TransportSettings()
        settings.rekey.byteLimit = 100_000
        let input = TestProgram.given(2_000_000)
        let outcome = try await TestClient.run(
            "cat", port: server.port, HostTrust(keys: [server.hostKey], host: "127.0.0.1"), user: server.user,
            key: key, settings: settings, input: input)
        #expect(outcome.violation == nil)
        #expect(outcome.output == input)
        #expect(outcome.status == 0)
        #expect(outcome.rekeyings > 8)
    }

    @Test("is trusted by its certificate, when that is its authority's and for this host")
    func certificate() async throws {
        let key = try SSHPrivateKey(generating: .ed25519)
        let server = try OpenSSHServer(authorized: [key.publicKey.line], certifiedFor: "ward7")
        let authority = try server.authority
        for (host, isRight) in [("ward7", true), ("ward8", false)] {
            let outcome = try await TestClient.run(
                "exit 4", port: server.port, HostTrust(keys: [], authorities: [authority], host: host),
                user: server.user, key: key)
            #expect(outcome.status == (isRight ? 4 : nil), "\(outcome)")
            #expect(outcome.violation?.reason == (isRight ? nil : .hostKeyNotVerifiable))
        }
    }

    @Test("says its streams apart, its status and its signals")
    func outcomes() async throws {
        let both = try await run([], "echo one; echo two >&2; exit 9", status: 9)
        #expect(both.output == Array("one\n".utf8) && both.errors == Array("two\n".utf8))
        let killed = try await run([], "kill -TERM $$", status: nil)
        #expect(killed.signal == "TERM")
        let terminal = ChannelRequest.terminal(
            type: "dumb", size: TerminalSize(columns: 91, rows: 37), modes: ByteBuffer(bytes: [0]))
        let size = try await run([], "stty size; echo $TERM", status: 0, before: [terminal])
        #expect(String(decoding: size.output, as: UTF8.self) == "37 91\r\ndumb\r\n")
    }

    private func run(
        _ settings: [String], _ command: String = "cat; exit 5", status: UInt32? = 5, hostKeyType: String = "ed25519",
        key: SSHPrivateKey? = nil, _ algorithm: SignatureAlgorithm? = nil, before: [ChannelRequest] = []
    ) async throws -> ClientHandler.Outcome {
        let key = try key ?? SSHPrivateKey(generating: .ed25519)
        let server = try OpenSSHServer(authorized: [key.publicKey.line], hostKeyType: hostKeyType, settings: settings)
        let input = command.hasPrefix("cat") ? TestProgram.given(100_000) : []
        let outcome = try await TestClient.run(
            command, port: server.port, HostTrust(keys: [server.hostKey], host: "127.0.0.1"), user: server.user,
            key: key, algorithm, before: before, input: input)
        #expect(outcome.violation == nil)
        #expect(outcome.status == status, "\(server.log.suffix(3000))")
        if command.hasPrefix("cat") { #expect(outcome.output == input) }
        #expect(outcome.exchange?.isStrict ?? false)
        return outcome
    }
}
