import Foundation
import TestSupport
import Testing

/// `policy test` and `policy catalog` as programs, on a real server.
@Suite("A policy's own tests", .serialized) final class PolicyTestCommandTests {
    private static let database = Result { try Stack(name: "policy-test", seed: 1, policy: nil) }

    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "policy-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func run(_ arguments: String...) throws -> Command.Outcome {
        var command = Command(Repository.hub.path(), ["policy"] + arguments)
        command.folder = folder.path()
        return try command.run()
    }

    /// The EHR's policy with these tests; the first one stands in the line returned.
    private func write(tests: String) throws -> Int {
        let policy = try String(contentsOf: Repository.fixture("ehr.yaml"), encoding: .utf8)
        let text = policy.hasSuffix("\n") ? policy : policy + "\n"
        try (text + "tests:\n" + tests).write(
            to: folder.appending(path: "p.yaml"), atomically: true, encoding: .utf8)
        return text.split(separator: "\n", omittingEmptySubsequences: false).count + 1
    }

    private static let holding = """
          - { statement: SELECT 1, role: analyst, expect: allow, sends: SELECT 1, reads: [], rule: everything-else }
          - statement: SELECT member_id FROM billing.claims ORDER BY id
            role: analyst
            expect: allow
            reads: [billing.claims.member_id]
          - { name: no drops, statement: DROP TABLE clinic.notes, role: analyst, expect: deny, rule: no-schema-changes }
          - statement: DELETE FROM clinic.notes WHERE id = 1
            role: analyst
            expect: approve
            rule: deletes-are-reviewed
          - { statement: SELECT FROM WHERE, role: analyst, expect: deny, rule: chaperone/syntax }

        """

    @Test("hold on a live catalog, and on a snapshot of it without the server")
    func hold() async throws {
        _ = try write(tests: Self.holding)
        let url = try Self.database.get().direct.url
        let live = try run("test", "p.yaml", "--live", url)
        #expect(live.status == 0, "\(live.story)")
        #expect(live.output.hasSuffix("5 tests, all hold\n"), "\(live.story)")
        let made = try run("catalog", "p.yaml", "--live", url, "--out", "ehr.catalog")
        #expect(made.status == 0, "\(made.story)")
        let offline = try run("test", "p.yaml", "--catalog", "ehr=ehr.catalog")
        #expect(offline.status == 0, "\(offline.story)")
        #expect(offline.output == live.output)
        let snapshot = try String(contentsOf: folder.appending(path: "ehr.catalog"), encoding: .utf8)
        let name = try #require(
            try PostgresConnection(Self.database.get().direct).ask("SELECT ssn FROM clinic.patients WHERE id = 7")
                .rows.first?.first ?? nil)
        #expect(!snapshot.contains(String(decoding: name, as: UTF8.self)))
    }

    @Test(
        "that fail are named by their line, with what is so instead",
        arguments: [
            ("SELECT 1, role: analyst, expect: deny", "expected deny, but is allowed by everything-else"),
            (
                "DELETE FROM clinic.notes WHERE id = 1, role: analyst, expect: allow",
                "expected allow, but waits for approval by deletes-are-reviewed"
            ),
            (
                "DROP TABLE clinic.notes, role: analyst, expect: allow",
                "expected allow, but is denied by no-schema-changes: "
            ),
            (
                "DROP TABLE clinic.notes, role: analyst, expect: deny, rule: everything-else",
                "expected rule everything-else, but is denied by no-schema-changes: "
            ),
            (
                "SELECT member_id FROM billing.claims, role: analyst, expect: allow, reads: []",
                "expected to read nothing protected, but reads billing.claims.member_id"
            ),
            ("SELECT 1, role: analyst, expect: allow, sends: SELECT 2", "expected another text; sends: SELECT 1"),
            (
                "SELECT 1, role: analyst, expect: allow, rule: bulk-export",
                "expected rule bulk-export, but decided by everything-else"
            ),
        ])
    func fail(test: String, fault: String) async throws {
        let line = try write(tests: "  - { statement: \(test) }\n")
        let outcome = try run("test", "p.yaml", "--live", try Self.database.get().direct.url)
        #expect(outcome.status == 1, "\(outcome.story)")
        #expect(outcome.output.hasPrefix("FAILED p.yaml:\(line): "), "\(outcome.story)")
        #expect(outcome.output.contains("\n       \(fault)"), "\(outcome.story)")
        #expect(outcome.output.hasSuffix("1 test, 1 failed\n"), "\(outcome.story)")
    }

    @Test(
        "that speak of what the policy has not are errors of the file",
        arguments: [
            ("{ statement: SELECT 1, role: analyst }", #"a test lacks "expect""#),
            ("{ statement: SELECT 1, role: analyzt, expect: allow }", #"unknown role "analyzt""#),
            ("{ statement: SELECT 1, role: analyst, expect: permit }", #"unknown expect "permit""#),
            ("{ statement: SELECT 1, role: analyst, expect: deny, rule: none }", #"unknown rule "none""#),
            ("{ statement: SELECT 1, role: analyst, expect: deny, sends: SELECT 1 }", #""sends" goes only with"#),
            ("{ statement: SELECT 1, role: analyst, target: her, expect: deny }", #"unknown target "her""#),
            ("{ statment: SELECT 1, role: analyst, expect: deny }", #"unknown key "statment""#),
        ])
    func malformed(test: String, error: String) throws {
        let line = try write(tests: "  - \(test)\n")
        for command in ["check", "test"] {
            let outcome = try run(command, "p.yaml")
            #expect(outcome.status == 1, "\(outcome.story)")
            #expect(outcome.errors.contains("p.yaml:\(line):"), "\(outcome.story)")
            #expect(outcome.errors.contains("error: \(error)"), "\(outcome.story)")
        }
    }

    @Test("cannot be run without a catalog, or with one that is none")
    func noCatalog() throws {
        _ = try write(tests: "  - { statement: SELECT 1, role: analyst, expect: allow }\n")
        let none = try run("test", "p.yaml")
        #expect(none.status == 2)
        #expect(none.errors.contains("where is the catalog of \"ehr\"? give --live ehr=postgresql://"), "\(none.story)")
        try "{}".write(to: folder.appending(path: "garbage"), atomically: true, encoding: .utf8)
        let garbage = try run("test", "p.yaml", "--catalog", "garbage")
        #expect(garbage.status == 2)
        #expect(garbage.errors.contains("garbage: is not a catalog"), "\(garbage.story)")
        try #"{"answers":[]}"#.write(to: folder.appending(path: "old"), atomically: true, encoding: .utf8)
        let old = try run("test", "p.yaml", "--catalog", "old")
        #expect(old.status == 2)
        #expect(old.errors.contains("made by another version"), "\(old.story)")
        let twice = try run("test", "p.yaml", "--catalog", "ehr=old", "--live", "ehr=postgresql://a:b@127.0.0.1/c")
        #expect(twice.status == 2)
        #expect(twice.errors.contains("given twice"), "\(twice.story)")
    }
}
