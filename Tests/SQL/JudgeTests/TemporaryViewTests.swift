import Judge
import Policy
import SQLRewrite
import Testing

@Suite("Temporary views, and what becomes of the relations that they read")
struct TemporaryViewTests {
    private static let notes = QualifiedName("clinic", "notes")

    private struct Refused: Error { var statement: String }

    @Test(
        "a temporary view is not read once a relation that it reads has become protected",
        arguments: [
            ["CREATE TEMP VIEW v AS SELECT id, body FROM notes"],
            ["CREATE TEMP VIEW w AS SELECT body FROM clinic.notes", "CREATE TEMP VIEW v AS SELECT * FROM w"],
            ["CREATE TEMP VIEW w AS SELECT body FROM notes", "ALTER VIEW w RENAME TO v"],
            ["CREATE TEMP VIEW v AS SELECT 1 WHERE EXISTS (SELECT FROM notes)"],
            ["CREATE TEMP VIEW v AS SELECT body FROM notes", "CREATE OR REPLACE TEMP VIEW v AS SELECT 'x' AS body"],
        ])
    func protectedSince(_ statements: [String]) throws {
        let judge = SampleLane.judge()
        var names = judge.initialNames
        for statement in statements {
            guard case .permit(let permit) = judge.judge(Array(statement.utf8), names: names) else {
                throw Refused(statement: statement)
            }
            for profile in permit.statements { names.apply(profile) }
        }
        let later = SampleLane.judge(protecting: [
            ProtectedColumn(relation: Self.notes, column: "body", mask: .redact)
        ])
        for text in ["SELECT * FROM v", "SELECT * FROM pg_temp.v", "SELECT 1 FROM clinic.insured, v"] {
            guard case .permit = judge.judge(Array(text.utf8), names: names) else { throw Refused(statement: text) }
            guard case .refuse(let refusal) = later.judge(Array(text.utf8), names: names) else {
                Issue.record("\(text) is permitted")
                continue
            }
            #expect(refusal.rule == "chaperone/temporary-view" && refusal.message.contains("clinic.notes"))
        }
    }
}
