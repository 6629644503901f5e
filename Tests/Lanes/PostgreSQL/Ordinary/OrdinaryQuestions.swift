import Foundation
import TestSupport
import Testing

/// Masking is of use only if ordinary work goes on: both ordinary corpora with the policy of ehr.yaml.
@Suite("Ordinary questions are answered")
struct OrdinaryQuestions {
    private static let statementsMinimum = 300
    private static let answeredPercentMinimum = 98

    @Test("at least 98 of 100 that the policy allows are answered, and unmasked columns hold what the database holds")
    func answeredAndEqual() async throws {
        let statements = try await OffPool.run { try OrdinaryStatement.corpus.get() }
        let allowed = try AllowedDifference.all()
        for statement in statements where statement.direct.error != nil {
            Issue.record("the database itself refuses: \(statement.text): \(statement.direct.summary)")
        }
        // What the policy's own rules say no to is no question of what masking leaves of the work.
        let asked = statements.filter { !$0.isRefusedByPolicy }
        let refused = asked.filter { !$0.isAnswered }
        #expect(asked.count >= Self.statementsMinimum && statements.count > asked.count)
        #expect(
            (asked.count - refused.count) * 100 >= Self.answeredPercentMinimum * asked.count,
            """
            \(refused.count) of \(asked.count) are not answered:
            \(refused.map { "\($0.text)\n    \($0.lane.summary)" }.joined(separator: "\n"))
            """)
        for statement in statements where statement.lane.error == nil && !statement.lane.closed {
            let difference = allowed.first { statement.text.hasPrefix($0.prefix) }
            let found = statement.differences(allowed: difference)
            #expect(found.isEmpty, "\(statement.text)\n\(found.prefix(5).joined(separator: "\n"))")
        }
    }

    @Test("every refusal stands in docs/limits.md, with what to write instead, and no other does")
    func refusalsAreListed() async throws {
        let statements = try await OffPool.run { try OrdinaryStatement.corpus.get() }
        let page = try String(contentsOf: Repository.root.appending(path: "docs/limits.md"), encoding: .utf8)
        for statement in statements {
            let isRefused = statement.lane.error != nil || statement.lane.closed
            let isListed = page.contains("`\(statement.text)`")
            #expect(isRefused == isListed, "\(statement.text)\n\(statement.lane.summary)")
        }
    }

    @Test("every column that ordinary-masked.tsv names is really masked, and every line of it is used")
    func maskedAreMasked() async throws {
        let statements = try await OffPool.run { try OrdinaryStatement.corpus.get() }
        for allowed in try AllowedDifference.all() {
            let concerned = statements.filter { $0.text.hasPrefix(allowed.prefix) }
            #expect(!concerned.isEmpty || !OrdinaryStatement.hasAll, "no statement starts with: \(allowed.prefix)")
            for statement in concerned where statement.lane.error == nil {
                let shown = statement.unmasked(allowed: allowed)
                #expect(shown.isEmpty, "\(statement.text)\ncolumns \(shown.map { $0 + 1 }) are as in the database")
            }
        }
    }
}
