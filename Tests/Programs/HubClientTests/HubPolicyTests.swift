import HubAPI
import HubClient
import Policy
import PolicyBundle
import SignedNote
import TestSupport
import Testing

@testable import Sidecar

extension PolicyResponse {
    /// Its bundle requires `feature`, and is signed anew.
    mutating func require(_ feature: String, key: SigningKey) throws {
        let text = try SignedNote.verify(note: Array(bundle.utf8), verifiers: [key.verifierKey])
        let changed = text.replacing("chaperone/v1\"", with: "chaperone/v3\",\"requires\":[\"\(feature)\"]")
        bundle = try SignedNote.sign(text: changed, keys: [key]).description
    }
}

/// What a sidecar takes from its hub, and what it does not.
@Suite("The hub's policy")
struct HubPolicyTests {
    static let now: Int64 = 1_800_000_000

    static func key() throws -> SigningKey {
        var generator = SystemRandomNumberGenerator()
        return try SigningKey.generate(name: BundleFile.keyName, using: &generator)
    }

    static func response(
        number: UInt64, expires: Int64? = nil, revision: UInt64 = 1, key: SigningKey, targets: [Target] = []
    ) throws -> PolicyResponse {
        let bundle = Bundle(
            number: number, issuedAtSeconds: 1, expiresAtSeconds: expires, targets: targets, rules: [],
            defaultAction: .deny, roles: [])
        return Instance.policy(
            revision: revision, bundle: String(decoding: try BundleFile.seal(bundle, key: key), as: UTF8.self))
    }

    private func open(
        _ response: PolicyResponse, key: SigningKey, highest: UInt64 = 0, received: Int64 = now, now: Int64 = now
    ) throws -> HubPolicy {
        try HubPolicy(
            SealedPolicy(response: response, receivedAtSeconds: received), policyKey: "\(key.verifierKey)",
            highestNumber: highest, nowSeconds: now)
    }

    @Test("is taken with the number that was seen last, or a higher one, and never with a lower one")
    func numbers() throws {
        let key = try Self.key()
        for (number, highest) in [(7, 0), (7, 6), (7, 7)] as [(UInt64, UInt64)] {
            #expect(try open(Self.response(number: number, key: key), key: key, highest: highest).number == number)
        }
        let refusal = #expect(throws: HubPolicy.Refusal.self) {
            try open(Self.response(number: 7, key: key), key: key, highest: 8)
        }
        #expect(refusal?.reason.contains("8 was in force before") == true)
    }

    @Test("is not taken when another key has signed it, or it was changed")
    func signatures() throws {
        let key = try Self.key()
        #expect(throws: HubPolicy.Refusal.self) {
            try open(Self.response(number: 7, key: Self.key()), key: key)
        }
        var changed = try Self.response(number: 7, key: key)
        changed.bundle = changed.bundle.replacing("\"number\":7", with: "\"number\":9")
        #expect(throws: HubPolicy.Refusal.self) { try open(changed, key: key) }
    }

    @Test("ends when its bundle says so, and after a day when the bundle says nothing")
    func lease() throws {
        let key = try Self.key()
        let short = try Self.response(number: 7, expires: Self.now + 100, key: key)
        let open = try open(short, key: key)
        #expect(open.inForce.bundle.expiresAtSeconds == Self.now + 100)
        #expect(!open.isAging(nowSeconds: Self.now + 49))
        #expect(open.isAging(nowSeconds: Self.now + 50))
        #expect(throws: Never.self) { try self.open(short, key: key, now: Self.now + 99) }
        #expect(throws: HubPolicy.Refusal.self) { try self.open(short, key: key, now: Self.now + 100) }
        let endless = try Self.response(number: 7, key: key)
        #expect(
            try self.open(endless, key: key).inForce.bundle.expiresAtSeconds == Self.now + HubPolicy.leaseSeconds)
        #expect(throws: HubPolicy.Refusal.self) {
            try self.open(endless, key: key, now: Self.now + HubPolicy.leaseSeconds)
        }
    }

    @Test("is not used when the clock was set back behind the time it was received")
    func clock() throws {
        let key = try Self.key()
        let response = try Self.response(number: 7, key: key)
        #expect(throws: Never.self) { try open(response, key: key, received: Self.now + 300) }
        #expect(throws: HubPolicy.Refusal.self) { try open(response, key: key, received: Self.now + 301) }
    }
}
