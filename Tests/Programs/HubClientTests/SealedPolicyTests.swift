import Foundation
import HubAPI
import HubClient
import Spool
import TestSupport
import Testing

/// The policy that a sidecar starts from when the hub is away.
@Suite("A policy that is kept for a start without the hub")
struct SealedPolicyTests {
    @Test("comes back as it was, with the highest number that was ever kept")
    func roundTrip() throws {
        let instance = try Instance()
        #expect(try instance.hubFolder.policy() == nil)
        #expect(try instance.hubFolder.highestNumber() == nil)
        let policy = SealedPolicy(response: Instance.policy(revision: 9), receivedAtSeconds: 1_700_000_000)
        try instance.hubFolder.keep(policy, highestNumber: 12)
        let kept = try #require(try instance.hubFolder.policy())
        #expect(kept.policy == policy)
        #expect(kept.highestNumber == 12)
    }

    @Test("shows nobody its text, its groups or its keys, and is readable by the owner alone")
    func secrecy() throws {
        let instance = try Instance()
        try instance.hubFolder.keep(
            SealedPolicy(response: Instance.policy(bundle: "SELECTED"), receivedAtSeconds: 1), highestNumber: 12)
        _ = try instance.hubFolder.tlsKey()
        for name in ["policy.sealed", "number.sealed", "tls.key"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: instance.file(name).path())
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
        let folder = try FileManager.default.attributesOfItem(atPath: instance.file("").path())
        #expect(folder[.posixPermissions] as? Int == 0o700)
        let bytes = try Data(contentsOf: instance.file("policy.sealed"))
        for secret in ["SELECTED", "analysts", "aaaaaaaa"] { #expect(bytes.range(of: Data(secret.utf8)) == nil) }
    }

    @Test("is not used when any byte of it was changed", arguments: ["policy.sealed", "number.sealed"])
    func tampered(name: String) throws {
        let instance = try Instance()
        try instance.hubFolder.keep(
            SealedPolicy(response: Instance.policy(), receivedAtSeconds: 1), highestNumber: 12)
        let whole = try Data(contentsOf: instance.file(name))
        for place in whole.indices {
            var changed = whole
            changed[place] ^= 1
            try changed.write(to: instance.file(name))
            #expect(throws: AuditFailure.self, "byte \(place)") { try instance.hubFolder.policy() }
        }
        for length in [0, 1, 27, whole.count - 1] {
            try whole.prefix(length).write(to: instance.file(name))
            #expect(throws: AuditFailure.self, "\(length) bytes") { try instance.hubFolder.policy() }
        }
        try whole.write(to: instance.file(name))
        #expect(try instance.hubFolder.policy() != nil)
    }

    @Test("of another instance, or one file in the place of the other, is not used")
    func foreign() throws {
        let one = try Instance()
        let other = try Instance()
        for instance in [one, other] {
            try instance.hubFolder.keep(
                SealedPolicy(response: Instance.policy(), receivedAtSeconds: 1), highestNumber: 12)
        }
        for name in ["policy.sealed", "number.sealed"] {
            let own = try Data(contentsOf: one.file(name))
            try Data(contentsOf: other.file(name)).write(to: one.file(name))
            #expect(throws: AuditFailure.self) { try one.hubFolder.policy() }
            try own.write(to: one.file(name))
        }
        try Data(contentsOf: one.file("policy.sealed")).write(to: one.file("number.sealed"))
        #expect(throws: AuditFailure.self) { try one.hubFolder.policy() }
    }

    @Test("is not used without the number that says whether it is an old one")
    func withoutNumber() throws {
        let instance = try Instance()
        try instance.hubFolder.keep(
            SealedPolicy(response: Instance.policy(), receivedAtSeconds: 1), highestNumber: 12)
        try FileManager.default.removeItem(at: instance.file("number.sealed"))
        #expect(throws: AuditFailure.self) { try instance.hubFolder.policy() }
    }

    @Test("is gone when it was forgotten, but not its number")
    func forgotten() throws {
        let instance = try Instance()
        try instance.hubFolder.forgetPolicy()
        try instance.hubFolder.keep(
            SealedPolicy(response: Instance.policy(), receivedAtSeconds: 1), highestNumber: 12)
        try instance.hubFolder.forgetPolicy()
        #expect(try instance.hubFolder.policy() == nil)
        #expect(try instance.hubFolder.highestNumber() == 12)
    }
}
