import Foundation
import Policy
import PolicyBundle
import SignedNote
import TestSupport
import Testing

/// What sidecars make of bundles that are older or newer than they are.
@Suite("A bundle's features")
struct BundleFeatureTests {
    private typealias Bundle = Policy.Bundle

    private let key: SigningKey

    init() throws { key = try SigningKey(name: BundleFile.keyName, seed: [UInt8](repeating: 7, count: 32)) }

    /// Everything that a bundle can say without a feature.
    private static var plain: Bundle {
        var terms = PostgresTerms(
            database: "d", tls: .require,
            phi: [
                ProtectedColumn(
                    relation: QualifiedName("s", "r"), column: "c", mask: .shift(subject: "id"), lookup: .equality,
                    write: true),
                ProtectedColumn(
                    relation: QualifiedName("s", "r"), column: "j",
                    mask: .json([JSONPathMask(path: ["a"], mask: .redact)])),
            ], functions: [QualifiedName("s", "f")], functionSignatures: ["s.f(integer)"], notify: ["n"],
            tlsDirect: true)
        terms.phi[1].write = false
        let target = Target(
            name: "t", service: .postgres(terms), upstream: .init(host: "db", port: 5432),
            listen: .init(host: "127.0.0.1", port: 0), credential: "c", detect: ["email"], record: .bytes(1))
        var condition = Rule.Condition()
        condition.statements = [.select]
        condition.tables = ["s.*"]
        condition.rowsOver = 1
        condition.matches = "x"
        condition.targets = ["t"]
        condition.roles = ["a"]
        let actions: [Rule.Action] = [
            .approve(approvers: ["office"], expiresSeconds: 1), .allow, .observe, .deny,
        ]
        return Bundle(
            number: 1, issuedAtSeconds: 1, expiresAtSeconds: 2, targets: [target],
            rules: actions.enumerated().map {
                Rule(name: "rule-\($0.offset)", when: condition, action: $0.element, message: "m")
            }, defaultAction: .deny,
            roles: [
                Role(
                    name: "a", groups: ["g"], targets: ["t"],
                    reveal: [.init(relation: QualifiedName("s", "r"), column: "c")])
            ],
            sidecars: SidecarTerms(leaseSeconds: 1, graceSeconds: 1, spoolBytesLimit: 1, networks: ["10.0.0.0/8"]))
    }

    /// Optional keys of a bundle that belong to a feature: a bundle that has one requires it.
    private static let keysOfFeatures: [String: BundleFeature] = [
        "rules.[].when.ssh": .ssh, "targets.[].derive": .derive,
        "targets.[].onMaskedComparison": .maskedComparison, "targets.[].settings": .settings, "targets.[].pins": .pins,
        "targets.[].parameters": .parameters, "rules.[].asksAgain": .askAgain,
        "targets.[].functionWrites": .functionWrites, "targets.[].phiPatterns": .phiPatterns,
        "targets.[].unlisted": .unlisted, "targets.[].listenTLS": .listenTLS, "roles.[].rows": .rows,
        "roles.[].limits": .roleLimits,
    ]

    /// The optional properties of `value` that are nil, at every depth.
    private static func unset(_ value: Any, at place: String = "") -> Set<String> {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.map { unset($0.value, at: place) } ?? [place]
        case .collection: return mirror.children.reduce(into: []) { $0.formUnion(unset($1.value, at: place + ".[]")) }
        case .struct:
            return mirror.children.reduce(into: []) { found, child in
                let name = child.label ?? ""
                found.formUnion(unset(child.value, at: place.isEmpty ? name : "\(place).\(name)"))
            }
        // The terms of a service lie beside it.
        case .enum where value is Target.Service:
            return mirror.children.reduce(into: []) {
                $0.formUnion(unset($1.value, at: place.replacing(".service", with: "")))
            }
        default: return []
        }
    }

    private static func keys(_ value: Any, at place: String = "") -> Set<String> {
        if let object = value as? [String: Any] {
            return object.reduce(into: []) { found, member in
                let name = place.isEmpty ? member.key : "\(place).\(member.key)"
                found.insert(name)
                found.formUnion(keys(member.value, at: name))
            }
        }
        return (value as? [Any] ?? []).reduce(into: []) { $0.formUnion(keys($1, at: place + ".[]")) }
    }

    @Test("A key that sidecars of before would ignore belongs to a feature, which they refuse")
    func everyKey() throws {
        let unset = Self.unset(Self.plain).subtracting(["requires"])
        #expect(unset == Set(Self.keysOfFeatures.keys), "the sample must set every key that needs no feature")
        let text = try Self.text(of: BundleFile.seal(Self.plain, key: key))
        let keys = Self.keys(try JSONSerialization.jsonObject(with: Data(text.utf8)))
        let known = try String(contentsOf: Repository.fixture("bundles/keys-without-feature.txt"), encoding: .utf8)
        #expect(
            keys.sorted() == known.split(separator: "\n").map(String.init),
            "a new key of a bundle needs a BundleFeature: docs/ARCHITECTURE.md, A bundle that grows")
    }

    @Test("A bundle says what it requires, and one that requires nothing is as sidecars of before read it")
    func declared() throws {
        let plain = try Self.text(of: BundleFile.seal(Self.plain, key: key))
        #expect(plain.hasPrefix("{\"apiVersion\":\"chaperone/v1\",") && !plain.contains("\"requires\""))
        var condition = Rule.Condition()
        condition.ssh = .shell
        var bundle = Self.plain
        bundle.rules.append(Rule(name: "s", when: condition, action: .deny))
        let note = try BundleFile.seal(bundle, key: key)
        let opened = try BundleFile.open(note: note, verifier: key.verifierKey)
        #expect(opened.format == .withFeatures && opened.features == ["ssh"])
        #expect(opened.rules == bundle.rules)
    }

    @Test(
        "Bundles of before are read as they were",
        arguments: [("ehr-v1.bundle", Bundle.Format.plain, [String]()), ("ssh-v2.bundle", .ssh, ["ssh"])])
    func before(file: String, format: Policy.Bundle.Format, features: [String]) throws {
        let folder = Repository.fixture("bundles")
        let verifier = try VerifierKey(
            parsing: String(contentsOf: folder.appending(path: "policy.pub"), encoding: .utf8)
                .trimmingCharacters(in: .newlines))
        let bundle = try BundleFile.open(
            note: Array(Data(contentsOf: folder.appending(path: file))), verifier: verifier)
        #expect(bundle.format == format && bundle.features == features)
        #expect(!bundle.rules.isEmpty && !bundle.targets.isEmpty && !bundle.roles.isEmpty)
        // Sealed anew it is the same policy.
        let again = try BundleFile.open(note: BundleFile.seal(bundle, key: key), verifier: key.verifierKey)
        #expect(again.rules == bundle.rules && again.targets == bundle.targets && again.roles == bundle.roles)
        #expect(again.features == features)
    }

    @Test("A bundle that requires what this version does not know is refused, and the error names it")
    func unknownFeature() throws {
        let note = try changed {
            $0.replacing("chaperone/v1\"", with: "chaperone/v3\",\"requires\":[\"tides\",\"ssh\"]")
        }
        let failure = #expect(throws: BundleFile.Failure.notUnderstood(features: ["tides"])) {
            try BundleFile.open(note: note, verifier: key.verifierKey)
        }
        #expect("\(try #require(failure))".contains("requires tides, which this version does not understand"))
    }

    @Test(
        "A key that is not known is refused wherever it stands",
        arguments: [
            ("\"number\":1", "\"moon\":1,\"number\":1", "moon"),
            ("\"when\":{", "\"when\":{\"moon\":\"full\",", "rules.[0].when.moon"),
            ("\"approve\":{", "\"approve\":{\"moon\":[],", "rules.[0].action.approve.moon"),
            ("\"mask\":{\"shift\":{", "\"mask\":{\"shift\":{\"moon\":null,", "targets.[0].phi.[0].mask.shift.moon"),
            ("\"leaseSeconds\":1", "\"leaseSeconds\":1,\"moon\":true", "sidecars.moon"),
        ])
    func unknownKey(_ place: String, _ replacement: String, _ name: String) throws {
        let note = try changed { text in
            let range = try #require(text.range(of: place))
            return text.replacingCharacters(in: range, with: replacement)
        }
        #expect(throws: BundleFile.Failure.notABundle(reason: "\"\(name)\" is not known to this version")) {
            try BundleFile.open(note: note, verifier: key.verifierKey)
        }
    }

    @Test("A target has the terms of its own service, and of no other")
    func otherTerms() throws {
        var target = Self.plain.targets[0]
        target.service = .ssh(SSHTerms(user: "agent", hostKeys: []))
        var bundle = Self.plain
        bundle.targets = [target]
        let text = try Self.text(of: BundleFile.seal(bundle, key: key))
        #expect(text.contains("\"database\":\"\""), "sidecars of before ask every target for these keys")
        for (place, replacement) in [
            ("\"database\":\"\"", "\"database\":\"d\""), ("\"wireProtocol\":\"ssh\"", "\"wireProtocol\":\"postgres\""),
            ("\"wireProtocol\":\"ssh\"", "\"wireProtocol\":\"mysql\""),
        ] {
            let changed = text.replacing(place, with: replacement)
            #expect(changed != text)
            let note = Array(try SignedNote.sign(text: changed + "\n", keys: [key]).description.utf8)
            let failure = #expect(throws: BundleFile.Failure.self) {
                try BundleFile.open(note: note, verifier: key.verifierKey)
            }
            #expect("\(try #require(failure))".contains("has an unknown value"), "\(replacement)")
        }
    }

    @Test("The same keys in another order, and with spaces, are the same bundle")
    func spelling() throws {
        let note = try changed { $0.replacing("\"number\":1", with: " \"number\" : 1") }
        #expect(try BundleFile.open(note: note, verifier: key.verifierKey) == Self.plain)
    }

    @Test(
        "A bundle must say what it requires",
        arguments: [
            ("chaperone/v1", "chaperone/v3", "\"requires\" is missing in \"\""),
            ("chaperone/v1", "chaperone/v4", "its apiVersion is none of chaperone/v1, chaperone/v2, chaperone/v3"),
            (
                "\"matches\":\"x\"", "\"matches\":\"x\",\"ssh\":{\"shell\":{}}",
                "it uses what it does not name in \"requires\""
            ),
        ])
    func undeclared(_ place: String, _ replacement: String, _ reason: String) throws {
        let note = try changed { $0.replacing(place, with: replacement) }
        #expect(throws: BundleFile.Failure.notABundle(reason: reason)) {
            try BundleFile.open(note: note, verifier: key.verifierKey)
        }
    }

    private static func text(of note: [UInt8]) throws -> String {
        let text = String(decoding: note, as: UTF8.self)
        return String(text[..<(try #require(text.range(of: "\n\n"))).lowerBound])
    }

    /// The sample with its text changed, and signed anew.
    private func changed(_ change: (String) throws -> String) throws -> [UInt8] {
        let text = try Self.text(of: BundleFile.seal(Self.plain, key: key))
        return Array(try SignedNote.sign(text: change(text) + "\n", keys: [key]).description.utf8)
    }
}
