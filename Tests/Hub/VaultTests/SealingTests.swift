import Crypto
import Foundation
import TestSupport
import Testing
import Vault

@Suite("Sealed secrets") struct SealingTests {
    private let place = SecretPlace(purpose: "credential", name: "ehr-agent", version: 3)
    private let secret = Array("correct horse battery staple".utf8)

    private func master(_ byte: UInt8 = 0) throws -> LocalMasterKey { try MasterFile(byte).key() }

    private func ring(keys: UInt32 = 1) async throws -> (ring: KeyRing, sealed: [SealedDataKey]) {
        var sealed: [SealedDataKey] = []
        for _ in 0..<keys { sealed.append(try await KeyRing.newDataKey(after: sealed.last?.number, by: master())) }
        return (try await KeyRing.open(sealed, masters: [master()]), sealed)
    }

    @Test("What is sealed is unsealed in its place, and two seals of one secret differ")
    func roundTrip() async throws {
        let (ring, _) = try await ring()
        for secret in [secret, [], [UInt8](repeating: 7, count: 100_000)] {
            let sealed = try ring.seal(secret, at: place)
            #expect(try ring.unseal(sealed, at: place) == secret)
            #expect(sealed != (try ring.seal(secret, at: place)))
            #expect(SealedSecret(bytes: sealed.bytes) == sealed)
            let copy = try JSONDecoder().decode(SealedSecret.self, from: JSONEncoder().encode(sealed))
            #expect(copy == sealed)
        }
    }

    @Test("A sealed secret holds nothing of the secret")
    func opaque() async throws {
        let (ring, _) = try await ring()
        let sealed = try ring.seal(secret, at: place)
        #expect(!String(decoding: sealed.bytes, as: UTF8.self).contains("horse"))
        #expect(sealed.bytes.count == secret.count + 33)
    }

    @Test("Every change of any byte of a sealed secret is refused")
    func tampered() async throws {
        let (ring, _) = try await ring()
        let sealed = try ring.seal(secret, at: place)
        for index in sealed.bytes.indices {
            for bit in 0..<8 {
                var bytes = sealed.bytes
                bytes[index] ^= 1 << UInt8(bit)
                guard let changed = SealedSecret(bytes: bytes) else { continue }
                #expect(throws: KeyRingFailure.self) { try ring.unseal(changed, at: place) }
            }
        }
        for count in 0..<sealed.bytes.count {
            guard let cut = SealedSecret(bytes: Array(sealed.bytes.prefix(count))) else { continue }
            #expect(throws: KeyRingFailure.notUnsealed(place)) { try ring.unseal(cut, at: place) }
        }
        let longer = try #require(SealedSecret(bytes: sealed.bytes + [0]))
        #expect(throws: KeyRingFailure.notUnsealed(place)) { try ring.unseal(longer, at: place) }
    }

    @Test("A secret does not stand for another: not by name, purpose or version, however they are written")
    func places() async throws {
        let (ring, _) = try await ring()
        let sealed = try ring.seal(secret, at: place)
        for other in [
            SecretPlace(purpose: "credential", name: "ehr-admin", version: 3),
            SecretPlace(purpose: "hub-key", name: "ehr-agent", version: 3),
            SecretPlace(purpose: "credential", name: "ehr-agent", version: 2),
            SecretPlace(purpose: "credentialehr", name: "-agent", version: 3),
            SecretPlace(purpose: "", name: "credentialehr-agent", version: 3),
        ] {
            #expect(throws: KeyRingFailure.notUnsealed(other)) { try ring.unseal(sealed, at: other) }
        }
    }

    @Test(
        "After rotation of the data key old secrets open, new ones are under the new key, and the old key may go when none is left"
    )
    func dataKeyRotation() async throws {
        var (ring, dataKeys) = try await ring()
        let old = try ring.seal(secret, at: place)
        dataKeys.append(try await KeyRing.newDataKey(after: ring.current, by: master()))
        let before = ring
        ring = try await KeyRing.open(dataKeys, masters: [master()])
        #expect(ring.current == 2 && ring.isOutdated(old))
        #expect(try ring.unseal(old, at: place) == secret)
        let new = try ring.reseal(old, at: place)
        #expect(new.dataKey == 2 && !ring.isOutdated(new))
        #expect(try ring.unseal(new, at: place) == secret)
        // A replica that has not read the data keys again says which it lacks.
        #expect(throws: KeyRingFailure.unknownDataKey(number: 2)) { try before.unseal(new, at: place) }
        #expect(ring.retirable(inUse: [1, 2]) == [] && ring.retirable(inUse: [2]) == [1])
        #expect(ring.retirable(inUse: []) == [1])
        let last = try await KeyRing.open([dataKeys[1]], masters: [master()])
        #expect(try last.unseal(new, at: place) == secret)
        #expect(throws: KeyRingFailure.unknownDataKey(number: 1)) { try last.unseal(old, at: place) }
    }

    @Test("After rotation of the master key every secret opens unchanged, and the old master key opens nothing new")
    func masterKeyRotation() async throws {
        let (ring, old) = try await ring(keys: 3)
        let sealed = try ring.seal(secret, at: place)
        let new = try await ring.dataKeys(sealedBy: master(9))
        #expect(new.map(\.number) == [1, 2, 3])
        #expect(try await KeyRing.open(new, masters: [master(9)]).unseal(sealed, at: place) == secret)
        await #expect(throws: KeyRingFailure.self) { try await KeyRing.open(new, masters: [master()]) }
        // While the replicas change over, both are there.
        for stored in [old, new, [old[0], new[1], old[2]]] {
            let both = try await KeyRing.open(stored, masters: [master(9), master()])
            #expect(try both.unseal(sealed, at: place) == secret)
        }
    }

    @Test("Every change of a sealed data key is refused, and it does not stand for one of another number")
    func tamperedDataKey() async throws {
        let (_, sealed) = try await ring()
        for index in sealed[0].bytes.indices {
            var changed = sealed[0]
            changed.bytes[index] ^= 1
            await #expect(throws: KeyRingFailure.self) { try await KeyRing.open([changed], masters: [master()]) }
        }
        var moved = sealed[0]
        moved.number = 2
        await #expect(throws: KeyRingFailure.self) { try await KeyRing.open([moved], masters: [master()]) }
        await #expect(throws: KeyRingFailure.noDataKeys) { try await KeyRing.open([], masters: [master()]) }
        await #expect(throws: KeyRingFailure.self) { try await KeyRing.open(sealed, masters: []) }
    }

    @Test("A master key is read in hexadecimal and base64, and one that others may read is refused")
    func masterKeyFiles() throws {
        let file = try MasterFile(0)
        let bytes = Data((0..<32).map { UInt8($0) })
        for text in [
            bytes.map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined(), bytes.base64EncodedString(),
        ] {
            try file.write(text + "\n")
            _ = try LocalMasterKey(file: file.path)
        }
        for mode in [0o604, 0o602, 0o640 | 0o020, 0o644, 0o666, 0o601] {
            try file.write(bytes.base64EncodedString(), mode: mode)
            #expect(
                throws: MasterKeyFailure.notThere("\(file.path): others may read or write it: chmod 600 \(file.path)")
            ) {
                try LocalMasterKey(file: file.path)
            }
        }
        try file.write(bytes.base64EncodedString(), mode: 0o640)
        _ = try LocalMasterKey(file: file.path)
        for text in [
            "", "  \n", "short", bytes.dropLast().base64EncodedString(), Data(count: 32).base64EncodedString(),
        ] {
            try file.write(text)
            let failure = #expect(throws: MasterKeyFailure.self) { try LocalMasterKey(file: file.path) }
            #expect(text.count < 3 || failure?.description.contains(text) == false)
        }
        #expect(throws: MasterKeyFailure.self) { try LocalMasterKey(file: file.path + ".not") }
    }

    @Test("A master key is read from the environment")
    func environment() throws {
        let name = "CHAPERONE_TEST_MASTER_KEY"
        #expect(throws: MasterKeyFailure.notThere("the environment variable \(name) is not set")) {
            try MasterKeySource.environment(name).open { 0 }
        }
        setenv(name, Data((0..<32).map { UInt8($0) }).base64EncodedString(), 1)
        defer { unsetenv(name) }
        _ = try MasterKeySource.environment(name).open { 0 }
    }

    @Test("A credential is kept as bytes, and a secret is described as redacted")
    func storedCredential() throws {
        let credential = StoredCredential(user: "agent", password: SecretText("pass \"wörd\""))
        #expect(try StoredCredential(encoded: credential.encoded()) == credential)
        #expect(StoredCredential(encoded: Array("{}".utf8)) == nil)
        for text in ["\(credential)", String(reflecting: credential)] { #expect(!text.contains("wörd")) }
    }
}
