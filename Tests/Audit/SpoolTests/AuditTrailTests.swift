import AuditLog
import Foundation
import Spool
import Synchronization
import Testing

struct AuditTrailTests {
    @Test func `A log goes on after each restart, and verifies`() throws {
        let fixture = try TrailFixture()
        for round in 1...3 {
            let trail = try fixture.open()
            try trail.append(TrailFixture.statement(round))
            try trail.close(reason: "test")
        }
        #expect(try fixture.verify().records == 9)
    }

    @Test func `Appends from many threads keep the sequence dense`() throws {
        let fixture = try TrailFixture()
        let trail = try fixture.open()
        let failures = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for number in 1...250 {
                do {
                    try trail.append(TrailFixture.statement(thread * 1_000 + number))
                } catch {
                    failures.withLock { $0 += 1 }
                }
            }
        }
        try trail.close(reason: "test")
        #expect(failures.withLock { $0 } == 0)
        #expect(try fixture.verify().records == 2_002)
    }

    @Test func `What was acknowledged before a kill is there after it`() throws {
        let fixture = try TrailFixture()
        let trail = try fixture.open()
        for number in 1...50 { try trail.append(TrailFixture.statement(number)) }
        let killed = try fixture.copy()
        try trail.close(reason: "test")
        let again = try killed.open()
        try again.close(reason: "test")
        // open, 50 statements, gap, open, close
        #expect(try killed.verify().records == 54)
        #expect(String(decoding: try killed.read(killed.recordsPath), as: UTF8.self).contains("\"type\":\"gap\""))
    }

    @Test func `An outcome follows with the next record, or by itself in a moment`() throws {
        let fixture = try TrailFixture()
        var configuration = SpoolConfiguration()
        configuration.exposureMilliseconds = 20
        let trail = try fixture.open(configuration)
        try trail.append(TrailFixture.outcome(1))
        try trail.append(TrailFixture.statement(2))
        let lines = try fixture.read(fixture.recordsPath).split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == 3, "open, the outcome, the statement")
        try trail.append(TrailFixture.outcome(2))
        let deadline = ContinuousClock.now + .seconds(20)
        var count = 0
        while count < 4, ContinuousClock.now < deadline {
            usleep(5_000)
            count = try fixture.read(fixture.recordsPath).split(separator: UInt8(ascii: "\n")).count
        }
        #expect(count == 4)
        try trail.close(reason: "test")
        #expect(try fixture.verify().records == 5)
    }

    @Test func `A record torn at any byte is cut off, told of, and the log goes on`() throws {
        let fixture = try TrailFixture()
        var configuration = SpoolConfiguration()
        configuration.exposureMilliseconds = 60_000
        let trail = try fixture.open(configuration)
        let before = try fixture.read(fixture.recordsPath).count
        for number in 1...2 { try trail.append(TrailFixture.statement(number)) }
        let killed = try fixture.copy()
        try trail.close(reason: "test")
        let bytes = try killed.read(killed.recordsPath)
        for length in before...bytes.count {
            let torn = try killed.copy()
            try torn.write(torn.recordsPath, Array(bytes.prefix(length)))
            let lastNewline = try #require(bytes.prefix(length).lastIndex(of: UInt8(ascii: "\n")))
            try torn.open().close(reason: "test")
            #expect(try torn.fault() == nil)
            let text = String(decoding: try torn.read(torn.recordsPath), as: UTF8.self)
            #expect(text.contains("; \(length - lastNewline - 1) bytes of a torn record cut off"))
        }
    }

    @Test func `Segments are rolled, and the log verifies and opens across them`() throws {
        let fixture = try TrailFixture()
        var configuration = SpoolConfiguration()
        configuration.segmentBytes = 4_096
        for _ in 1...2 {
            let trail = try fixture.open(configuration)
            for number in 1...100 {
                try trail.append(TrailFixture.statement(number))
                if number % 10 == 0 { try trail.checkpoint() }
            }
            try trail.close(reason: "test")
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: fixture.audit)
        #expect(names.filter { $0.hasSuffix(".jsonl") }.count > 5)
        #expect(try fixture.verify().records == 204)
    }

    @Test func `At the spool's limit new statements are refused, and running ones are recorded`() throws {
        let fixture = try TrailFixture()
        var configuration = SpoolConfiguration()
        configuration.spoolBytesLimit = 40_000
        configuration.reserveBytes = 20_000
        let trail = try fixture.open(configuration)
        var accepted = 0
        #expect(throws: AuditFailure.self) {
            while true {
                try trail.append(TrailFixture.statement(accepted + 1))
                accepted += 1
            }
        }
        #expect(accepted > 10)
        try trail.append(TrailFixture.outcome(accepted))
        // A policy may give it more, or take that back.
        trail.limit(spoolBytes: 80_000)
        try trail.append(TrailFixture.statement(accepted + 1))
        trail.limit(spoolBytes: nil)
        #expect(throws: AuditFailure.self) { try trail.append(TrailFixture.statement(accepted + 2)) }
        try trail.close(reason: "test")
        #expect(try fixture.verify().records == UInt64(accepted) + 4)
    }

    @Test func `Heartbeats fill an empty period, and checkpoints follow by themselves`() async throws {
        let fixture = try TrailFixture()
        var configuration = SpoolConfiguration()
        configuration.exposureMilliseconds = 10
        configuration.checkpointMilliseconds = 20
        configuration.heartbeatSeconds = 1
        let trail = try fixture.open(configuration)
        try await Task.sleep(for: .milliseconds(2_500))
        let statistics = trail.statistics
        #expect(statistics.records >= 3)
        #expect(statistics.checkpointSize == statistics.records)
        #expect(statistics.unsyncedRecords == 0)
        try trail.close(reason: "test")
        #expect(try fixture.fault() == nil)
    }

    @Test func `A closed log refuses, and closing twice is harmless`() throws {
        let fixture = try TrailFixture()
        let trail = try fixture.open()
        try trail.close(reason: "test")
        try trail.close(reason: "test")
        #expect(throws: AuditFailure.self) { try trail.append(TrailFixture.statement(1)) }
        #expect(try fixture.verify().records == 2)
    }

    @Test func `A second instance on the same state folder is refused, and told by whom`() throws {
        let fixture = try TrailFixture()
        do {
            let lock = try StateLock(directory: fixture.state)
            let error = #expect(throws: AuditFailure.self) { try StateLock(directory: fixture.state) }
            #expect(error?.reason.contains("\(getpid())") == true)
            withExtendedLifetime(lock) {}
        }
        _ = try StateLock(directory: fixture.state)
    }

    @Test func `Secrets of the instance are for its user alone`() throws {
        let fixture = try TrailFixture.small()
        for name in ["instance.key", "digest.salt", "audit/records-00000000000000000000.jsonl"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: fixture.state + "/" + name)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func `A log can be verified while it is written`() throws {
        let fixture = try TrailFixture()
        var configuration = SpoolConfiguration()
        configuration.exposureMilliseconds = 1
        configuration.checkpointRecords = 10
        configuration.segmentBytes = 100_000
        let trail = try fixture.open(configuration)
        let isDone = Atomic(false)
        DispatchQueue.concurrentPerform(iterations: 2) { task in
            if task == 0 {
                for number in 1...1_500 {
                    #expect(throws: Never.self) { try trail.append(TrailFixture.statement(number)) }
                }
                isDone.store(true, ordering: .releasing)
            } else {
                repeat { #expect(throws: Never.self) { try fixture.verify() } } while !isDone.load(ordering: .acquiring)
            }
        }
        try trail.close(reason: "test")
        #expect(try fixture.verify().records == 1_502)
    }
}
