import Crypto

/// The open data keys: seals and unseals secrets. A value: what changes is returned for the store to write.
///
/// Rotation of the data key: `newDataKey(after:by:)` is added to the store and the ring opened anew; from then on new
/// secrets are sealed under it, and old ones, which `isOutdated` finds, are replaced by `reseal` one by one; when no
/// secret names it, an old data key may go (`retirable`). Rotation of the master key: `dataKeys(sealedBy:)` replaces
/// the sealed data keys; secrets stay as they are. While replicas differ, give `open` both master keys.
package struct KeyRing: Sendable {
    private let keys: [UInt32: SymmetricKey]
    /// The number of the data key that new secrets are sealed with: the highest.
    package let current: UInt32

    /// - Parameter masters: tried in order; more than one while the master key is changed.
    package static func open(
        _ sealed: [SealedDataKey], masters: [any MasterKey]
    ) async throws(KeyRingFailure) -> KeyRing {
        guard let current = sealed.map(\.number).max() else { throw .noDataKeys }
        var keys: [UInt32: SymmetricKey] = [:]
        for key in sealed {
            var reasons: [String] = []
            for master in masters where keys[key.number] == nil {
                do { keys[key.number] = try await master.open(key) } catch { reasons.append(error.description) }
            }
            guard keys[key.number] != nil else {
                throw .dataKeyNotOpened(number: key.number, reason: reasons.joined(separator: "; "))
            }
        }
        return KeyRing(keys: keys, current: current)
    }

    /// A fresh data key for the store to add; the ring does not know it until it is opened anew.
    /// - Parameter number: of the current one; nil when there is none.
    package static func newDataKey(
        after number: UInt32?, by master: any MasterKey
    ) async throws(KeyRingFailure) -> SealedDataKey {
        do { return try await master.seal(SymmetricKey(size: .bits256), number: (number ?? 0) + 1) } catch {
            throw .masterKey(error)
        }
    }

    /// The same data keys under another master key, for the store to put in the place of the old ones, all at once.
    package func dataKeys(sealedBy master: any MasterKey) async throws(KeyRingFailure) -> [SealedDataKey] {
        var sealed: [SealedDataKey] = []
        for (number, key) in keys.sorted(by: { $0.key < $1.key }) {
            do { sealed.append(try await master.seal(key, number: number)) } catch { throw .masterKey(error) }
        }
        return sealed
    }

    /// Seals under the current data key, with a random nonce.
    package func seal(_ secret: [UInt8], at place: SecretPlace) throws(KeyRingFailure) -> SealedSecret {
        guard let key = keys[current],
            let box = try? AES.GCM.seal(secret, using: key, authenticating: place.associatedData(dataKey: current)),
            let combined = box.combined
        else { throw .unknownDataKey(number: current) }
        return SealedSecret(dataKey: current, box: combined)
    }

    package func unseal(_ sealed: SealedSecret, at place: SecretPlace) throws(KeyRingFailure) -> [UInt8] {
        guard let key = keys[sealed.dataKey] else { throw .unknownDataKey(number: sealed.dataKey) }
        guard let box = try? AES.GCM.SealedBox(combined: sealed.box),
            let secret = try? AES.GCM.open(
                box, using: key, authenticating: place.associatedData(dataKey: sealed.dataKey))
        else { throw .notUnsealed(place) }
        return Array(secret)
    }

    /// Whether it is sealed under an older data key.
    package func isOutdated(_ sealed: SealedSecret) -> Bool { sealed.dataKey != current }

    /// The same secret under the current data key.
    package func reseal(_ sealed: SealedSecret, at place: SecretPlace) throws(KeyRingFailure) -> SealedSecret {
        try seal(try unseal(sealed, at: place), at: place)
    }

    /// The data keys that nothing needs any more.
    /// - Parameter inUse: the data keys of all secrets that are stored.
    package func retirable(inUse: Set<UInt32>) -> [UInt32] {
        keys.keys.filter { $0 != current && !inUse.contains($0) }.sorted()
    }
}
