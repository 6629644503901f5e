import Foundation
import FuzzTargets
import TestSupport
import Testing

/// The inputs that `make fuzz` begins with, those that broke something once, and simple changes of them.
@Suite("No input breaks what must hold")
struct FuzzReplay {
    @Test("among those that broke it once", arguments: FuzzTarget.allCases)
    func kept(target: FuzzTarget) throws {
        let folder = Repository.fixture("fuzz/\(target.rawValue)")
        guard FileManager.default.fileExists(atPath: folder.path()) else { return }
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            #expect(throws: Never.self, "\(target.rawValue)/\(file.lastPathComponent)") {
                try target.run(Array(Data(contentsOf: file)))
            }
        }
    }

    @Test("among the seeds, cut at every byte", arguments: FuzzTarget.allCases)
    func seeds(target: FuzzTarget) throws {
        for seed in target.seeds {
            for count in 0...seed.count { try target.run(Array(seed.prefix(count))) }
        }
    }

    @Test("among changes of the seeds", arguments: FuzzTarget.allCases)
    func changes(target: FuzzTarget) throws {
        var random = SeededGenerator(seed: 20)
        for _ in 0..<Self.changesPerTarget {
            guard var bytes = target.seeds.randomElement(using: &random), !bytes.isEmpty else { continue }
            for _ in 0...Int.random(in: 0...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = UInt8.random(in: 0...255, using: &random)
            }
            try target.run(bytes)
        }
    }

    @Test(
        "among the sessions of the attack corpora",
        arguments: ["attacks.sql", "attacks-more.sql", "attacks-writes.sql"])
    func attacks(corpus: String) throws {
        for session in try CorpusSession.all(of: corpus) {
            for statement in session.statements { try FuzzTarget.statement.run(Array(statement.utf8)) }
        }
    }

    @Test(
        "and the second opinion on texts would say so",
        arguments: [
            "SELECT ssn FROM clinic.patients", "UPDATE notes SET body = ssn FROM patients", "TABLE clinic.directory",
            "DELETE FROM notes USING clinic.\"Order\"",
            "SELECT 1 FROM notes JOIN (patients JOIN notes n ON true) ON true",
            "INSERT INTO notes SELECT 1, name FROM ONLY patients",
            "SELECT * FROM clinic.patients_child TABLESAMPLE SYSTEM (1)",
            "MERGE INTO notes USING clinic.patients p ON true WHEN MATCHED THEN DELETE", "SELECT FROM",
            "COPY patients TO STDOUT", "UPDATE patients SET risk = 1 WHERE ssn > 'a'",
            "UPDATE patients p SET risk = length(p.row_to_json ->> 'ssn')",
            "UPDATE patients p SET risk = 1 WHERE (p).id = 1",
            "UPDATE clinic.patients SET risk = length(clinic.patients.name)",
            "DELETE FROM patients p WHERE p.* IS NULL",
            "UPDATE patients SET risk = (WITH x AS (SELECT patients.ssn AS m) SELECT length(m) FROM x)",
            "INSERT INTO patients AS p (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET risk = length(p.name)",
            "UPDATE directory d SET id = length(d.tax_id)",
            "UPDATE patients p SET risk = (SELECT length(p.ssn) FROM notes n)",
        ])
    func rawReference(text: String) {
        #expect(throws: BrokenProperty.self) { try RawReferences.requireNone(in: Array(text.utf8)) }
    }

    private static let changesPerTarget = 300
}
