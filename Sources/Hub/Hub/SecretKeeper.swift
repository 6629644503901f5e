import HubStore
import SignedNote
import Synchronization
import Vault

/// The hub's secrets: sealed in the store, open only in memory and only while they are used.
final class SecretKeeper: Sendable {
    private let store: any HubStore
    /// The first seals what is new.
    private let masters: [any MasterKey]
    private let ring: Mutex<KeyRing>
    private let clock: HubClock

    private init(store: any HubStore, masters: [any MasterKey], ring: KeyRing, clock: HubClock) {
        self.store = store
        self.masters = masters
        self.ring = Mutex(ring)
        self.clock = clock
    }

    /// Makes the first data key of a new store.
    /// - Parameter sources: the master key, and after it those that it follows.
    /// - Throws: `Hub.StartFailure` when a master key is missing, or none is that of this store.
    static func open(
        _ sources: [MasterKeySource], store: any HubStore, clock: HubClock
    ) async throws -> SecretKeeper {
        var masters: [any MasterKey] = []
        do {
            for source in sources { masters.append(try source.open { clock.nowSeconds() }) }
            if try await store.dataKeys().isEmpty, let master = masters.first {
                let made = try await KeyRing.newDataKey(after: nil, by: master)
                // Another replica may have been faster: its key counts.
                _ = try await store.addDataKey(made.number, made.bytes)
            }
            let ring = try await Self.ring(store, masters)
            return SecretKeeper(store: store, masters: masters, ring: ring, clock: clock)
        } catch {
            for master in masters { await master.close() }
            if let failure = error as? MasterKeyFailure { throw Hub.StartFailure(failure.description) }
            if let failure = error as? KeyRingFailure { throw Hub.StartFailure(failure.description) }
            throw error
        }
    }

    func close() async { for master in masters { await master.close() } }

    private static func ring(_ store: any HubStore, _ masters: [any MasterKey]) async throws -> KeyRing {
        let sealed = try await store.dataKeys().map { SealedDataKey(number: $0.key, bytes: $0.value) }
        return try await KeyRing.open(sealed, masters: masters)
    }

    private func reopen() async throws {
        let newer = try await Self.ring(store, masters)
        ring.withLock { $0 = newer }
    }

    // MARK: secrets

    /// The secret of that name; made now when there is none.
    func secret(_ kind: SecretKind, _ name: String, make: () throws -> [UInt8]) async throws -> [UInt8] {
        var kept = try await store.secret(kind, name)
        if kept == nil {
            kept = try await store.putIfAbsent(
                StoredSecret(
                    kind: kind, name: name, version: 1, label: "", sealed: try seal(make(), kind, name, 1),
                    updatedAtSeconds: clock.nowSeconds()))
        }
        guard let kept else { throw StoreFailure(reason: "a secret could not be kept") }
        return try await open(kept)
    }

    /// - Returns: nil when there is none.
    func known(_ kind: SecretKind, _ name: String) async throws -> (bytes: [UInt8], version: UInt64)? {
        guard let kept = try await store.secret(kind, name) else { return nil }
        return (try await open(kept), kept.version)
    }

    func replace(_ kind: SecretKind, _ name: String, label: String, with bytes: [UInt8]) async throws {
        let version = (try await store.secret(kind, name)?.version ?? 0) + 1
        try await store.put(
            StoredSecret(
                kind: kind, name: name, version: version, label: label, sealed: try seal(bytes, kind, name, version),
                updatedAtSeconds: clock.nowSeconds()))
    }

    private func seal(_ bytes: [UInt8], _ kind: SecretKind, _ name: String, _ version: UInt64) throws -> [UInt8] {
        let place = SecretPlace(purpose: kind.rawValue, name: name, version: version)
        do { return try ring.withLock { $0 }.seal(bytes, at: place).bytes } catch {
            throw StoreFailure(reason: error.description)
        }
    }

    private func open(_ secret: StoredSecret) async throws -> [UInt8] {
        let place = Self.place(secret)
        guard let sealed = SealedSecret(bytes: secret.sealed) else {
            throw StoreFailure(reason: "the secret \(place.purpose)/\(place.name) is not one")
        }
        do { return try ring.withLock { $0 }.unseal(sealed, at: place) } catch {
            // Another replica has made a new data key.
            guard case .unknownDataKey = error else { throw StoreFailure(reason: error.description) }
        }
        try await reopen()
        do { return try ring.withLock { $0 }.unseal(sealed, at: place) } catch {
            throw StoreFailure(reason: error.description)
        }
    }

    private static func place(_ secret: StoredSecret) -> SecretPlace {
        SecretPlace(purpose: secret.kind.rawValue, name: secret.name, version: secret.version)
    }

    // MARK: changing keys

    /// Makes a new data key and seals every secret under it. Replicas that have not seen it read it when they meet it.
    /// - Returns: the key's number, and how many secrets were sealed anew.
    func rotateDataKey() async throws -> (number: UInt32, secrets: Int) {
        guard let master = masters.first else { throw StoreFailure(reason: "there is no master key") }
        try await reopen()
        let made = try await KeyRing.newDataKey(after: ring.withLock(\.current), by: master)
        _ = try await store.addDataKey(made.number, made.bytes)
        try await reopen()
        let ring = ring.withLock { $0 }
        var count = 0
        for kind in SecretKind.allCases {
            for secret in try await store.secrets(kind) {
                guard let sealed = SealedSecret(bytes: secret.sealed), ring.isOutdated(sealed) else { continue }
                let anew = try ring.reseal(sealed, at: Self.place(secret))
                // One that was replaced meanwhile is under the new key already.
                if try await store.reseal(secret, with: anew.bytes) { count += 1 }
            }
        }
        return (ring.current, count)
    }

    /// Seals the data keys with the first master key. Those before it may be taken away afterwards.
    /// - Returns: how many data keys there are.
    func rotateMasterKey() async throws -> Int {
        guard let master = masters.first else { throw StoreFailure(reason: "there is no master key") }
        try await reopen()
        let sealed = try await ring.withLock { $0 }.dataKeys(sealedBy: master)
        try await store.replaceDataKeys(
            Dictionary(uniqueKeysWithValues: sealed.map { ($0.number, $0.bytes) }))
        return sealed.count
    }
}
