import Foundation
import SignedNote
import TestSupport
import Testing

/// Witnesses outside the hub: one that shares no code with ours, and another hub.
@Suite struct FurtherWitnessTests {
    private static let witnessKey = "one.example/w+b4097369+BC1xFkK3JrBEAWJ8qfusMvXIUw+xkDzE2wIlhxeSGkiB"
    private static let script = Repository.root.appending(path: "Tests/Audit/Verifier/witness.py").path()

    private func witness(_ name: String) throws -> ServiceProcess {
        try ServiceProcess("python") { [Self.script, name, "\($0)", $1.path()] }
    }

    private func write(_ text: String, _ folder: URL, _ name: String) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    private func folder() -> URL { FileManager.default.temporaryDirectory.appending(path: "hub-\(UUID().uuidString)") }

    private func hub(_ name: String, _ folder: URL, _ audit: String) throws -> HubProcess {
        try write("audit:\n  witness_interval: 1s\n\(audit)", folder, "hub.yaml")
        return try HubProcess(
            name: name, folder: folder, arguments: ["--config", folder.appending(path: "hub.yaml").path()])
    }

    private func key(_ service: ServiceProcess) throws -> String {
        try String(contentsOf: service.folder.appending(path: "key"), encoding: .utf8)
            .trimmingCharacters(in: .newlines)
    }

    /// The size that witnesses have cosigned, once it is at least so much.
    @discardableResult
    private func witnessed(_ hub: HubProcess, atLeast size: Int) async throws -> Int {
        let deadline = Date() + 60
        while true {
            // Its own log grows with every look into it.
            let line = try hub.check(["audit", "list"]).split(separator: "\n").first { $0.contains("/hub ") }
            let fields = (line ?? "").split(separator: " ").map(String.init)
            if fields.count > 3, let found = Int(fields[3]), found >= size { return found }
            try #require(Date() < deadline, "not witnessed: \(line ?? "")")
            try await Task.sleep(for: .milliseconds(300))
        }
    }

    private func event(_ hub: HubProcess, _ texts: String...) async throws {
        let deadline = Date() + 60
        while true {
            let events = try hub.check(["events"])
            if events.split(separator: "\n").contains(where: { line in texts.allSatisfy { line.contains($0) } }) {
                return
            }
            try #require(Date() < deadline, "no event with \(texts): \(events)")
            try await Task.sleep(for: .milliseconds(300))
        }
    }

    @Test func `they cosign what the hub has cosigned, and exports carry their signatures`() async throws {
        let (one, two) = (try witness("one.example/w"), try witness("two.example/w"))
        let hub = try hub(
            "shown", folder(),
            """
              witnesses:
                one: { url: '\(one.url)', key: '\(try key(one))' }
                two: { url: '\(two.url)/', key: '\(try key(two))' }

            """)
        try hub.check(["audit", "list"])
        try await event(hub, "witness-missing", "one", "it is no witness of chaperone/shown/hub: give it the key")
        let logKey = try hub.check(["audit", "key", "hub"])
        for service in [one, two] { try write(logKey + "\n", service.folder, "logs") }
        // Many sizes, so that there are proofs of many shapes.
        var size = 0
        for _ in 0..<8 {
            size = try await witnessed(hub, atLeast: size + 3)
        }
        let export = hub.folder.appending(path: "export").path()
        try hub.check(["audit", "export", "hub", export, "--witnessed"])
        for service in [one, two] {
            let keyFile = service.folder.appending(path: "key").path()
            let verified = try await OffPool.run {
                try Command(Repository.chaperone.path(), ["audit", "verify", export, "--witness", keyFile]).run()
            }
            #expect(verified.status == 0, "\(verified.story)")
            let outcome = try hub.command(["audit", "verify", "hub", "--witnessed", "--witness", keyFile])
            #expect(outcome.status == 0, "\(outcome.story)")
        }
        let second = try await OffPool.run {
            try Command(
                Repository.root.appending(path: ".build/test-venv/bin/python").path(),
                [Repository.root.appending(path: "Tests/Audit/Verifier/verify_export.py").path(), export]
            ).run()
        }
        #expect(second.status == 0, "\(second.story)")
        // What only the hub has cosigned is not said to be witnessed.
        let plain = hub.folder.appending(path: "plain").path()
        try hub.check(["audit", "export", "hub", plain])
        let keyFile = one.folder.appending(path: "key").path()
        let verified = try await OffPool.run {
            try Command(Repository.chaperone.path(), ["audit", "verify", plain, "--witness", keyFile]).run()
        }
        #expect(verified.status == 1 && verified.output.contains("not cosigned by one.example/w"), "\(verified.story)")
        let events = try hub.check(["events"]).split(separator: "\n")
        #expect(events.count { $0.contains("witness-refused") } == 0, "\(events)")
        #expect(events.count { $0.contains("witness-missing") && $0.contains("shown/hub") } == 2, "\(events)")
    }

    @Test func `a hub that was set back is told of by its witness`() async throws {
        let outside = try witness("outside.example/w")
        let place = folder()
        let first = try hub(
            "set-back", place, "  witnesses: { outside: { url: '\(outside.url)', key: '\(try key(outside))' } }\n")
        try write(try first.check(["audit", "key", "hub"]) + "\n", outside.folder, "logs")
        try await witnessed(first, atLeast: 2)
        #expect(first.stop() == 0)
        let copy = folder()
        try FileManager.default.copyItem(at: place.appending(path: "state"), to: copy)
        let second = try hub(
            "set-back", place, "  witnesses: { outside: { url: '\(outside.url)', key: '\(try key(outside))' } }\n")
        for _ in 0..<20 { try second.check(["audit", "list"]) }
        try await witnessed(second, atLeast: 20)
        #expect(second.stop() == 0)
        try FileManager.default.removeItem(at: place.appending(path: "state"))
        try FileManager.default.copyItem(at: copy, to: place.appending(path: "state"))
        let third = try hub(
            "set-back", place, "  witnesses: { outside: { url: '\(outside.url)', key: '\(try key(outside))' } }\n")
        try await event(third, "witness-refused", "critical", "rolled back")
        // It writes on, and so makes another history than the witness's.
        for _ in 0..<40 { try third.check(["audit", "list"]) }
        try await event(third, "witness-refused", "critical", "forked")
    }

    @Test func `one hub is the witness of another, and of its sidecars`() async throws {
        let inner = try HubProcess(name: "inner", folder: folder())
        let sidecar = try await SidecarClient.enrol(inner)
        var log = try SidecarLog(sidecar, hubName: "inner")
        for _ in 0..<700 { log.append() }
        _ = try await sidecar.post("/v1/sidecar/audit/batches", try log.batch())
        let logKeys = [log.key.verifierKey.description, try inner.check(["audit", "key", "hub"])]
        #expect(inner.stop() == 0)
        let outer = try hub("outer", folder(), "  witnessed_logs: ['\(logKeys.joined(separator: "', '"))']\n")
        let key = try outer.check(["audit", "key", "hub", "--witness"])
        let again = try hub(
            "inner", inner.folder,
            "  witnesses: { outer: { url: '\(outer.url)', key: '\(key)', ca: '\(outer.authority)' } }\n")
        try await witnessed(again, atLeast: 2)
        try write(key + "\n", again.folder, "outer.pub")
        for name in ["hub", sidecar.keys.instance] {
            let outcome = try again.command(
                ["audit", "verify", name, "--witnessed", "--witness", again.folder.appending(path: "outer.pub").path()])
            #expect(outcome.status == 0, "\(outcome.story)")
        }
        #expect(!(try again.check(["events"])).contains("witness-"))
    }

    @Test(arguments: [
        ("  witnesses: { w: { url: 'http://w.example', key: 'x' } }", "must begin with https://"),
        ("  witnesses: { w: { url: 'https://w.example', key: 'x' } }", "key of witness \"w\" must be a verifier key"),
        ("  witnesses: { w: { url: 'https://w.example' } }", "witness \"w\" lacks \"key\""),
        ("  witnessed_logs: ['x']", "a log of witnessed_logs must be a verifier key of a log"),
        ("  witness_intervall: 1m", "did you mean \"witness_interval\"?"),
        (
            "  witnesses: { w: { url: 'https://w.example', ca: /none.pem, key: '\(witnessKey)' } }",
            "witness w: /none.pem is no PEM file"
        ),
    ])
    func `a wrong configuration is told of`(audit: String, problem: String) throws {
        let place = folder()
        try write("audit:\n\(audit)\n", place, "hub.yaml")
        let outcome = try Command(
            Repository.hub.path(),
            ["serve", "--config", place.appending(path: "hub.yaml").path(), "--state", place.path()]
        ).run()
        #expect(outcome.status == 78 && outcome.errors.contains(problem), "\(outcome.story)")
    }
}
