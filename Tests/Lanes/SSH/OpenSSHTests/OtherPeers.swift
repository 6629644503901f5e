import Foundation
import NIOCore
import SSHKeys
import SSHSession
import SSHTransport
import SSHWire
import TestSupport
import Testing

/// Peers that are not OpenSSH: asyncssh and paramiko know ML-KEM; Dropbear and PuTTY have their own ways.
@Suite("Other peers", .serialized)
struct OtherPeers {
    @Test("asyncssh's client agrees on each key exchange", arguments: KeyExchangeAlgorithm.allCases)
    func asyncsshClient(algorithm: KeyExchangeAlgorithm) async throws {
        let server = try await TestServer()
        let client = try OpenSSHClient(port: server.port, hostKeys: server.hostKeys)
        defer { client.remove() }
        let hosts = client.folder.appending(path: "known_hosts").path()
        try await OffPool.run {
            try PythonScript.run(
                "asyncssh_client.py", ["\(server.port)", algorithm.rawValue, "aes128-gcm@openssh.com", hosts])
        }
        #expect(server.log.all.exchanges.first?.keyExchange == algorithm)
        #expect(server.log.all.rekeyings > 2)
        try await server.stop()
    }

    @Test("asyncssh's server agrees on each key exchange", arguments: KeyExchangeAlgorithm.allCases)
    func asyncsshServer(algorithm: KeyExchangeAlgorithm) async throws {
        let key = try SSHPrivateKey(generating: .ed25519)
        let files = try OpenSSHServer(authorized: [key.publicKey.line])
        let place = files.folder.path()
        let port = Int(try LoopbackSocket().port)
        let python = Repository.root.appending(path: ".build/test-venv/bin/python").path()
        let script = Repository.root.appending(path: "Tests/Scripts/asyncssh_server.py").path()
        let log = place + "asyncssh.log"
        let child = try ChildProcess(
            python, [script, "\(port)", place + "host", place + "authorized", algorithm.rawValue], output: log,
            errors: log)
        defer {
            child.signal(SIGKILL)
            _ = child.wait(timeoutSeconds: 10)
        }
        let input = TestProgram.given(1_000_000)
        var outcome: ClientHandler.Outcome?
        for _ in 0..<100 where outcome == nil {
            outcome = try? await TestClient.run(
                "say", port: port, HostTrust(keys: [files.hostKey], host: "127.0.0.1"), user: files.user, key: key,
                input: input)
            if outcome == nil { try await Task.sleep(for: .milliseconds(200)) }
        }
        #expect(outcome?.output == Array("say:".utf8) + input)
        #expect(outcome?.status == 6)
        #expect(outcome?.exchange?.keyExchange == algorithm)
    }

    @Test("paramiko works through the relay, prefetching and all")
    func paramiko() async throws {
        var policy = RelaySession.Policy()
        policy.run = { request in
            request.kind == .subsystem("sftp")
                ? .run(command: nil, .files(asksRealPaths: false)) : .run(command: nil, .exact)
        }
        let relay = try await RelayServer(policy)
        let client = try OpenSSHClient(port: relay.port, hostKeys: relay.hostKeys)
        defer { client.remove() }
        let key = relay.hostKeys[0].publicKey.line.split(separator: " ")[1]
        try await OffPool.run {
            try PythonScript.run("paramiko_client.py", ["\(relay.port)", String(key), client.folder.path()])
        }
        #expect(relay.log.all.errors == [])
        try await relay.stop()
    }

    @Test("Dropbear's client and PuTTY's plink run a command through the relay", arguments: ["dbclient", "plink"])
    func others(program: String) async throws {
        let relay = try await RelayServer()
        let client = try OpenSSHClient(port: relay.port, hostKeys: relay.hostKeys)
        defer { client.remove() }
        let command = "cat; echo err >&2; exit 8"
        let key = relay.hostKeys[0].publicKey
        let arguments =
            program == "plink"
            ? ["-batch", "-ssh", "-P", "\(relay.port)", "-hostkey", key.fingerprint, "x@127.0.0.1", command]
            : ["-y", "-y", "-p", "\(relay.port)", "x@127.0.0.1", command]
        let outcome = try await OffPool.run {
            try Command(program, arguments, environment: ["HOME": client.folder.path()], input: "in\n").run()
        }
        #expect(outcome.status == 8 && outcome.output == "in\n", "\(outcome.story)")
        #expect(outcome.errors.contains("err"))
        #expect(relay.log.all.errors == [])
        try await relay.stop()
    }
}
