import AuditLog
import Foundation
import SignedNote
import Spool
import TestSupport
import Testing

/// A log as a hub exports it, from running programs; checked by our own verifier, and by one that shares no code with it.
@Suite("An export of the hub", .serialized) struct HubExportTests {
    private static let stack = Result { try Stack(name: "export", seed: 1, hub: true) }
    private static let made = Result { try export() }
    private static let recordsMinimum = 9

    /// Answered, refused and failing statements, then what the hub has cosigned of them.
    private static func export() throws -> URL {
        let stack = try stack.get()
        let connection = try PostgresConnection(stack.lane())
        for statement in [
            "SELECT ssn FROM clinic.patients WHERE id = 1", "DROP TABLE clinic.notes", "SELECT 1/0", "SELECT 'ü'",
        ] { _ = try connection.ask(statement) }
        let folder = stack.folder.appending(path: "export")
        let instance = try String(contentsOf: stack.folder.appending(path: "state/instance.pub"), encoding: .utf8)
        let name = try #require(instance.split(separator: "+").first?.split(separator: "/").last.map(String.init))
        let deadline = Date() + 60
        while true {
            // Nothing may have been cosigned yet.
            _ = try? stack.hub("audit", "export", name, folder.path())
            if let log = try? LogFolder(directory: folder.path()),
                let check = try? LogCheck.run(log, key: log.enclosedKey()), check.records >= recordsMinimum
            {
                return folder
            }
            guard Date() < deadline else { throw TestFailure("the hub did not cosign \(recordsMinimum) records") }
            try? FileManager.default.removeItem(at: folder)
            usleep(500_000)
        }
    }

    private static func python(_ arguments: String...) throws -> Command.Outcome {
        try Command(
            Repository.root.appending(path: ".build/test-venv/bin/python").path(),
            [Repository.root.appending(path: "Tests/Audit/Verifier/verify_export.py").path()] + arguments,
            timeoutSeconds: 600
        ).run()
    }

    @Test("is intact for both verifiers, with keys from elsewhere")
    func intact() async throws {
        try await OffPool.run {
            let stack = try Self.stack.get()
            let folder = try Self.made.get().path()
            let key = stack.folder.appending(path: "state/instance.pub").path()
            let first = try Command(
                Repository.chaperone.path(),
                ["audit", "verify", folder, "--key", key, "--witness", folder + "/witness.pub"]
            ).run()
            #expect(first.status == 0, "\(first.story)")
            let second = try Self.python(folder, "--key", key)
            #expect(second.status == 0, "\(second.story)")
            #expect(first.output.split(separator: "\n").first == second.output.split(separator: "\n").first)
        }
    }

    @Test("is broken for the second verifier by a change of any byte, and by each file that is missing, cut or doubled")
    func second() async throws {
        let outcome = try await OffPool.run { try Self.python(try Self.made.get().path(), "--tamper") }
        #expect(outcome.status == 0, "\(outcome.story)")
        let counted = try #require(outcome.output.firstMatch(of: /([0-9]+) changes, 0 not found/))
        #expect(try #require(Int(counted.1)) > 10_000)
    }

    @Test("is broken for the first verifier by a change of any byte")
    func first() async throws {
        try await OffPool.run {
            let folder = try Self.made.get()
            let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
                .compactMap { $0 as? URL }.filter { !$0.hasDirectoryPath }
            #expect(files.count >= 5)
            var generator = SeededGenerator(seed: 20_261_123)
            var missed: [String] = []
            for file in files {
                let bytes = try Data(contentsOf: file)
                for index in bytes.indices {
                    var changed = bytes
                    changed[index] ^= UInt8.random(in: 1...255, using: &generator)
                    try changed.write(to: file)
                    if Self.isIntact(folder) { missed.append("\(file.lastPathComponent), byte \(index)") }
                }
                try FileManager.default.removeItem(at: file)
                if file.lastPathComponent != "instance.pub", Self.isIntact(folder) {
                    missed.append("\(file.lastPathComponent) missing")
                }
                try bytes.write(to: file)
            }
            #expect(missed.isEmpty, "\(missed.prefix(10))")
            #expect(Self.isIntact(folder))
        }
    }

    private static func isIntact(_ folder: URL) -> Bool {
        do {
            let log = try LogFolder(directory: folder.path())
            _ = try LogCheck.run(log, key: try log.enclosedKey())
            return true
        } catch { return false }
    }

    @Test("that lacks the cosignature of a witness that was asked for is broken")
    func otherWitness() async throws {
        try await OffPool.run {
            let folder = try Self.made.get().path()
            let key = try VerifierKey(
                name: "elsewhere", algorithm: .cosignatureV1, publicKey: [UInt8](repeating: 1, count: 32))
            let outcome = try Command(
                Repository.chaperone.path(), ["audit", "verify", folder, "--witness", "\(key)"]
            ).run()
            #expect(outcome.status == 1, "\(outcome.story)")
            #expect(outcome.output.contains("not cosigned by elsewhere"), "\(outcome.story)")
        }
    }
}
