import AuditLog
import Foundation
import TestServices
import TestSupport
import Testing

/// What a whole connection has: who opens it, its keys, and what it carries beside programs and files.
@Suite("A connection through a sidecar", .serialized)
struct ConnectionTests {
    @Test("the host makes the connections that a rule names, and no others; how much passed is in the log")
    func forwards() async throws {
        let inner = try OpenSSHServer(authorized: [])
        let scene = try LaneScene(rules: [
            "name: inner, when: { forward: ['localhost:\(inner.port)'] }, action: allow",
            "name: bye, when: { forward: ['localhost:1'] }, action: deny, message: not there",
        ])
        // A server that greets, and ends when it is answered by what is no greeting.
        let greeted = try await scene.ssh([], flags: ["-W", "localhost:\(inner.port)"], input: "nonsense\r\n")
        #expect(greeted.output.hasPrefix("SSH-2.0-OpenSSH"), "\(greeted.story)")
        let operation = try #require(try scene.records("intent").first)
        #expect(operation.string("via") == "forward" && operation.string("rule") == "inner")
        #expect(operation.string("text") == "forward localhost:\(inner.port)")
        let outcome = try #require(try scene.records("outcome").first)
        #expect(outcome.number("bytes") >= UInt64(greeted.output.utf8.count), "\(outcome)")
        for (place, words) in [("localhost:1", "not there"), ("localhost:\(scene.server.port)", "default")] {
            let refused = try await scene.ssh([], flags: ["-W", place], input: "x\r\n")
            #expect(refused.status != 0 && refused.output == "", "\(refused.story)")
            let decision = try #require(try scene.records("decision").first { $0.string("text") == "forward \(place)" })
            #expect("\(decision)".contains(words), "\(decision)")
        }
    }

    @Test("both sides change their keys in the midst of a file, which arrives byte for byte")
    func keys() async throws {
        let scene = try LaneScene(
            rules: [
                "name: files, when: { sftp: [read, write, list, stat, setstat], paths: ['PLACE/in/**'] }, action: allow"
            ], hostSettings: ["RekeyLimit 300K"])
        let bytes = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 17 ^ $0 >> 9) })
        try bytes.write(to: scene.folder.appending(path: "big"))
        let place = scene.place
        let options = ["-F", place + "config", "-q", "-o", "RekeyLimit=200K"]
        let put = try await scene.run("scp", options + [place + "big", "ward-7:\(place)in/big"])
        #expect(put.status == 0, "\(put.story)")
        let get = try await scene.run("scp", options + ["ward-7:\(place)in/big", place + "back"])
        #expect(get.status == 0, "\(get.story)")
        #expect(try Data(contentsOf: scene.folder.appending(path: "back")) == bytes)
        // Each packet of a file has no record of its own.
        #expect(try scene.records().count < 60)
    }

    @Test("with identity: token the password, or the answer to a prompt, says whose the connection is")
    func tokens() async throws {
        let provider = try TestProvider()
        let folder = FileManager.default.temporaryDirectory.appending(path: "issuers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let configuration = folder.appending(path: "hub.yaml")
        try Data("issuers: [{ issuer: '\(provider.issuer)', for: clients, audiences: [agents] }]\n".utf8)
            .write(to: configuration)
        let hub = try HubProcess(name: "tokens", arguments: ["--config", configuration.path()])
        let line = try hub.check(["credential", "ssh-keygen", "ward-key"])
        let scene = try LaneScene(
            rules: ["name: look, when: { command: ['echo {word}'] }, action: allow"], target: ["identity: token"],
            hub: hub, authorized: line)
        let now = Int64(Date().timeIntervalSince1970)
        func token(_ changes: [String: Any] = [:]) throws -> String {
            try provider.token(
                ["aud": "agents", "iat": now - 5, "exp": now + 300, "groups": ["analysts"]].merging(changes) { $1 })
        }
        try Data("#!/bin/sh\nprintf '%s\\n' \"$TOKEN\"\n".utf8).write(to: scene.folder.appending(path: "ask"))
        try Command("chmod", ["700", scene.place + "ask"]).check()
        func asks(_ token: String, _ method: String) async throws -> Command.Outcome {
            try await scene.ssh(
                ["echo hello"],
                flags: [
                    "-o", "PreferredAuthentications=\(method)", "-o", "NumberOfPasswordPrompts=1", "-o", "BatchMode=no",
                ],
                environment: ["SSH_ASKPASS": scene.place + "ask", "SSH_ASKPASS_REQUIRE": "force", "TOKEN": token])
        }
        for method in ["password", "keyboard-interactive"] {
            let good = try await asks(try token(), method)
            #expect(good.status == 0 && good.output == "hello\n", "\(method): \(good.story)")
        }
        #expect(
            try scene.records("intent").map { $0.string("principal") }
                == Array(repeating: "\(provider.issuer)#ada", count: 2))
        for bad in [
            try token(["exp": now - 400]), try token(["aud": "others"]), try token(["groups": ["strangers"]]), "secret",
        ] {
            let refused = try await asks(bad, "password")
            #expect(refused.status == 255 && refused.output == "", "\(refused.story)")
        }
        #expect(try scene.records("intent").count == 2)
        let parts = try token().split(separator: ".")
        #expect(!scene.sidecarLog.contains(parts[1].prefix(40)))
    }
}
