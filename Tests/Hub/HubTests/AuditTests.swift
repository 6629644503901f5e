import AuditLog
import Foundation
import HubAPI
import SignedNote
import TestSupport
import Testing

/// What the hub makes of the logs that sidecars send, and of its own.
@Suite struct AuditTests {
    private static let hub = Result { try HubProcess(name: "audited") }

    private func ship(_ batch: AuditBatch, _ sidecar: SidecarClient) async throws -> AuditReceipt {
        try await sidecar.post(HubPath.auditBatches, batch).as(AuditReceipt.self)
    }

    private func refusal(_ batch: AuditBatch, _ sidecar: SidecarClient) async -> ProblemDetails? {
        do {
            _ = try await ship(batch, sidecar)
            return nil
        } catch { return error as? ProblemDetails }
    }

    /// A log of so many records that the hub has cosigned.
    private func cosigned(_ count: Int) async throws -> (hub: HubProcess, sidecar: SidecarClient, log: SidecarLog) {
        let hub = try Self.hub.get()
        let sidecar = try await SidecarClient.enrol(hub)
        var log = try SidecarLog(sidecar, hubName: "audited")
        for _ in 0..<count { log.append() }
        let receipt = try await ship(try log.batch(), sidecar)
        #expect(receipt.size == UInt64(count) && receipt.cosignedSize == UInt64(count))
        return (hub, sidecar, log)
    }

    private func events(_ hub: HubProcess, of sidecar: SidecarClient) throws -> String {
        try hub.check(["events"]).split(separator: "\n").filter { $0.contains(sidecar.keys.instance) }
            .joined(separator: "\n")
    }

    @Test func `a batch is kept and cosigned, in parts too, and sent twice it is the same`() async throws {
        var (_, sidecar, log) = try await cosigned(3)
        for _ in 0..<4 { log.append() }
        var first = try log.batch(from: 3)
        first.records.removeLast(2)
        let part = try await ship(first, sidecar)
        #expect(part.size == 5 && part.cosignedSize == 3)
        let receipt = try await ship(try log.batch(from: 5), sidecar)
        #expect(receipt.size == 7 && receipt.cosignedSize == 7)
        #expect(try await ship(try log.batch(from: 5), sidecar) == receipt)
        #expect(try await sidecar.get(HubPath.auditPosition).as(AuditReceipt.self) == receipt)
        let note = try SignedNote.parse(try #require(receipt.checkpoint))
        let witness = try VerifierKey(parsing: sidecar.enrolled.witnessKey)
        let line = try #require(note.signatures.first { $0.isClaimed(by: witness) })
        #expect(try Cosignature(parsing: line, witness: witness).isValid(checkpointText: note.text, witness: witness))
        #expect(try Checkpoint.verify(note: Array(note.description.utf8), key: log.key.verifierKey).size == 7)
    }

    @Test func `a log that was rolled back behind a cosigned checkpoint is refused, and is a critical event`()
        async throws
    {
        let (hub, sidecar, _) = try await cosigned(5)
        var older = try SidecarLog(sidecar, hubName: "audited")
        for _ in 0..<3 { older.append() }
        #expect(await refusal(try older.batch(), sidecar)?.code == .auditRefused)
        #expect(try events(hub, of: sidecar).contains("audit-rollback"))
        #expect(try events(hub, of: sidecar).contains("critical"))
        #expect(try await sidecar.get(HubPath.auditPosition).as(AuditReceipt.self).cosignedSize == 5)
    }

    @Test func `two histories under one key are a fork: refused, and a critical event`() async throws {
        let (hub, sidecar, log) = try await cosigned(4)
        var fork = try SidecarLog(sidecar, hubName: "audited")
        for index in 0..<4 { fork.append(index == 2 ? .gap(reason: "another past") : .heartbeat) }
        #expect(await refusal(try fork.batch(), sidecar)?.code == .auditRefused)
        #expect(try events(hub, of: sidecar).contains("audit-fork"))
        // A fork behind the last cosigned record, too: what was sent does not lead to what was signed.
        var longer = fork
        longer.append()
        var batch = try longer.batch(from: 4)
        batch.oldSize = 4
        #expect(await refusal(batch, sidecar)?.code == .auditRefused)
        // The true log goes on.
        var next = log
        next.append()
        #expect(try await ship(try next.batch(from: 4), sidecar).cosignedSize == 5)
    }

    @Test func `nothing else is kept: changed, missing, disordered or unsigned records, or those of others`()
        async throws
    {
        var (hub, sidecar, log) = try await cosigned(2)
        log.append()
        log.append()
        var changed = try log.batch(from: 2)
        changed.records[0] = changed.records[0].replacing("heartbeat", with: "heartbeats")
        #expect(await refusal(changed, sidecar)?.code == .auditRefused, "changed")
        var gap = try log.batch(from: 3)
        gap.oldSize = 3
        #expect(await refusal(gap, sidecar)?.detail?.contains("has 2 records here") == true, "a gap")
        var swapped = try log.batch(from: 2)
        swapped.records.reverse()
        #expect(await refusal(swapped, sidecar)?.detail?.contains("stands in its place") == true, "disordered")
        var more = try log.batch(from: 2)
        more.records.append(more.records[1])
        #expect(await refusal(more, sidecar)?.code == .auditRefused, "more than was signed for")
        var garbage = try log.batch(from: 2)
        garbage.records[0] = "{"
        #expect(await refusal(garbage, sidecar)?.code == .auditRefused, "garbage")
        let stranger = try SigningKey(name: log.key.name, seed: (0..<32).map { _ in UInt8.random(in: 0...255) })
        #expect(await refusal(try log.batch(from: 2, signedBy: stranger), sidecar)?.code == .auditRefused, "unsigned")
        let other = try await SidecarClient.enrol(hub)
        #expect(await refusal(try log.batch(), other)?.code == .auditRefused, "another's log")
        var falling = try SidecarLog(sidecar, hubName: "audited")
        for line in log.lines.prefix(2) { falling.append(line: Array(line.utf8)) }
        falling.append(mono: 1)
        #expect(await refusal(try falling.batch(from: 2), sidecar)?.detail?.contains("counter") == true, "mono")
        var many = try log.batch(from: 2)
        many.records = Array(repeating: "{}", count: AuditBatch.recordsLimit + 1)
        #expect(await refusal(many, sidecar)?.code == .tooLarge, "too many")
        #expect(try await ship(try log.batch(from: 2), sidecar).cosignedSize == 4)
    }

    @Test func `a gap that a sidecar tells of is an event`() async throws {
        var (hub, sidecar, log) = try await cosigned(1)
        log.append(.gap(reason: "12 bytes of a torn record were cut off"))
        _ = try await ship(try log.batch(from: 1), sidecar)
        #expect(try events(hub, of: sidecar).contains("12 bytes of a torn record"))
    }

    @Test func `records are found by who, what, which rule, when and how it ended`() async throws {
        var (hub, sidecar, log) = try await cosigned(1)
        let rule = "rule-\(sidecar.keys.instance)"
        log.append(
            .decision(
                .init(
                    verdict: "deny", rule: rule, message: "no", via: "simple", text: "DROP TABLE x", rawText: [],
                    phi: ["clinic.patients.ssn"])))
        _ = try await ship(try log.batch(from: 1), sidecar)
        for found in [
            ["--rule", rule], ["--rule", rule, "--principal", "bot", "--target", "ehr", "--verdict", "deny"],
            ["--rule", rule, "--table", "clinic.patients", "--from", "2026-01-01"],
        ] { #expect(try hub.check(["audit", "search"] + found).contains("DROP TABLE x"), "\(found)") }
        for missed in [
            ["--rule", rule, "--principal", "nobody"], ["--rule", rule, "--verdict", "completed"],
            ["--rule", rule, "--table", "clinic.notes"], ["--rule", rule, "--to", "2020-01-01"],
        ] { #expect(try !hub.check(["audit", "search"] + missed).contains("DROP TABLE x"), "\(missed)") }
    }

    @Test func `a sidecar whose clock is wrong is told of once, until it is right again`() async throws {
        let hub = try Self.hub.get()
        let sidecar = try await SidecarClient.enrol(hub)
        func beat(_ offSeconds: Int64) async throws {
            let now = Int64(Date().timeIntervalSince1970)
            let heartbeat = Heartbeat(
                boot: "b", version: "test", bundleNumber: 0, sessions: 0, heldStatements: 0, logSize: 0,
                cosignedSize: 0, spoolBytes: 0, nowSeconds: now + offSeconds)
            try await sidecar.post(HubPath.heartbeat, heartbeat).check()
        }
        func told() throws -> Int {
            try events(hub, of: sidecar).split(separator: "\n").count { $0.contains("clock-wrong") }
        }
        for off: Int64 in [0, 60, -100] { try await beat(off) }
        #expect(try told() == 0)
        for off: Int64 in [4_000, 4_000, -4_000] { try await beat(off) }
        #expect(try told() == 1)
        try await beat(0)
        try await beat(-4_000)
        #expect(try told() == 2)
    }

    @Test func `a sidecar that ends before all of its log is here is told of`() async throws {
        let hub = try Self.hub.get()
        for (cosigned, isTold) in [(UInt64(5), false), (3, true)] {
            let sidecar = try await SidecarClient.enrol(hub)
            var last = Heartbeat(
                boot: "b", version: "test", bundleNumber: 0, sessions: 0, heldStatements: 0, logSize: 5,
                cosignedSize: cosigned, spoolBytes: 0, nowSeconds: Int64(Date().timeIntervalSince1970))
            try await sidecar.post(HubPath.heartbeat, last).check()
            #expect(try !events(hub, of: sidecar).contains("audit-unshipped"), "it goes on")
            last.isLeaving = true
            try await sidecar.post(HubPath.heartbeat, last).check()
            let told = try events(hub, of: sidecar)
            #expect(told.contains("audit-unshipped") == isTold, "\(told)")
            #expect(!isTold || told.contains("2 records"), "\(told)")
        }
    }

    // MARK: the hub's own log

    @Test func `what people do at the hub is in a log of its own, before and after, and holds no secret`() async throws
    {
        let hub = try HubProcess(name: "recorded")
        try hub.check(["credential", "put", "ehr-agent", "--user", "agent"], input: "the password\n")
        let token = try hub.check(["enrol-token", "create", "--principal", "bot"])
        #expect(try hub.command(["credential", "rm", "none"]).status == 1)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { try hub.check(["enrol-token", "create", "--principal", "crowd"]) }
            }
            try await group.waitForAll()
        }
        let found = try hub.check(["audit", "search", "--type", "admin"])
        for text in [
            "PUT /v1/admin/credentials/{name}", "ehr-agent", "POST /v1/admin/enrol-tokens", "admin-token:first",
            "begun", "done", "refused",
        ] { #expect(found.contains(text), "\(text)\n\(found)") }
        #expect(!found.contains("the password") && !found.contains(token))
        // To look into a log is recorded as well.
        #expect(try hub.check(["audit", "search", "--type", "admin"]).contains("GET /v1/admin/audit/records"))

        let folder = hub.folder.appending(path: "export").path()
        try hub.check(["audit", "export", "hub", folder])
        let first = try await OffPool.run {
            try Command(Repository.chaperone.path(), ["audit", "verify", folder]).run()
        }
        #expect(first.status == 0 && first.output.contains("records of chaperone/recorded/hub"), "\(first.story)")
        let second = try await OffPool.run {
            try Command(
                Repository.root.appending(path: ".build/test-venv/bin/python").path(),
                [Repository.root.appending(path: "Tests/Audit/Verifier/verify_export.py").path(), folder]
            ).run()
        }
        #expect(second.status == 0, "\(second.story)")
        #expect(try hub.check(["audit", "verify", "hub", "--key", folder + "/instance.pub"]).hasPrefix("intact: "))
        let other = try hub.command(["audit", "verify", "hub", "--key", folder + "/witness.pub"])
        #expect(other.status == 1 && other.output.contains("BROKEN"), "\(other.story)")
        #expect(
            try hub.check(["audit", "show", "hub"]).contains("done by admin-token:first: POST /v1/admin/enrol-tokens"))
    }

    @Test func `a log is deleted whole when its time is over, and that is on record for ever`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "retention-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "hub.yaml")
        try "audit: { retention: 4s }\n".write(to: file, atomically: true, encoding: .utf8)
        let hub = try HubProcess(name: "retained", folder: folder, arguments: ["--config", file.path()])
        let sidecar = try await SidecarClient.enrol(hub)
        var log = try SidecarLog(sidecar, hubName: "retained")
        log.append()
        _ = try await ship(try log.batch(), sidecar)
        #expect(try hub.check(["audit", "list"]).contains(sidecar.keys.instance))
        let deadline = Date() + 60
        while try hub.check(["audit", "list"]).contains(sidecar.keys.instance) {
            try #require(Date() < deadline, "the log is still there")
            try await Task.sleep(for: .milliseconds(500))
        }
        let recorded = try hub.check(["audit", "search", "--type", "admin", "--principal", "hub:retention"])
        #expect(recorded.contains("delete an expired log") && recorded.contains(sidecar.keys.instance), "\(recorded)")
        #expect(try hub.check(["audit", "search", "--log", "hub", "--type", "heartbeat"]).isEmpty)
    }

    @Test func `what cannot be recorded is not done`() async throws {
        let hub = try HubProcess(name: "full")
        try hub.check(["enrol-token", "create", "--principal", "before"])
        try HubDatabase.run(
            hub, "CREATE TRIGGER full BEFORE INSERT ON records BEGIN SELECT RAISE(ABORT, 'disk full'); END;")
        let outcome = try hub.command(["enrol-token", "create", "--principal", "after"])
        #expect(outcome.status == 1, "\(outcome.story)")
        #expect(outcome.errors.contains("cannot be recorded now"), "\(outcome.story)")
        #expect(try hub.command(["policy", "push", Repository.fixture("ehr.yaml").path()]).status == 1)
        #expect(try hub.command(["audit", "search"]).status == 1)
        try HubDatabase.run(hub, "DROP TRIGGER full;")
        let tokens = try hub.check(["enrol-token", "list"])
        #expect(tokens.contains("before") && !tokens.contains("after"))
        #expect(try hub.check(["policy", "list"]).split(separator: "\n").count == 1)
    }

    @Test func `a batch that the store does not take is not acknowledged, and is taken later`() async throws {
        let hub = try HubProcess(name: "broken-disk")
        let sidecar = try await SidecarClient.enrol(hub)
        var log = try SidecarLog(sidecar, hubName: "broken-disk")
        for _ in 0..<3 { log.append() }
        try HubDatabase.run(
            hub,
            "CREATE TRIGGER full BEFORE INSERT ON records WHEN NEW.seq = 2 BEGIN SELECT RAISE(ABORT, 'disk full'); END;"
        )
        #expect(await refusal(try log.batch(), sidecar)?.code == .unavailable)
        let position = try await sidecar.get(HubPath.auditPosition).as(AuditReceipt.self)
        #expect(position.size == 0 && position.checkpoint == nil)
        try HubDatabase.run(hub, "DROP TRIGGER full;")
        #expect(try await ship(try log.batch(), sidecar).cosignedSize == 3)
    }

    @Test func `what was acknowledged outlives a kill of the hub, and the log goes on from there`() async throws {
        let hub = try HubProcess(name: "killed")
        let sidecar = try await SidecarClient.enrol(hub)
        var log = try SidecarLog(sidecar, hubName: "killed")
        for _ in 0..<3 { log.append() }
        let receipt = try await ship(try log.batch(), sidecar)
        hub.kill()
        let again = try HubProcess(name: "killed", folder: hub.folder, port: hub.port)
        #expect(try await sidecar.get(HubPath.auditPosition).as(AuditReceipt.self) == receipt)
        // The answer may have been lost with the hub: the same batch is acknowledged again.
        #expect(try await ship(try log.batch(), sidecar) == receipt)
        log.append()
        #expect(try await ship(try log.batch(from: 3), sidecar).cosignedSize == 4)
        again.kill()
    }

    @Test func `of many that send the same at once, one is kept, and the log is intact`() async throws {
        let (hub, sidecar, log) = try await cosigned(1)
        var longer = log
        for _ in 0..<50 { longer.append() }
        let batch = try longer.batch(from: 1)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    do {
                        let receipt = try await ship(batch, sidecar)
                        #expect(receipt.cosignedSize == 51)
                    } catch let problem as ProblemDetails { #expect(problem.code == .auditRefused) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try hub.check(["audit", "verify", sidecar.keys.instance]).contains("intact: 51 records"))
    }

    @Test func `a record that was changed in the hub's store is caught by verify`() async throws {
        let hub = try HubProcess(name: "tampered")
        let sidecar = try await SidecarClient.enrol(hub)
        var log = try SidecarLog(sidecar, hubName: "tampered")
        for _ in 0..<3 { log.append() }
        _ = try await ship(try log.batch(), sidecar)
        #expect(try hub.check(["audit", "verify", sidecar.keys.instance]).contains("intact: 3 records"))
        try HubDatabase.run(
            hub,
            "UPDATE records SET line = replace(line, '\"bot\"', '\"bob\"') WHERE origin = '\(log.key.name)' AND seq = 1;"
        )
        let outcome = try hub.command(["audit", "verify", sidecar.keys.instance])
        #expect(outcome.status == 1 && outcome.output.contains("BROKEN"), "\(outcome.story)")
    }

    /// A disk is full when no file may grow. nil: there is room again.
    private func limit(_ hub: HubProcess, fileBytes: Int?) throws {
        let outcome = try Command(
            "prlimit", ["--pid", "\(hub.number)", "--fsize=\(fileBytes.map(String.init) ?? "unlimited"):unlimited"]
        ).run()
        #expect(outcome.succeeded, "\(outcome.story)")
    }

    @Test func `a full disk refuses and loses nothing, and all goes on when there is room again`() async throws {
        let hub = try HubProcess(name: "no-room")
        let sidecar = try await SidecarClient.enrol(hub)
        var log = try SidecarLog(sidecar, hubName: "no-room")
        log.append()
        let receipt = try await ship(try log.batch(), sidecar)
        for _ in 0..<2_000 { log.append() }
        try limit(hub, fileBytes: 1)
        #expect(await refusal(try log.batch(from: 1), sidecar)?.code == .unavailable)
        #expect(try hub.command(["enrol-token", "create", "--principal", "after"]).status == 1)
        #expect(hub.isRunning)
        try limit(hub, fileBytes: nil)
        #expect(try await sidecar.get(HubPath.auditPosition).as(AuditReceipt.self) == receipt)
        #expect(try await ship(try log.batch(from: 1), sidecar).cosignedSize == 2_001)
        #expect(try hub.check(["audit", "verify", sidecar.keys.instance]).contains("intact: 2001 records"))
        #expect(try hub.check(["audit", "verify", "hub"]).hasPrefix("intact: "))
        #expect(try !hub.check(["enrol-token", "list"]).contains("after"))
    }
}
