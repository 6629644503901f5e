import AsyncHTTPClient
import AuditLog
import Foundation
import HubAPI
import NIOCore
import NIOHTTP1
import SignedNote
import TestSupport
import Testing

/// The hub as a witness of C2SP tlog-witness: `POST /add-checkpoint`.
@Suite struct WitnessTests {
    private static let hub = Result { try HubProcess(name: "witnessing") }

    private struct Answer: Equatable {
        var status: Int
        var type: String
        var body: String
    }

    /// A request as the specification writes it.
    private func add(
        _ hub: HubProcess, old: Int, proof: [TreeHash] = [], note: String
    ) async throws -> Answer {
        let lines = ["old \(old)"] + proof.map { Base64.encode($0.bytes) }
        return try await send(hub, Array((lines.joined(separator: "\n") + "\n\n" + note).utf8))
    }

    private func send(_ hub: HubProcess, _ body: [UInt8]) async throws -> Answer {
        let client = try SidecarClient.plain(hub)
        var request = HTTPClientRequest(url: hub.url + "/add-checkpoint")
        request.method = .POST
        request.body = .bytes(ByteBuffer(bytes: body))
        let response: Result<Answer, any Error>
        do {
            let answer = try await client.execute(request, timeout: .seconds(60))
            let body = try await answer.body.collect(upTo: 1 << 20)
            response = .success(
                Answer(
                    status: Int(answer.status.code), type: answer.headers.first(name: "content-type") ?? "",
                    body: String(buffer: body)))
        } catch { response = .failure(error) }
        try await client.shutdown()
        return try response.get()
    }

    private func log(_ hub: HubProcess, records: Int = 0) async throws -> (sidecar: SidecarClient, log: SidecarLog) {
        let sidecar = try await SidecarClient.enrol(hub)
        var log = try SidecarLog(sidecar, hubName: "witnessing")
        for _ in 0..<records { log.append() }
        return (sidecar, log)
    }

    private func proof(_ log: SidecarLog, from old: Int) throws -> [TreeHash] {
        let leaves = log.lines.map { TreeHash.leaf($0.utf8) }
        return try #require(MerkleProof.consistency(from: old, in: leaves[...]))
    }

    /// Whether the answer is the hub's signature line under the checkpoint.
    private func isCosigned(_ answer: Answer, _ note: String, by key: String) throws -> Bool {
        guard answer.status == 200 else { return false }
        let witness = try VerifierKey(parsing: key)
        let line = try NoteSignature(parsing: Array(answer.body.utf8.dropLast()))
        let text = try SignedNote.parse(note).text
        return try Cosignature(parsing: line, witness: witness).isValid(checkpointText: text, witness: witness)
    }

    @Test func `a checkpoint is cosigned when it goes with what was cosigned, and again`() async throws {
        let hub = try Self.hub.get()
        var (sidecar, log) = try await log(hub, records: 5)
        let key = sidecar.enrolled.witnessKey
        let first = try log.batch().checkpoint
        #expect(try isCosigned(try await add(hub, old: 0, note: first), first, by: key))
        #expect(try isCosigned(try await add(hub, old: 5, note: first), first, by: key))
        for _ in 0..<300 { log.append() }
        let second = try log.batch().checkpoint
        let proof = try proof(log, from: 5)
        #expect(try isCosigned(try await add(hub, old: 5, proof: proof, note: second), second, by: key))
        // The hub has no record of it: nothing is said to be kept.
        #expect(try await sidecar.get(HubPath.auditPosition).as(AuditReceipt.self).size == 0)
    }

    @Test func `each refusal has the status of the specification`() async throws {
        let hub = try Self.hub.get()
        var (sidecar, log) = try await log(hub, records: 4)
        let note = try log.batch().checkpoint
        #expect(try await add(hub, old: 3, note: note) == Answer(status: 409, type: "text/x.tlog.size", body: "0\n"))
        #expect(try await add(hub, old: 0, proof: [.empty], note: note).status == 422)
        #expect(try await add(hub, old: 0, note: note).status == 200)
        log.append()
        let next = try log.batch().checkpoint
        let proof = try proof(log, from: 4)
        #expect(
            try await add(hub, old: 0, note: next) == Answer(status: 409, type: "text/x.tlog.size", body: "4\n"))
        #expect(try await add(hub, old: 4, proof: proof + [.empty], note: next).status == 422)
        #expect(try await add(hub, old: 4, proof: proof.dropLast(), note: next).status == 422)
        #expect(try await add(hub, old: 4, proof: proof.reversed() + [.empty], note: next).status == 422)
        #expect(try await add(hub, old: 6, proof: proof, note: next).status == 400)
        let stranger = try SigningKey(name: log.key.name, seed: (0..<32).map { _ in UInt8.random(in: 0...255) })
        #expect(
            try await add(hub, old: 4, proof: proof, note: log.batch(signedBy: stranger).checkpoint).status == 403)
        let unknown = try SigningKey(name: "example.org/log", seed: (0..<32).map { _ in 7 })
        let foreign = try Checkpoint(origin: unknown.name, size: 1, root: .empty).signed(by: unknown).description
        #expect(try await add(hub, old: 0, note: foreign).status == 404)
        for body in [
            "", "\n", "old\n\n", "old 4\n", "old 4\n\n", "old -1\n\n\(next)", "old 04\n\n\(next)", "old 4 \n\n\(next)",
            "old 4\nAAAA\n\n\(next)", "old 99999999999999999999\n\n\(next)", "old 4\n" + next,
            "old 4\n\n" + next.dropLast(),
            "old 4\n" + String(repeating: Base64.encode(TreeHash.empty.bytes) + "\n", count: 64) + "\n\(next)",
        ] { #expect(try await send(hub, Array(body.utf8)).status == 400, "\(body)") }
        #expect(try await send(hub, Array(repeating: 0x61, count: 70_000)).status == 413)
        let endless = try Checkpoint(origin: log.key.name, size: .max, root: .empty).signed(by: log.key).description
        #expect(try await add(hub, old: 4, note: endless).status == 400)
        #expect(try await add(hub, old: 4, proof: proof, note: next).status == 200)
        try hub.check(["instances", "revoke", sidecar.keys.instance, "--reason", "stolen"])
        #expect(try await add(hub, old: 5, note: next).status == 403)
    }

    @Test func `two trees under one key are never both cosigned, and people are told`() async throws {
        let hub = try Self.hub.get()
        let (sidecar, log) = try await log(hub, records: 4)
        var fork = try SidecarLog(sidecar, hubName: "witnessing")
        for _ in 0..<4 { fork.append(.gap(reason: "another past")) }
        #expect(try await add(hub, old: 0, note: try log.batch().checkpoint).status == 200)
        #expect(try await add(hub, old: 4, note: try fork.batch().checkpoint).body == "4\n")
        fork.append()
        #expect(try await add(hub, old: 4, proof: proof(fork, from: 4), note: fork.batch().checkpoint).status == 422)
        let events = try hub.check(["events"]).split(separator: "\n").filter { $0.contains(sidecar.keys.instance) }
        #expect(events.count { $0.contains("audit-fork") && $0.contains("critical") } == 2, "\(events)")
        // Nor by way of records: they have to lead to the tree that was cosigned.
        await #expect(throws: ProblemDetails.self) {
            try await sidecar.post(HubPath.auditBatches, try fork.batch()).check()
        }
        let receipt = try await sidecar.post(HubPath.auditBatches, try log.batch()).as(AuditReceipt.self)
        #expect(receipt.cosignedSize == 4)
    }

    @Test func `records that are behind a cosigned tree are kept, and cosigned when they have reached it`() async throws
    {
        let hub = try Self.hub.get()
        var (sidecar, log) = try await log(hub, records: 3)
        let early = try log.batch()
        for _ in 0..<4 { log.append() }
        #expect(try await add(hub, old: 0, note: try log.batch().checkpoint).status == 200)
        let behind = try await sidecar.post(HubPath.auditBatches, early).as(AuditReceipt.self)
        #expect(behind.size == 3 && behind.cosignedSize == 0 && behind.checkpoint == nil)
        let reached = try await sidecar.post(HubPath.auditBatches, try log.batch(from: 3)).as(AuditReceipt.self)
        #expect(reached.size == 7 && reached.cosignedSize == 7)
        // From now on its records say what was cosigned.
        log.append()
        let note = try log.batch().checkpoint
        #expect(try await add(hub, old: 7, proof: proof(log, from: 7), note: note).status == 200)
    }

    @Test func `of many at once one tree is cosigned, and it is remembered after a kill`() async throws {
        let hub = try HubProcess(name: "witnessing")
        let (sidecar, _) = try await log(hub)
        let forks = try (0..<12).map { number in
            var fork = try SidecarLog(sidecar, hubName: "witnessing")
            for _ in 0...number { fork.append(.gap(reason: "past \(number)")) }
            return fork
        }
        let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
            for fork in forks {
                group.addTask { try await self.add(hub, old: 0, note: try fork.batch().checkpoint) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count { $0.status == 200 } == 1 && answers.count { $0.status == 409 } == 11, "\(answers)")
        hub.kill()
        let again = try HubProcess(name: "witnessing", folder: hub.folder, port: hub.port)
        let size = try #require(answers.first { $0.status == 409 }).body
        #expect(try await add(again, old: 0, note: try forks[3].batch().checkpoint).body == size)
        again.kill()
    }
}
