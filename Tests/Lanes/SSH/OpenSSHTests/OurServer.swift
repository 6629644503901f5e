import Foundation
import NIOCore
import SSHKeys
import SSHTransport
import SSHWire
import TestSupport
import Testing

/// OpenSSH's client before our server side.
@Suite("OpenSSH's client", .serialized)
struct OurServer {
    @Test("agrees on each key exchange", arguments: [KeyExchangeAlgorithm.curve25519, .curve25519LibSSH, .nistP256])
    func keyExchange(algorithm: KeyExchangeAlgorithm) async throws {
        try await run(["KexAlgorithms=\(algorithm.rawValue)"]) { #expect($0.keyExchange == algorithm) }
    }

    @Test("agrees on each cipher", arguments: CipherAlgorithm.allCases)
    func cipher(algorithm: CipherAlgorithm) async throws {
        try await run(["Ciphers=\(algorithm.rawValue)"]) { #expect($0.cipherToServer == algorithm) }
    }

    @Test("agrees on each MAC", arguments: MACAlgorithm.allCases)
    func mac(algorithm: MACAlgorithm) async throws {
        try await run(["Ciphers=aes256-ctr", "MACs=\(algorithm.rawValue)"]) { #expect($0.cipherToServer == .aes256CTR) }
    }

    @Test("takes each kind of host key", arguments: SignatureAlgorithm.allCases)
    func hostKey(algorithm: SignatureAlgorithm) async throws {
        let keys = [try SSHPrivateKey(generating: algorithm.keyType)]
        try await run(["HostKeyAlgorithms=\(algorithm.rawValue)"], hostKeys: keys) {
            #expect($0.hostKeyAlgorithm == HostKeyAlgorithm(algorithm))
        }
    }

    private func run(
        _ options: [String], hostKeys: [SSHPrivateKey]? = nil, _ check: (FirstExchange) -> Void
    ) async throws {
        let server = try await TestServer(hostKeys: hostKeys)
        let client = try OpenSSHClient(port: server.port, hostKeys: server.hostKeys)
        defer { client.remove() }
        let outcome = try await client.run(["status", "7"], options: options)
        #expect(outcome.status == 7, "\(outcome.story)")
        #expect(outcome.output == "out\n")
        #expect(outcome.errors.contains("err\n"))
        #expect(server.log.all.users == ["someone"])
        let exchange = try #require(server.log.all.exchanges.first)
        #expect(exchange.isStrict)
        check(exchange)
        try await server.stop()
    }

    @Test("has its data back, with keys that change all the time", arguments: CipherAlgorithm.allCases)
    func rekeying(cipher: CipherAlgorithm) async throws {
        let server = try await TestServer()
        let client = try OpenSSHClient(port: server.port, hostKeys: server.hostKeys)
        defer { client.remove() }
        let input = String(repeating: "0123456789abcdef", count: 125_000)
        let outcome = try await client.run(
            ["cat"], options: ["RekeyLimit=100K", "Ciphers=\(cipher.rawValue)"], input: input)
        #expect(outcome.status == 0)
        #expect(outcome.output == input)
        #expect(server.log.all.rekeyings > 10)
        #expect(server.log.all.violations == [])
        try await server.stop()
    }

    @Test("follows when our side changes keys all the time")
    func ourRekeying() async throws {
        var settings = TransportSettings()
        settings.rekey.byteLimit = 100_000
        let server = try await TestServer(settings)
        let client = try OpenSSHClient(port: server.port, hostKeys: server.hostKeys)
        defer { client.remove() }
        let taken = try await client.run(["take"], input: String(repeating: "x", count: 3_000_000))
        #expect(taken.output == "3000000\n", "\(taken.errors)")
        let given = try await client.run(["give", "3000000"])
        #expect(Array(given.output.utf8) == TestProgram.given(3_000_000))
        #expect(server.log.all.rekeyings > 2)
        #expect(server.log.all.violations == [])
        try await server.stop()
    }

    @Test("asks for a terminal, a size and variables, and each comes as it was said")
    func requests() async throws {
        let server = try await TestServer()
        let client = try OpenSSHClient(port: server.port, hostKeys: server.hostKeys)
        defer { client.remove() }
        let outcome = try await client.run(
            ["show"], options: ["SetEnv=LC_TEST=yes"], flags: ["-tt"], environment: ["TERM": "xterm-old"])
        #expect(outcome.output.contains("terminal xterm-old"), "\(outcome.story)")
        #expect(outcome.output.contains("LC_TEST=yes"))
        try await server.stop()
    }

    @Test("has forwardings refused, and goes on", arguments: ["-R", "-A"])
    func forwardings(flag: String) async throws {
        let server = try await TestServer()
        let client = try OpenSSHClient(port: server.port, hostKeys: server.hostKeys)
        defer { client.remove() }
        let flags = flag == "-R" ? ["-R", "0:127.0.0.1:1"] : ["-A"]
        let outcome = try await client.run(["status", "0"], flags: flags)
        #expect(outcome.output == "out\n", "\(outcome.story)")
        if flag == "-R" { #expect(server.log.all.prohibited == ["tcpip-forward"]) }
        try await server.stop()
    }

    @Test("gives a token as its password, and no other is taken")
    func token() async throws {
        let server = try await TestServer(token: "right")
        let client = try OpenSSHClient(port: server.port, hostKeys: server.hostKeys)
        defer { client.remove() }
        let asker = client.folder.appending(path: "ask").path()
        for (word, method) in [("right", "password"), ("right", "keyboard-interactive"), ("wrong", "password")] {
            try Command("sh", ["-c", "printf '#!/bin/sh\\necho \(word)\\n' > '\(asker)'; chmod 700 '\(asker)'"]).check()
            let outcome = try await client.run(
                ["status", "3"], options: ["PreferredAuthentications=\(method)", "NumberOfPasswordPrompts=2"],
                environment: ["SSH_ASKPASS": asker, "SSH_ASKPASS_REQUIRE": "force", "DISPLAY": ":0"])
            #expect(outcome.status == (word == "right" ? 3 : 255), "\(method): \(outcome.story)")
        }
        #expect(server.log.all.users.count == 2)
        try await server.stop()
    }

    @Test("shares one connection among commands side by side")
    func controlMaster() async throws {
        let server = try await TestServer()
        let client = try OpenSSHClient(port: server.port, hostKeys: server.hostKeys)
        defer { client.remove() }
        let options = ["ControlPath=\(client.folder.path())c", "ControlMaster=auto", "ControlPersist=20"]
        _ = try await client.run(["status", "0"], options: options)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for status in 1...6 {
                group.addTask {
                    let outcome = try await client.run(["status", "\(status)"], options: options)
                    #expect(outcome.status == Int32(status) && outcome.output == "out\n", "\(outcome.story)")
                }
            }
            try await group.waitForAll()
        }
        _ = try await client.run([], options: options, flags: ["-O", "exit"])
        #expect(server.log.all.exchanges.count == 1)
        try await server.stop()
    }
}
