import Policy
import PolicyFile
import Testing

/// `phi` by patterns, `unlisted` and `reviewed`.
@Suite("Columns by patterns, in the file") struct PatternPolicyTests {
    /// - Parameter columns: entries of `phi`, of which a star needs quotes for YAML.
    private static func text(columns: [String] = [], target: [String] = [], role: String? = nil) -> String {
        var text = PolicyText.with(
            line: 9,
            (["      public.patients.ssn: last4"] + columns.map { "      \($0)" } + target.map { "    \($0)" })
                .joined(separator: "\n"))
        if let role { text = text.replacing("targets: [ehr] }", with: "targets: [ehr], reveal: [\(role)] }") }
        return text
    }

    private static func bundle(_ text: String) throws -> Policy.Bundle {
        try PolicyCompiler(file: "p").compile(text, number: 1, issuedAtSeconds: 0)
    }

    @Test("Patterns stand among the columns, keep their order, and older sidecars refuse them")
    func patterns() throws {
        let bundle = try Self.bundle(
            Self.text(columns: ["'**.SSN': { mask: last4, lookup: equality }", "'clinic.\"Old*\".*_name': redact"]))
        let target = try #require(bundle.targets.first)
        #expect(target.postgres?.phi.count == 1)
        #expect(
            target.postgres?.phiPatterns == [
                ProtectedPattern(columns: "**.SSN", mask: .last4, lookup: .equality),
                ProtectedPattern(columns: "clinic.\"Old*\".*_name", mask: .redact),
            ])
        #expect(BundleFeature.phiPatterns.isUsed(by: bundle) && !BundleFeature.unlisted.isUsed(by: bundle))
        #expect(!BundleFeature.phiPatterns.isUsed(by: try Self.bundle(PolicyText.sound)))
        // A star inside quotes is a column's name.
        let quoted = try Self.bundle(Self.text(columns: ["'public.patients.\"a*\"': redact"]))
        #expect(
            quoted.targets.first?.postgres?.phi.map(\.column) == ["ssn", "a*"]
                && quoted.targets.first?.postgres?.phiPatterns == nil)
        #expect(PolicySummary.text(bundle).contains("**.SSN: last4, lookup by equality"))
    }

    @Test("Closed schemas, and what of them is reviewed")
    func unlisted() throws {
        let bundle = try Self.bundle(
            Self.text(target: [
                "unlisted: { clinic: deny, 'bill*': deny }", "reviewed: [clinic.wards.*, 'billing.\"X\".id', '*.x.id']",
            ]))
        #expect(
            bundle.targets.first?.postgres?.unlisted
                == UnlistedColumns(
                    schemas: ["clinic", "bill*"], reviewed: ["clinic.wards.*", "billing.\"X\".id", "*.x.id"]))
        #expect(BundleFeature.unlisted.isUsed(by: bundle))
        #expect(PolicySummary.text(bundle).contains("denied what is not listed in clinic bill*, reviewed 3 patterns"))
    }

    @Test("A role reveals a column that a pattern or a closed schema may protect, and no other")
    func reveal() throws {
        let columns = ["'**.ssn': last4"]
        let closed = ["unlisted: { clinic: deny }"]
        for (name, isSound) in [("x.y.ssn", true), ("clinic.y.z", true), ("x.y.z", false)] {
            let errors = PolicyErrorTests.errors(Self.text(columns: columns, target: closed, role: name))
            #expect(errors.isEmpty == isSound, "\(name): \(errors)")
        }
    }

    @Test(
        "Mistakes are named",
        arguments: [
            (["'*.ssn': last4"], [], "column pattern \"*.ssn\" is not of the form SCHEMA.TABLE.COLUMN or **.COLUMN"),
            (["'**.ssn': last4", "'**.ssn ': last4"], [], "is not of the form"),
            (["'**.ssn': lst4"], [], "unknown mask \"lst4\""),
            ([], ["reviewed: [a.b.c]"], "says what may be read of schemas under \"unlisted\", and there is none"),
            ([], ["unlisted: { clinic: allow }"], "allow"),
            ([], ["unlisted: { clinic.x: deny }"], "is no schema's name"),
            ([], ["unlisted: {}"], "unlisted names no schema"),
            (
                [], ["unlisted: { clinic: deny }", "reviewed: [other.b.c]"],
                "\"other.b.c\" of reviewed is in no schema under \"unlisted\""
            ),
            ([], ["unlisted: { clinic: deny }", "reviewed: [clinic.b]"], "is not of the form SCHEMA.TABLE.COLUMN"),
        ])
    func errors(columns: [String], target: [String], expected: String) {
        let errors = PolicyErrorTests.errors(Self.text(columns: columns, target: target))
        #expect(errors.contains { $0.contains(expected) }, "\(errors)")
    }
}
