import Foundation
import Policy
import PolicyBundle
import PolicyFile
import SignedNote
import TestSupport
import Testing

/// The policy of the synthetic EHR compiles and says what its author meant.
@Suite struct CorpusPolicyTests {
    private let bundle: Bundle

    init() throws {
        let overrides = PolicyOverrides(
            upstream: ["ehr=127.0.0.1:6000"], listen: ["ehr=[::1]:0"], database: ["ehr=clinic"], tls: ["ehr=require"])
        bundle = try PolicyCompiler(file: "ehr.yaml", overrides: overrides)
            .compile(String(contentsOf: Repository.fixture("ehr.yaml"), encoding: .utf8), number: 7, issuedAtSeconds: 1)
    }

    private typealias Bundle = Policy.Bundle

    private func verdict(
        _ kinds: Set<StatementKind>, phi: [String] = [], unfiltered: Bool = false
    ) -> Verdict {
        let facts = StatementFacts(kinds: kinds, phiRead: phi, unfiltered: unfiltered)
        return bundle.verdict(for: facts, target: "ehr", role: "analyst") { _ in false }
    }

    private var review: ApprovalDemand {
        ApprovalDemand(rule: "bulk-export", approvers: ["privacy-office"], expiresSeconds: 600)
    }

    @Test("Target, masks and overrides arrive in the bundle")
    func target() throws {
        let target = try #require(bundle.target(named: "ehr"))
        #expect(bundle.number == 7)
        #expect(target.upstream == .init(host: "127.0.0.1", port: 6000))
        #expect(target.listen == .init(host: "::1", port: 0))
        #expect(target.postgres?.database == "clinic")
        #expect(target.postgres?.tls == .require)
        #expect(target.record == .bytes(1 << 20))
        #expect(target.postgres?.functions == [QualifiedName("clinic", "age_band")])
        let patients = QualifiedName("clinic", "patients")
        #expect(
            target.postgres?.phi == [
                ProtectedColumn(relation: patients, column: "mrn", mask: .pseudonym, lookup: .equality),
                ProtectedColumn(relation: patients, column: "ssn", mask: .last4),
                ProtectedColumn(relation: patients, column: "name", mask: .redact),
                ProtectedColumn(relation: patients, column: "birth_date", mask: .year),
                ProtectedColumn(relation: patients, column: "zip", mask: .zip3),
                ProtectedColumn(
                    relation: patients, column: "contact",
                    mask: .json([.init(path: ["phone"], mask: .redact), .init(path: ["email"], mask: .redact)])),
                ProtectedColumn(relation: QualifiedName("billing", "claims"), column: "member_id", mask: .redact),
                ProtectedColumn(relation: QualifiedName("clinic", "Order"), column: "Patient SSN", mask: .last4),
            ])
    }

    @Test("Schema changes are denied with the rule's message")
    func ddl() {
        let denial = Denial(
            rule: "no-schema-changes", message: "Schema changes go through the migration pipeline.")
        #expect(verdict([.ddl]) == .deny(denial))
        #expect(verdict([.grant]) == .deny(denial))
    }

    @Test("A delete without WHERE is denied, one with WHERE needs approval")
    func deletes() {
        #expect(verdict([.delete], unfiltered: true) == .deny(Denial(rule: "writes-need-where")))
        let demand = ApprovalDemand(
            rule: "deletes-are-reviewed", approvers: ["privacy-office"], expiresSeconds: 600)
        var grant = Grant(rule: "deletes-are-reviewed")
        #expect(verdict([.delete]) == .approve([demand], then: grant))
        grant.rowLimits = [RowLimit(rows: 1000, consequence: .approve(review))]
        #expect(verdict([.delete, .select], phi: ["clinic.patients.ssn"]) == .approve([demand], then: grant))
    }

    @Test("A select of PHI is allowed up to 1000 rows and then needs approval")
    func bulk() {
        let limit = RowLimit(rows: 1000, consequence: .approve(review))
        #expect(
            verdict([.select], phi: ["clinic.patients.ssn"])
                == .allow(Grant(rule: "everything-else", rowLimits: [limit])))
        #expect(verdict([.select]) == .allow(Grant(rule: "everything-else")))
    }

    @Test("What no rule names is denied by default", arguments: [StatementKind.merge, .call, .copyIn, .utility])
    func byDefault(kind: StatementKind) {
        #expect(verdict([kind]) == .deny(Denial(rule: nil)))
    }

    @Test("A sealed bundle opens with the key that signed it, and is the same bundle")
    func sealed() throws {
        let key = try SigningKey(name: BundleFile.keyName, seed: [UInt8](repeating: 7, count: 32))
        let note = try BundleFile.seal(bundle, key: key)
        #expect(try BundleFile.open(note: note, verifier: key.verifierKey) == bundle)
        #expect(try BundleFile.seal(bundle, key: key) == note)
    }

    @Test("A bundle of another key, with any byte changed, or cut short does not open")
    func tampered() throws {
        let key = try SigningKey(name: BundleFile.keyName, seed: [UInt8](repeating: 7, count: 32))
        let other = try SigningKey(name: BundleFile.keyName, seed: [UInt8](repeating: 8, count: 32))
        let note = try BundleFile.seal(bundle, key: key)
        #expect(throws: BundleFile.Failure.self) { try BundleFile.open(note: note, verifier: other.verifierKey) }
        for index in stride(from: 0, to: note.count, by: 37) {
            var changed = note
            changed[index] ^= 1
            #expect(throws: BundleFile.Failure.self) {
                try BundleFile.open(note: changed, verifier: key.verifierKey)
            }
            #expect(throws: BundleFile.Failure.self) {
                try BundleFile.open(note: Array(note[..<index]), verifier: key.verifierKey)
            }
        }
    }

    @Test(
        "A signed text that is no bundle is told as such",
        arguments: [
            ("{}\n", "\"apiVersion\" is missing in \"\""), ("no\n", "not JSON"),
            ("{\"apiVersion\":1}\n", "\"apiVersion\" has a wrong type"),
        ])
    func notABundle(text: String, reason: String) throws {
        let key = try SigningKey(name: BundleFile.keyName, seed: [UInt8](repeating: 7, count: 32))
        let note = Array(try SignedNote.sign(text: text, keys: [key]).description.utf8)
        #expect(throws: BundleFile.Failure.notABundle(reason: reason)) {
            try BundleFile.open(note: note, verifier: key.verifierKey)
        }
    }

    @Test("A bundle over the limit is refused before it is looked at")
    func tooLarge() throws {
        let key = try SigningKey(name: BundleFile.keyName, seed: [UInt8](repeating: 7, count: 32))
        let bytes = [UInt8](repeating: 0, count: BundleFile.bundleBytesLimit + 1)
        #expect(throws: BundleFile.Failure.tooLarge) { try BundleFile.open(note: bytes, verifier: key.verifierKey) }
    }
}
