import AuditLog
import Foundation
import SignedNote
import Spool

/// A state folder of its own, removed at the end.
final class TrailFixture: Sendable {
    let state: String

    init() throws {
        state = FileManager.default.temporaryDirectory.path + "/trail-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: state) }

    var audit: String { state + "/audit" }
    var recordsPath: String { audit + "/records-00000000000000000000.jsonl" }
    var hashesPath: String { audit + "/records-00000000000000000000.hashes" }

    func open(_ configuration: SpoolConfiguration = SpoolConfiguration()) throws -> AuditTrail {
        try AuditTrail.open(
            stateDirectory: state, configuration: configuration, version: "test", bundleNumber: 1)
    }

    /// The folder as a process that is killed at this moment leaves it.
    func copy() throws -> TrailFixture {
        let other = try TrailFixture()
        try FileManager.default.removeItem(atPath: other.state)
        try FileManager.default.copyItem(atPath: state, toPath: other.state)
        return other
    }

    func read(_ path: String) throws -> [UInt8] { try Array(Data(contentsOf: URL(fileURLWithPath: path))) }

    func write(_ path: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }

    @discardableResult
    func verify(_ path: String? = nil) throws -> LogCheck {
        let log = try LogFolder(directory: path ?? audit)
        return try LogCheck.run(log, key: try log.enclosedKey())
    }

    /// What `verify` finds wrong; nil when the log is intact.
    func fault(_ path: String? = nil) throws -> LogFault? {
        do {
            try verify(path)
            return nil
        } catch let fault as LogFault {
            return fault
        }
    }

    static func statement(_ number: Int, text: String = "SELECT 1") -> AuditEntry {
        AuditEntry(
            session: "00112233aabbccdd", statement: UInt64(number), principal: "bot", target: "ehr",
            event: .intent(
                .init(
                    via: "simple",
                    statement: RecordedStatement(
                        text: text, rawText: Array(text.utf8), kinds: ["select"], phiRead: [], phiWritten: [],
                        rule: nil))))
    }

    static func outcome(_ number: Int, response: [UInt8] = []) -> AuditEntry {
        AuditEntry(
            session: "00112233aabbccdd", statement: UInt64(number), principal: "bot", target: "ehr",
            event: .outcome(.init(status: "completed", tag: "SELECT 1", rows: 1, response: response)))
    }

    /// A closed log of `open`, three statements and `close`.
    static func small() throws -> TrailFixture {
        let fixture = try TrailFixture()
        let trail = try fixture.open()
        for number in 1...3 { try trail.append(statement(number)) }
        try trail.close(reason: "test")
        return fixture
    }
}
