import AuditLog
import Foundation
import SignedNote
import Spool
import Synchronization
import Testing

/// What a witness has cosigned makes room.
@Suite struct TrimmingTests {
    private static let spoolBytes: UInt64 = 400_000
    private let fixture: TrailFixture
    private let witness: SigningKey
    private let witnessKey: VerifierKey

    init() throws {
        fixture = try TrailFixture()
        witness = try SigningKey(name: "witness", seed: [UInt8](repeating: 7, count: 32))
        witnessKey = try VerifierKey(
            name: witness.name, algorithm: .cosignatureV1, publicKey: witness.verifierKey.publicKey)
    }

    private var segments: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: fixture.audit).filter { $0.hasSuffix(".jsonl") }
                .sorted()
        }
    }

    private func open() throws -> AuditTrail {
        var configuration = SpoolConfiguration()
        configuration.spoolBytesLimit = Self.spoolBytes
        configuration.reserveBytes = 20_000
        return try fixture.open(configuration)
    }

    private func write(_ count: Int, to trail: AuditTrail) throws {
        for number in 1...count {
            try trail.append(TrailFixture.statement(number))
            if number % 20 == 0 { try trail.checkpoint() }
        }
        try trail.checkpoint()
    }

    private func cosign(_ trail: AuditTrail) throws {
        let note = try SignedNote.parse(fixture.read(fixture.audit + "/checkpoint"))
        let line = try Cosignature.sign(checkpointText: note.text, key: witness, timestampSeconds: 1)
        let cosigned = try SignedNote(text: note.text, signatures: note.signatures + [line])
        try trail.accept(cosigned: Array(cosigned.description.utf8), witness: witnessKey)
    }

    @Test func `a log that is cosigned never fills its spool, and stays one log`() throws {
        var trail = try open()
        var written = 0
        while written < 6_000 {
            try write(200, to: trail)
            written += 200
            try cosign(trail)
        }
        #expect(try segments.first != "records-00000000000000000000.jsonl")
        #expect(trail.statistics.bytes < Self.spoolBytes)
        let check = try fixture.verify()
        #expect(check.trimmed > 2_000 && check.records == UInt64(written) + 1)
        // It opens again, goes on, and is shipped from where the hub has it.
        try trail.close(reason: "test")
        trail = try open()
        try write(10, to: trail)
        var shipper = LogShipper(directory: fixture.audit, key: trail.verifierKey)
        let shipment = try #require(
            try shipper.next(from: trail.cosignedSize, recordsLimit: 1_000, bytesLimit: 1 << 20))
        #expect(shipment.records.count == 12)
        #expect(throws: AuditFailure.self) { try shipper.next(from: 5, recordsLimit: 10, bytesLimit: 1 << 20) }
        try trail.close(reason: "test")
        #expect(try fixture.verify().records == UInt64(written) + 14)
        let log = try LogFolder(directory: fixture.audit)
        let error = #expect(throws: AuditFailure.self) {
            try TilesExport.run(log, key: log.enclosedKey(), to: fixture.state + "/export")
        }
        #expect(error?.reason.contains("export it from the hub") == true)
    }

    @Test func `a checkpoint may be cosigned before the thread that has signed it goes on`() throws {
        let trail = try open()
        let failures = Mutex<[String]>([])
        let shipping = DispatchGroup()
        trail.whenCheckpointed { [self] _ in
            DispatchQueue.global().async(group: shipping) { [self] in
                do { try cosign(trail) } catch { failures.withLock { $0.append("\(error)") } }
            }
            // The signing thread holds what taking note of it waits for in the end.
            _ = shipping.wait(timeout: .now() + .milliseconds(300))
        }
        try write(20, to: trail)
        shipping.wait()
        #expect(failures.withLock(\.self) == [])
        #expect(trail.cosignedSize >= 20)
    }

    @Test func `what is not cosigned is never removed: the spool fills, and refuses`() throws {
        let trail = try open()
        #expect(throws: AuditFailure.self) { try write(6_000, to: trail) }
        #expect(try segments.first == "records-00000000000000000000.jsonl")
        #expect(try segments.count > 3)
        try cosign(trail)
        try write(50, to: trail)
        try trail.close(reason: "test")
        #expect(try fixture.verify().trimmed > 0)
    }

    @Test func `a beginning that is missing without a cosigned checkpoint, or a changed tree, is found`() throws {
        let trail = try open()
        for _ in 0..<12 {
            try write(200, to: trail)
            try cosign(trail)
        }
        try trail.close(reason: "test")
        let first = try #require(try segments.first)
        #expect(try fixture.fault() == nil)
        let tree = fixture.audit + "/" + first.replacing(".jsonl", with: ".tree")
        let bytes = try fixture.read(tree)
        var changed = bytes
        changed[0] = changed[0] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
        try fixture.write(tree, changed)
        #expect(try fixture.fault() != nil)
        try fixture.write(tree, bytes)
        let cosigned = try fixture.read(fixture.audit + "/cosigned")
        try FileManager.default.removeItem(atPath: fixture.audit + "/cosigned")
        #expect(try fixture.fault()?.what.contains("no cosigned checkpoint covers that") == true)
        // Its own checkpoint is no cosigned one.
        try fixture.write(fixture.audit + "/cosigned", try fixture.read(fixture.audit + "/checkpoint"))
        #expect(try fixture.fault() != nil)
        try fixture.write(fixture.audit + "/cosigned", cosigned)
        #expect(try fixture.fault() == nil)
        // One in the middle is missing, cosigned or not.
        let all = try segments
        try #require(all.count > 2)
        try FileManager.default.removeItem(atPath: fixture.audit + "/" + all[1])
        #expect(try fixture.fault()?.what.contains("the next segment begins") == true)
    }
}
