import AuditLog
import Foundation
import SignedNote
import Spool
import Testing

struct TamperTests {
    static func lines(_ fixture: TrailFixture) throws -> [[UInt8]] {
        try fixture.read(fixture.recordsPath).split(separator: UInt8(ascii: "\n")).map { Array($0) }
    }

    static func write(_ lines: [[UInt8]], _ fixture: TrailFixture) throws {
        try fixture.write(fixture.recordsPath, lines.flatMap { $0 + [UInt8(ascii: "\n")] })
    }

    @Test func `An untouched log is intact`() throws {
        let fixture = try TrailFixture.small()
        let check = try fixture.verify()
        #expect(check.records == 5 && check.uncovered == 0 && check.wasClosed)
    }

    @Test func `Every flipped byte of the records is seen, and the record named`() throws {
        let fixture = try TrailFixture.small()
        let bytes = try fixture.read(fixture.recordsPath)
        var seq: UInt64 = 0
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x01
            try fixture.write(fixture.recordsPath, changed)
            #expect(try fixture.fault()?.seq == seq, "byte \(index)")
            if bytes[index] == UInt8(ascii: "\n") { seq += 1 }
        }
    }

    @Test func `Every flipped byte of the checkpoint is seen`() throws {
        let fixture = try TrailFixture.small()
        let path = fixture.audit + "/checkpoint"
        let bytes = try fixture.read(path)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x01
            try fixture.write(path, changed)
            #expect(try fixture.fault() != nil, "byte \(index)")
        }
        for length in bytes.indices {
            try fixture.write(path, Array(bytes.prefix(length)))
            #expect(try fixture.fault() != nil, "length \(length)")
        }
    }

    @Test func `Every flipped byte of the stored hashes is seen`() throws {
        let fixture = try TrailFixture.small()
        let bytes = try fixture.read(fixture.hashesPath)
        #expect(bytes.count == 5 * 32)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x01
            try fixture.write(fixture.hashesPath, changed)
            #expect(try fixture.fault()?.seq == UInt64(index / 32))
        }
    }

    @Test func `A dropped, doubled, moved or cut-off record is seen at its place`() throws {
        let fixture = try TrailFixture.small()
        let whole = try Self.lines(fixture)
        for index in whole.indices {
            var dropped = whole
            dropped.remove(at: index)
            try Self.write(dropped, fixture)
            #expect(try fixture.fault()?.seq == UInt64(index))

            var doubled = whole
            doubled.insert(whole[index], at: index)
            try Self.write(doubled, fixture)
            #expect(try fixture.fault()?.seq == UInt64(index + 1))

            try Self.write(Array(whole.prefix(index)), fixture)
            #expect(try fixture.fault()?.seq == UInt64(index))

            guard index > 0 else { continue }
            var moved = whole
            moved.swapAt(index, index - 1)
            try Self.write(moved, fixture)
            #expect(try fixture.fault()?.seq == UInt64(index - 1))
        }
    }

    @Test func `A record that was changed together with its hash is seen`() throws {
        let fixture = try TrailFixture.small()
        var lines = try Self.lines(fixture)
        let text = String(decoding: lines[2], as: UTF8.self).replacingOccurrences(of: "SELECT 1", with: "SELECT 2")
        lines[2] = Array(text.utf8)
        try Self.write(lines, fixture)
        try fixture.write(fixture.hashesPath, lines.flatMap { TreeHash.leaf($0).bytes })
        #expect(try fixture.fault() != nil)
        #expect(throws: AuditFailure.self) { try fixture.open() }
    }

    @Test func `A deleted log, checkpoint or key is not begun anew`() throws {
        for victim in ["audit", "audit/checkpoint", "instance.key"] {
            let fixture = try TrailFixture.small()
            try FileManager.default.removeItem(atPath: fixture.state + "/" + victim)
            #expect(throws: AuditFailure.self) { try fixture.open() }
        }
    }

    @Test func `A log that was cut behind its checkpoint does not start`() throws {
        let fixture = try TrailFixture.small()
        try Self.write(Array(try Self.lines(fixture).dropLast()), fixture)
        #expect(throws: AuditFailure.self) { try fixture.open() }
    }

    @Test func `The key of another instance does not verify the log`() throws {
        let fixture = try TrailFixture.small()
        let other = try TrailFixture.small()
        let key = try LogFolder(directory: other.audit).enclosedKey()
        #expect(throws: LogFault.self) { try LogCheck.run(LogFolder(directory: fixture.audit), key: key) }
    }

    @Test(arguments: [1, 255, 256, 257, 600])
    func `An export verifies, and no file of it can be changed or missed unseen`(statements: Int) throws {
        let fixture = try TrailFixture()
        let trail = try fixture.open()
        for number in 1...statements { try trail.append(TrailFixture.statement(number)) }
        try trail.close(reason: "test")
        let out = fixture.state + "/export"
        let log = try LogFolder(directory: fixture.audit)
        #expect(try TilesExport.run(log, key: trail.verifierKey, to: out) == UInt64(statements + 2))
        #expect(try fixture.fault(out) == nil)
        let files = try #require(FileManager.default.enumerator(atPath: out)).compactMap { $0 as? String }
        for file in files where file.hasPrefix("tile/") || file == "checkpoint" {
            let path = out + "/" + file
            guard let bytes = try? fixture.read(path) else { continue }
            for index in Set([0, 1, bytes.count / 2, bytes.count - 1]) {
                var changed = bytes
                changed[index] ^= 0x01
                try fixture.write(path, changed)
                #expect(try fixture.fault(out) != nil, "\(file), byte \(index)")
            }
            try FileManager.default.removeItem(atPath: path)
            #expect(try fixture.fault(out) != nil, "\(file) removed")
            try fixture.write(path, bytes)
        }
        #expect(try fixture.fault(out) == nil)
    }
}
