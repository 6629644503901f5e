import Foundation
import Policy
import PolicyBundle
import PolicyFile
import SignedNote
import Testing

/// `rows` of a role.
@Suite struct RowFilterPolicyTests {
    private static func text(_ rows: String, identity: String = "token", targets: String = "[ehr]") -> String {
        var lines = PolicyText.sound.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines[6] = "    credential: ehr-agent\n    identity: \(identity)"
        lines[15] = "  analyst: { match: { groups: analysts }, targets: \(targets), rows: \(rows) }"
        return lines.joined(separator: "\n")
    }

    @Test("They arrive in the bundle, which older sidecars refuse whole")
    func arrives() throws {
        let bundle = try PolicyCompiler(file: "p").compile(
            Self.text(#"{ Clinic.patients: "ward = {claim:org.ward}", 'public."V"': "NOT x" }"#), number: 1,
            issuedAtSeconds: 0)
        #expect(
            bundle.roles[0].rows == [
                RowFilter(
                    target: "ehr", relation: QualifiedName("clinic", "patients"),
                    condition: try RowCondition("ward = {claim:org.ward}")),
                RowFilter(
                    target: "ehr", relation: QualifiedName("public", "V"), condition: try RowCondition("NOT x")),
            ])
        #expect(BundleFeature.rows.isUsed(by: bundle) && bundle.features == ["rows"])
        #expect(bundle.rowClaims(on: "ehr") == ["org.ward"] && bundle.rowClaims(on: "other") == [])
        var generator = SystemRandomNumberGenerator()
        let signer = try SigningKey.generate(name: BundleFile.keyName, using: &generator)
        #expect(
            try BundleFile.open(note: BundleFile.seal(bundle, key: signer), verifier: signer.verifierKey) == bundle)
        #expect(
            PolicySummary.text(bundle).contains("sees of clinic.patients on ehr the rows with ward = {claim:org.ward}"))
    }

    @Test("A role of several targets says of which it speaks")
    func severalTargets() throws {
        let other = """
              other:
                protocol: postgres
                upstream: db2.internal:5432
                listen: 127.0.0.1:5433
                credential: other-agent
            """
        func text(_ rows: String) -> String {
            Self.text(rows, targets: "[ehr, other]").replacing("\nrules:", with: "\n" + other + "\nrules:")
        }
        let bundle = try PolicyCompiler(file: "p").compile(
            text(#"{ other: { s.t: "NOT x" } }"#), number: 1, issuedAtSeconds: 0)
        #expect(bundle.roles[0].rowFilters(on: "other").map(\.relation) == [QualifiedName("s", "t")])
        #expect(bundle.roles[0].rowFilters(on: "ehr").isEmpty)
        #expect(PolicyErrorTests.errors(text(#"{ s.t: "NOT x" }"#)).contains { $0.contains("the role has 2 targets") })
        #expect(
            PolicyErrorTests.errors(text(#"{ othr: { s.t: "NOT x" } }"#)).contains {
                $0.contains("did you mean \"other\"")
            })
        #expect(
            PolicyErrorTests.errors(text(#"{ other: { s.t: "x = {claim:y}" } }"#)).contains {
                $0.contains("needs \"identity: token\"")
            })
    }

    @Test("A bundle without them is as before")
    func plain() throws {
        let bundle = try PolicyCompiler(file: "p").compile(PolicyText.sound, number: 1, issuedAtSeconds: 0)
        #expect(!String(decoding: try JSONEncoder().encode(bundle), as: UTF8.self).contains("rows\""))
    }

    @Test(
        "What is wrong is told",
        arguments: [
            ("{}", "token", "rows is empty"), ("x", "token", "rows of a role must be a mapping"),
            (#"{ patients: "a = 1" }"#, "token", "is not of the form SCHEMA.TABLE"),
            (#"{ s.t: "lower(a) = 'x'" }"#, "token", "the condition on rows of \"s.t\": \"(\" is not understood here"),
            (#"{ s.t: "a = 1", S.T: "b = 1" }"#, "token", "is given twice"),
            (#"{ s.t: "a = {claim:x}" }"#, "pod", "needs \"identity: token\""),
        ])
    func errors(rows: String, identity: String, expected: String) {
        let errors = PolicyErrorTests.errors(Self.text(rows, identity: identity))
        #expect(errors.contains { $0.contains(expected) }, "\(errors)")
    }

    @Test func `A principal's own is known everywhere`() throws {
        _ = try PolicyCompiler(file: "p").compile(
            Self.text(#"{ s.t: "a = {principal}" }"#, identity: "pod"), number: 1, issuedAtSeconds: 0)
    }
}
