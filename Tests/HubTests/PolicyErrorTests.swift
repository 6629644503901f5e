import Hub
import Testing

@Suite struct PolicyErrorTests {
    static func errors(_ text: String, _ overrides: PolicyOverrides = PolicyOverrides()) -> [String] {
        do {
            _ = try PolicyCompiler(file: "p", overrides: overrides).compile(text, number: 1, issuedAtSeconds: 0)
            return []
        } catch {
            return error.diagnostics.map(\.description)
        }
    }

    @Test("The policy that the other tests break is sound")
    func sound() { #expect(Self.errors(PolicyText.sound) == []) }

    /// Line of the sound policy, what stands there instead, the one error.
    static let cases: [(Int, String, String)] = [
        (1, "apiVersion: chaperone/v2", #"p:1:13: error: unknown apiVersion "chaperone/v2" — did you mean "chaperone/v1"?"#),
        (14, "defualt: deny", #"p:14:1: error: unknown key "defualt" — did you mean "default"?"#),
        (14, "default: denied", #"p:14:10: error: unknown default "denied" — did you mean "deny"?"#),
        (4, "    protocol: mysql", #"p:4:15: error: protocol "mysql" is not served by this version; only postgres is"#),
        (4, "    protocol: postgers", #"p:4:15: error: unknown protocol "postgers" — did you mean "postgres"?"#),
        (5, "    upstream: db.internal", #"p:5:15: error: upstream "db.internal" has no port: write HOST:PORT"#),
        (5, "    upstream: db:0", #"p:5:15: error: upstream "db:0" has port 0, which only listen may have"#),
        (5, "    upstream: db:70000", #"p:5:15: error: upstream "db:70000" has a port that is not a number up to 65535"#),
        (5, "    upstream: d b:1", #"p:5:15: error: upstream "d b:1" has a host that is neither a name nor an address (IPv6 stands in brackets)"#),
        (6, "    lisen: 127.0.0.1:1\n    listen: 127.0.0.1:2", #"p:6:5: error: unknown key "lisen" — did you mean "listen"?"#),
        (6, "    listen: 0.0.0.0:1", #"p:6:13: error: listen "0.0.0.0" is not a loopback address; no password is asked there, so nobody else may reach it"#),
        (7, "    credential: ../secret", #"p:7:17: error: credential "../secret" must be letters, digits, "-", "_" and ".", start with a letter or digit, and have at most 63 of them"#),
        (7, "    tls: require", #"p:4:5: error: target "ehr" lacks "credential""#),
        (7, "    credential: c\n    tls: prefer", #"p:8:10: error: unknown TLS mode "prefer"; known are: disable, require, verify-ca, verify-full"#),
        (7, "    credential: c\n    detect: [us_snn]", #"p:8:14: error: unknown detector "us_snn" — did you mean "us_ssn"?"#),
        (7, "    credential: c\n    functions: [age_band]", #"p:8:17: error: function "age_band" is not of the form SCHEMA.NAME: expected 2 parts separated by dots, found 1"#),
        (7, "    credential: c\n    record: { rows: 1MB }", #"p:8:21: error: rows "1MB" is none of: none, all, a size up to 1GiB such as 64KiB or 1MiB"#),
        (7, "    credential: c\n    record: { rows: 99999999999999999999 }", #"p:8:21: error: rows "99999999999999999999" is none of: none, all, a size up to 1GiB such as 64KiB or 1MiB"#),
        (9, "      patients.ssn: last4", #"p:9:7: error: column "patients.ssn" is not of the form SCHEMA.TABLE.COLUMN: expected 3 parts separated by dots, found 2"#),
        (9, "      'public.\"patients.ssn': last4", #"p:9:7: error: column "public."patients.ssn" is not of the form SCHEMA.TABLE.COLUMN: a double quote is not closed"#),
        (9, "      public.patients.ssn: lost4", #"p:9:28: error: unknown mask "lost4" — did you mean "last4"?"#),
        (9, "      public.patients.ssn: shift", #"p:9:28: error: the mask shift needs a subject: write { mask: shift, subject: COLUMN }"#),
        (9, "      public.patients.ssn: { mask: shift, subject: ssn }", #"p:9:52: error: a column cannot be the subject of its own shift"#),
        (9, "      public.patients.ssn: { mask: last4, subject: id }", #"p:9:52: error: "subject" goes only with the mask shift"#),
        (9, "      public.patients.ssn: { mask: last4, lookup: equal }", #"p:9:51: error: unknown lookup "equal" — did you mean "equality"?"#),
        (9, "      public.patients.ssn: { json: { phone: redact } }", #"p:9:38: error: "phone" is not a path of the form $.a.b or $."a b"; array elements have no paths"#),
        (9, "      public.patients.ssn: { json: { $.a: redact, $.a.b: redact } }", #"p:9:51: error: "$.a.b" overlaps with $.a"#),
        (9, "      public.patients.ssn: { json: { $.a: last4 } }", #"p:9:43: error: unknown json mask "last4"; known are: redact, null"#),
        (9, "      public.patients.ssn: last4\n      PUBLIC.patients.ssn: year", #"p:10:7: error: column "PUBLIC.patients.ssn" is given twice; the first is in line 9"#),
        (9, "      public.patients.ssn: last4\n      public.patients.ssn: year", #"p:10:7: error: "public.patients.ssn" is given twice; the first is in line 9"#),
        (11, "  - name: 'two words'", #"p:11:11: error: rule name "two words" must be letters, digits, "-", "_" and ".", start with a letter or digit, and have at most 63 of them"#),
        (12, "    when: { statement: [selct] }", #"p:12:25: error: unknown statement "selct" — did you mean "select"?"#),
        (12, "    when: { statement: [] }", #"p:12:24: error: statement is an empty list: leave it out or name something"#),
        (12, "    when: { statement: [select], unfiltered: true }", #"p:12:46: error: the rule can never match: unfiltered speaks of update and delete only, and its statement list has neither"#),
        (12, "    when: { unfiltered: false }", #"p:12:25: error: unfiltered can only be true; leave it out otherwise"#),
        (12, "    when: { reads: pii }", #"p:12:20: error: unknown reads "pii" — did you mean "phi"?"#),
        (12, "    when: { rows_over: -1 }", #"p:12:24: error: rows_over "-1" is not a whole number from 0"#),
        (12, "    when: { rows_over: 5 }", #"p:12:24: error: rows_over limits nothing when the action is allow"#),
        (12, "    when: { tables: [patients] }", #"p:12:22: error: table pattern "patients" is not of the form SCHEMA.TABLE: expected 2 parts separated by dots, found 1 — did you mean "*.patients"?"#),
        (12, "    when: { target: her }", #"p:12:21: error: unknown target "her"; known are: ehr"#),
        (12, "    when: { role: analist }", #"p:12:19: error: unknown role "analist" — did you mean "analyst"?"#),
        (13, "    action: alow", #"p:13:13: error: unknown action "alow" — did you mean "allow"?"#),
        (13, "    action: approve", #"p:13:13: error: the action approve needs "approvers""#),
        (13, "    action: approve\n    approvers: [a]\n    expires: 10 minutes", #"p:15:14: error: expires "10 minutes" is not a duration from 1s to 7d: write 30s, 10m, 2h or 1d"#),
        (13, "    action: allow\n    expires: 10m", #"p:14:14: error: "expires" goes only with the action approve"#),
        (13, "    action: allow\n    message: fine", #"p:14:14: error: "message" goes only with the actions deny and approve"#),
        (13, "    action: allow\n  - name: reads\n    when: { statement: [insert] }\n    action: deny", #"p:14:11: error: rule "reads" is named twice; the first is in line 11"#),
        (16, "  analyst: { match: { groups: analysts }, targets: [ehrs] }", #"p:16:53: error: unknown target "ehrs" — did you mean "ehr"?"#),
        (16, "  analyst: { match: { group: analysts }, targets: [ehr] }", #"p:16:23: error: unknown key "group" — did you mean "groups"?"#),
        (16, "  analyst: { match: { groups: a }, targets: [ehr], reveal: [public.patients.sn] }", #"p:16:61: error: reveal names "public.patients.sn", which no target of this role protects — did you mean "public.patients.ssn"?"#),
        (16, "  analyst: { match: { groups: a }, targets: [ehr] }\n  other: { match: { groups: a }, targets: [ehr] }", #"p:17:3: error: role "other" can never be had: roles above take all of its groups"#),
        (3, "  ehr: [", "p:4:13: error: not YAML: did not find expected ',' or ']'"),
    ]

    @Test("Each kind of error is told with its line, column and the word that was meant", arguments: cases)
    func oneError(line: Int, replacement: String, expected: String) {
        #expect(Self.errors(PolicyText.with(line: line, replacement)).contains(expected))
    }

    /// Rules put after the sound policy's own `reads`, and what is said of the last one; nil: it can match.
    static let reachability: [(String, String?)] = [
        ("  - { name: b, when: { statement: [select] }, action: deny }", #"rule "reads" above takes everything that it would"#),
        ("  - { name: b, when: { statement: [select], reads: phi, rows_over: 5 }, action: deny }", #"rule "reads" above takes everything that it would"#),
        ("  - { name: b, when: { statement: [select, insert] }, action: deny }", nil),
        ("  - { name: a, when: { statement: [insert] }, action: deny }\n  - { name: b, when: { statement: [insert, select] }, action: allow }", #"rules "reads", "a" above take everything that it would"#),
        ("  - { name: a, action: deny }\n  - { name: b, when: { statement: [ddl] }, action: allow }", #"rule "a" above takes everything that it would"#),
        ("  - { name: a, when: { tables: ['public.*'] }, action: deny }\n  - { name: b, when: { tables: [public.x] }, action: allow }", #"rule "a" above takes everything that it would"#),
        ("  - { name: a, when: { tables: [public.x] }, action: deny }\n  - { name: b, when: { tables: ['public.*'] }, action: allow }", nil),
        ("  - { name: a, when: { tables: ['public.*'] }, action: allow }\n  - { name: b, when: { tables: [public.x] }, action: deny }", nil),
        ("  - { name: a, when: { role: analyst }, action: allow }\n  - { name: b, action: deny }", #"rule "a" above takes everything that it would"#),
        ("  - { name: a, when: { statement: [insert], rows_over: 5 }, action: deny }\n  - { name: b, when: { statement: [insert], rows_over: 9 }, action: observe }", #"rule "a" above takes everything that it would"#),
        ("  - { name: a, when: { statement: [insert], rows_over: 5 }, action: deny }\n  - { name: b, when: { statement: [insert], rows_over: 2 }, action: observe }", nil),
        ("  - { name: a, when: { matches: x }, action: deny }\n  - { name: b, when: { matches: y }, action: allow }", nil),
    ]

    @Test("A rule that can never match is an error that names what stands before it", arguments: reachability)
    func unreachable(rules: String, reason: String?) {
        let errors = Self.errors(PolicyText.with(line: 13, "    action: allow\n\(rules)"))
        let line = 13 + rules.split(separator: "\n").count
        #expect(errors == (reason.map { [#"p:\#(line):13: error: rule "b" can never match: \#($0)"#] } ?? []))
    }

    @Test("A rule for PHI is an error where no target has any")
    func noPHI() {
        let text = PolicyText.with(line: 9, "      {}")
            .replacing("when: { statement: [select] }", with: "when: { reads: phi }")
        #expect(
            Self.errors(text) == [
                #"p:11:11: error: rule "reads" can never match: no target that it speaks of has protected columns"#
            ])
    }

    @Test("All errors of a file are told in one run, in its order")
    func together() {
        let text = PolicyText.sound
            .replacing("postgres\n", with: "mysql\n").replacing("last4", with: "lost4")
            .replacing("select", with: "selct").replacing("default: deny", with: "default: deny\ndefault: allow")
            .replacing("[ehr]", with: "[her]")
        #expect(
            Self.errors(text).map { $0.prefix(while: { $0 != " " }) } == [
                "p:4:15:", "p:9:28:", "p:12:25:", "p:15:1:", "p:17:53:",
            ])
    }

    @Test("Overrides are checked as the file's own values are")
    func overrides() {
        let overrides = PolicyOverrides(
            upstream: ["ehr=nowhere", "her=a:1"], listen: ["ehr=0.0.0.0:1", "ehr"], database: ["ehr="],
            tls: ["ehr=prefer"])
        #expect(
            Self.errors(PolicyText.sound, overrides) == [
                #"--upstream: error: "nowhere" has no port: write HOST:PORT"#,
                #"--upstream: error: unknown target "her""#,
                #"--listen: error: "0.0.0.0:1" is not a loopback address; no password is asked there, so nobody else may reach it"#,
                #"--listen: error: "ehr" is not of the form TARGET=VALUE"#,
                #"--database: error: "" is not a database name"#,
                #"--tls: error: "prefer" is not a TLS mode; known are: disable, require, verify-ca, verify-full"#,
            ])
    }

    @Test(
        "Text that is no policy gives errors and nothing else",
        arguments: [
            "", "\n", "a", "[]", "- - - -", "a: b: c", "\u{0}", "? [a, b]\n: c", "&a [*a]", "{}", "---\na: 1\n---\nb: 2",
            "apiVersion: !!binary x", "targets: {? {a: 1} : b}", "<<: {a: 1}", String(repeating: "[", count: 50_000),
            String(repeating: "- ", count: 20_000), String(repeating: "x", count: 2_000_000),
            "a: 1\na: 2\na: 3", "{a: 1, a: 2}",
        ])
    func notAPolicy(text: String) {
        #expect(!Self.errors(text).isEmpty)
    }

    @Test("A policy that lost or doubled any of its bytes gives a bundle or errors, never a crash")
    func mutations() {
        let bytes = Array(PolicyText.sound.utf8)
        for index in bytes.indices {
            var less = bytes
            less.remove(at: index)
            var more = bytes
            more.insert(bytes[index], at: index)
            for text in [less, more, Array(bytes[..<index])] {
                let errors = Self.errors(String(decoding: text, as: UTF8.self))
                #expect(errors.allSatisfy { $0.contains("error: ") })
            }
        }
    }
}
