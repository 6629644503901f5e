import Policy
import TestSupport
import Testing

@Suite struct RuleSetTests {
    private static func bundle(
        _ rules: [Rule], default action: Bundle.DefaultAction = .deny, roles: [Role] = []
    ) -> Bundle {
        Bundle(number: 1, issuedAtSeconds: 0, targets: [], rules: rules, defaultAction: action, roles: roles)
    }

    private static func rule(
        _ name: String, _ action: Rule.Action, _ condition: (inout Rule.Condition) -> Void = { _ in }
    ) -> Rule {
        var when = Rule.Condition()
        condition(&when)
        return Rule(name: name, when: when, action: action)
    }

    private static func verdict(_ bundle: Bundle, _ facts: StatementFacts) -> Verdict {
        bundle.verdict(for: facts, target: "ehr", role: "analyst") { facts.normalizedText.contains($0) }
    }

    private static let review = Rule.Action.approve(approvers: ["p"], expiresSeconds: 60)

    @Test("The first rule that matches wins")
    func firstMatch() {
        let allow = Self.rule("a", .allow) { $0.statements = [.select] }
        let deny = Self.rule("d", .deny) { $0.statements = [.select] }
        let facts = StatementFacts(kinds: [.select])
        #expect(Self.verdict(Self.bundle([allow, deny]), facts) == .allow(Grant(rule: "a")))
        #expect(Self.verdict(Self.bundle([deny, allow]), facts) == .deny(Denial(rule: "d")))
    }

    @Test("What makes a temporary table is DDL too, and other DDL is not temporary")
    func temporaryIsDDL() {
        let facts = StatementFacts(kinds: [.temporary])
        let ddl = { (action: Rule.Action) in Self.rule("d", action) { $0.statements = [.ddl] } }
        let own = Self.rule("own", .allow) { $0.statements = [.temporary] }
        #expect(Self.verdict(Self.bundle([ddl(.deny)], default: .allow), facts) == .deny(Denial(rule: "d")))
        #expect(Self.verdict(Self.bundle([ddl(.allow)]), facts) == .allow(Grant(rule: "d")))
        #expect(Self.verdict(Self.bundle([own, ddl(.deny)]), facts) == .allow(Grant(rule: "own")))
        #expect(Self.verdict(Self.bundle([own]), StatementFacts(kinds: [.ddl])) == .deny(Denial(rule: nil)))
    }

    @Test("Without a match the default decides, and names no rule")
    func defaultAction() {
        let facts = StatementFacts(kinds: [.call])
        #expect(Self.verdict(Self.bundle([]), facts) == .deny(Denial(rule: nil)))
        #expect(Self.verdict(Self.bundle([], default: .allow), facts) == .allow(Grant(rule: nil)))
    }

    @Test("A statement of several kinds gets the strictest of their verdicts")
    func strictest() {
        let rules = [
            Self.rule("reads", .observe) { $0.statements = [.select] },
            Self.rule("inserts", .allow) { $0.statements = [.insert] },
            Self.rule("deletes", Self.review) { $0.statements = [.delete] },
        ]
        let bundle = Self.bundle(rules)
        let demand = ApprovalDemand(rule: "deletes", approvers: ["p"], expiresSeconds: 60)
        #expect(
            Self.verdict(bundle, .init(kinds: [.select, .delete]))
                == .approve([demand], then: Grant(rule: "deletes", observed: true)))
        #expect(Self.verdict(bundle, .init(kinds: [.select, .delete, .merge])) == .deny(Denial(rule: nil)))
        #expect(
            Self.verdict(bundle, .init(kinds: [.select, .insert])) == .allow(Grant(rule: "reads", observed: true)))
    }

    @Test("Of several rules that demand approval of a statement all are asked for, in the order of the file")
    func approvals() {
        let rules = [
            Self.rule("inserts", Self.review) { $0.statements = [.insert] },
            Self.rule("deletes", Self.review) { $0.statements = [.delete] },
            Self.rule("reads", .allow) { $0.statements = [.select] },
        ]
        func demand(_ rule: String) -> ApprovalDemand {
            ApprovalDemand(rule: rule, approvers: ["p"], expiresSeconds: 60)
        }
        #expect(
            Self.verdict(Self.bundle(rules), .init(kinds: [.select, .delete, .insert]))
                == .approve([demand("inserts"), demand("deletes")], then: Grant(rule: "inserts")))
        #expect(
            Self.verdict(Self.bundle(rules), .init(kinds: [.delete]))
                == .approve([demand("deletes")], then: Grant(rule: "deletes")))
    }

    @Test("Row limits come from rules before the one that allowed, of every kind, by rising count")
    func rowLimits() {
        let rules = [
            Self.rule("many", .deny) { $0.rowsOver = 500 },
            Self.rule("some", .observe) {
                $0.rowsOver = 10
                $0.statements = [.select]
            },
            Self.rule("all", .allow),
            Self.rule("late", .deny) { $0.rowsOver = 1 },
        ]
        let expected = Grant(
            rule: "all",
            rowLimits: [
                RowLimit(rows: 10, consequence: .observe(rule: "some")),
                RowLimit(rows: 500, consequence: .deny(Denial(rule: "many"))),
            ])
        #expect(Self.verdict(Self.bundle(rules), .init(kinds: [.select, .insert])) == .allow(expected))
    }

    @Test("What was approved is still limited by the rules with rows_over before the one that demanded it")
    func limitsOfApproved() {
        let rules = [
            Self.rule("bulk", .approve(approvers: ["board"], expiresSeconds: 5)) { $0.rowsOver = 100 },
            Self.rule("cap", .deny) { $0.rowsOver = 500 },
            Self.rule("reads", Self.review) { $0.statements = [.select] },
        ]
        let board = ApprovalDemand(rule: "bulk", approvers: ["board"], expiresSeconds: 5)
        let limits = [
            RowLimit(rows: 100, consequence: .approve(board)),
            RowLimit(rows: 500, consequence: .deny(Denial(rule: "cap"))),
        ]
        #expect(
            Self.verdict(Self.bundle(rules), .init(kinds: [.select]))
                == .approve(
                    [ApprovalDemand(rule: "reads", approvers: ["p"], expiresSeconds: 60)],
                    then: Grant(rule: "reads", rowLimits: limits)))
    }

    @Test("A rule that denies holds for any of the statement's tables, one that allows only for all of them")
    func tables() {
        let both: Set<QualifiedName> = [QualifiedName("open", "a"), QualifiedName("closed", "b")]
        let allow = Self.bundle([Self.rule("a", .allow) { $0.tables = ["open.*"] }])
        let deny = Self.bundle([Self.rule("d", .deny) { $0.tables = ["closed.*"] }], default: .allow)
        #expect(Self.verdict(allow, .init(kinds: [.select], tables: both)) == .deny(Denial(rule: nil)))
        #expect(
            Self.verdict(allow, .init(kinds: [.select], tables: [QualifiedName("open", "a")]))
                == .allow(Grant(rule: "a")))
        #expect(Self.verdict(deny, .init(kinds: [.select], tables: both)) == .deny(Denial(rule: "d")))
    }

    @Test("A statement without relations never matches a tables condition")
    func relationless() {
        let bundle = Self.bundle([Self.rule("a", .allow) { $0.tables = ["*.*"] }])
        #expect(Self.verdict(bundle, .init(kinds: [.select])) == .deny(Denial(rule: nil)))
    }

    @Test("A statement that touches what is not known is denied by a rule for any table, and allowed by none")
    func unknownTables() {
        let facts = StatementFacts(kinds: [.call], tables: [QualifiedName("open", "a")], touchesUnknown: true)
        let allow = Self.bundle([Self.rule("a", .allow) { $0.tables = ["open.*", "*.*"] }])
        let deny = Self.bundle([Self.rule("d", .deny) { $0.tables = ["closed.b"] }], default: .allow)
        #expect(Self.verdict(allow, facts) == .deny(Denial(rule: nil)))
        #expect(Self.verdict(deny, facts) == .deny(Denial(rule: "d")))
        #expect(Self.verdict(deny, .init(kinds: [.call], touchesUnknown: true)) == .deny(Denial(rule: "d")))
    }

    @Test("A partition is denied with its parent, and allowed by it")
    func parts() {
        let facts = StatementFacts(
            kinds: [.select], tables: [QualifiedName("open", "a")], parts: [QualifiedName("closed", "b")])
        let allow = Self.bundle([Self.rule("a", .allow) { $0.tables = ["open.*"] }])
        let deny = Self.bundle([Self.rule("d", .deny) { $0.tables = ["closed.b"] }], default: .allow)
        #expect(Self.verdict(allow, facts) == .allow(Grant(rule: "a")))
        #expect(Self.verdict(deny, facts) == .deny(Denial(rule: "d")))
    }

    @Test("The session's own temporary tables may stand beside tables that are allowed, and have a rule of their own")
    func temporaries() {
        let own = QualifiedName("pg_temp", "t")
        let allow = Self.bundle([Self.rule("a", .allow) { $0.tables = ["open.*"] }])
        let both = StatementFacts(kinds: [.select], tables: [own, QualifiedName("open", "a")])
        #expect(Self.verdict(allow, both) == .allow(Grant(rule: "a")))
        #expect(Self.verdict(allow, .init(kinds: [.select], tables: [own])) == .deny(Denial(rule: nil)))
        let mine = Self.bundle([Self.rule("m", .allow) { $0.tables = ["pg_temp.*"] }])
        #expect(Self.verdict(mine, .init(kinds: [.select], tables: [own])) == .allow(Grant(rule: "m")))
        #expect(Self.verdict(mine, both) == .deny(Denial(rule: nil)))
    }

    @Test("A malformed pattern in a bundle never opens anything")
    func malformedGlob() {
        let facts = StatementFacts(kinds: [.select], tables: [QualifiedName("s", "t")])
        let allow = Self.bundle([Self.rule("a", .allow) { $0.tables = ["s.*", "nonsense"] }])
        let deny = Self.bundle([Self.rule("d", .deny) { $0.tables = ["nonsense"] }], default: .allow)
        #expect(Self.verdict(allow, facts) == .deny(Denial(rule: nil)))
        #expect(Self.verdict(deny, facts) == .deny(Denial(rule: "d")))
    }

    @Test("Evaluation gives what the plain words of the policy give, on 20,000 random cases")
    func agreesWithReference() {
        var random = SeededGenerator(seed: 20)
        func coin(_ n: Int) -> Bool { Int.random(in: 0..<n, using: &random) == 0 }
        let kinds = StatementKind.allCases
        for _ in 0..<20_000 {
            let rules = (0..<Int.random(in: 0...6, using: &random)).map { index in
                let actions: [Rule.Action] = [.allow, .deny, .observe, Self.review]
                var rule = Self.rule("r\(index)", actions[Int.random(in: 0..<4, using: &random)]) { when in
                    if coin(2) { when.statements = kinds.filter { _ in coin(2) } }
                    if coin(4) { when.tables = ["s.*", "s.t", "u.v", "pg_temp.*"].filter { _ in coin(2) } }
                    when.readsPHI = coin(5)
                    when.writesPHI = coin(5)
                    when.unfiltered = coin(6)
                    if coin(3) { when.rowsOver = Int.random(in: 0...2, using: &random) }
                    if coin(6) { when.matches = "x" }
                    if coin(4) { when.targets = [coin(2) ? "ehr" : "other"] }
                    if coin(4) { when.roles = [coin(2) ? "analyst" : "other"] }
                }
                if coin(3) { rule.message = "no" }
                return rule
            }
            let bundle = Self.bundle(rules, default: coin(2) ? .allow : .deny)
            var chosen = Set(kinds.filter { _ in coin(6) })
            if chosen.isEmpty { chosen = [.select] }
            let tables = [
                QualifiedName("s", "t"), QualifiedName("s", "w"), QualifiedName("u", "v"),
                QualifiedName("pg_temp", "t"),
            ]
            let facts = StatementFacts(
                kinds: chosen, tables: Set(tables.filter { _ in coin(2) }), parts: Set(tables.filter { _ in coin(4) }),
                touchesUnknown: coin(8), phiRead: coin(2) ? ["s.t.c"] : [],
                phiWritten: coin(2) ? ["s.t.c"] : [], unfiltered: coin(2), normalizedText: coin(2) ? "x" : "y")
            let expected = NaiveEvaluation.verdict(bundle, facts, target: "ehr", role: "analyst")
            #expect(Self.verdict(bundle, facts) == expected)
        }
    }

    @Test("A principal has the first role of the file that fits group and target, or none")
    func roles() {
        let roles = [
            Role(name: "one", groups: ["g"], targets: ["a"]), Role(name: "two", groups: ["g", "h"], targets: ["b"]),
            Role(name: "three", groups: ["h", "Ks"], targets: ["b"]),
        ]
        let bundle = Self.bundle([], roles: roles)
        #expect(bundle.role(forGroups: ["g"], target: "a")?.name == "one")
        #expect(bundle.role(forGroups: ["x", "h"], target: "b")?.name == "two")
        #expect(bundle.role(forGroups: ["h"], target: "a") == nil)
        #expect(bundle.role(forGroups: [], target: "a") == nil)
        // Equal to "Ks" as a String.
        #expect(bundle.role(forGroups: ["Ks"], target: "b")?.name == "three")
        #expect(bundle.role(forGroups: ["\u{212A}s"], target: "b") == nil)
    }

    @Test("Columns that a role reveals are not protected for it")
    func reveal() {
        let table = QualifiedName("s", "t")
        let terms = PostgresTerms(
            database: "d", tls: .disable,
            phi: [
                ProtectedColumn(relation: table, column: "a", mask: .redact),
                ProtectedColumn(relation: table, column: "b", mask: .last4),
            ])
        let sees = Role(
            name: "r", groups: [], targets: ["t"], reveal: [.init(relation: table, column: "a")])
        #expect(terms.protectedColumns(for: sees).map(\.column) == ["b"])
        #expect(terms.protectedColumns(for: Role(name: "n", groups: [], targets: ["t"])).count == 2)
    }
}
