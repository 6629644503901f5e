import Crypto
import FoundationEssentials
import Glibc
import HubStore
import SignedNote
import Vault

/// The hub's secrets: sealed in the store, open only in memory and only while they are used.
final class SecretKeeper: Sendable {
    private let store: any HubStore
    private let dataKey: SymmetricKey
    private let clock: HubClock

    private init(store: any HubStore, dataKey: SymmetricKey, clock: HubClock) {
        self.store = store
        self.dataKey = dataKey
        self.clock = clock
    }

    /// - Throws: `Hub.StartFailure` when the master key is missing or is not the one of this store.
    static func open(
        _ place: HubConfiguration.MasterKeyPlace, store: any HubStore, clock: HubClock
    ) async throws -> SecretKeeper {
        let master = try masterKey(place, mayMake: try await store.dataKeys().isEmpty)
        let fresh = SymmetricKey(size: .bits256)
        _ = try await store.addDataKey(1, try seal(fresh.withUnsafeBytes { Array($0) }, master, "data-key/1"))
        guard let sealed = try await store.dataKeys()[1], let key = try? unseal(sealed, master, "data-key/1") else {
            throw Hub.StartFailure("the master key is not the one that this store was sealed with")
        }
        return SecretKeeper(store: store, dataKey: SymmetricKey(data: key), clock: clock)
    }

    /// The secret of that name; made now when there is none.
    func secret(_ kind: SecretKind, _ name: String, make: () throws -> [UInt8]) async throws -> [UInt8] {
        var kept = try await store.secret(kind, name)
        if kept == nil {
            kept = try await store.putIfAbsent(
                StoredSecret(
                    kind: kind, name: name, version: 1, label: "",
                    sealed: try Self.seal(make(), dataKey, Self.place(kind, name, 1)),
                    updatedAtSeconds: clock.nowSeconds()))
        }
        guard let kept else { throw StoreFailure(reason: "a secret could not be kept") }
        return try open(kept)
    }

    /// - Returns: nil when there is none.
    func known(_ kind: SecretKind, _ name: String) async throws -> [UInt8]? {
        try await store.secret(kind, name).map(open)
    }

    func replace(_ kind: SecretKind, _ name: String, label: String, with bytes: [UInt8]) async throws {
        let version = (try await store.secret(kind, name)?.version ?? 0) + 1
        try await store.put(
            StoredSecret(
                kind: kind, name: name, version: version, label: label,
                sealed: try Self.seal(bytes, dataKey, Self.place(kind, name, version)),
                updatedAtSeconds: clock.nowSeconds()))
    }

    private func open(_ secret: StoredSecret) throws -> [UInt8] {
        do {
            return try Self.unseal(secret.sealed, dataKey, Self.place(secret.kind, secret.name, secret.version))
        } catch { throw StoreFailure(reason: "the secret \(secret.kind.rawValue)/\(secret.name) cannot be unsealed") }
    }

    /// Bound into the seal, so that one secret cannot stand for another.
    private static func place(_ kind: SecretKind, _ name: String, _ version: UInt64) -> String {
        "\(kind.rawValue)/\(name)/\(version)"
    }

    private static func seal(_ bytes: [UInt8], _ key: SymmetricKey, _ place: String) throws -> [UInt8] {
        Array(try AES.GCM.seal(bytes, using: key, authenticating: Array(place.utf8)).combined ?? Data())
    }

    private static func unseal(_ sealed: [UInt8], _ key: SymmetricKey, _ place: String) throws -> [UInt8] {
        Array(try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: key, authenticating: Array(place.utf8)))
    }

    private static func masterKey(_ place: HubConfiguration.MasterKeyPlace, mayMake: Bool) throws -> SymmetricKey {
        let text: String
        let what: String
        switch place {
        case .environment(let name):
            what = "the environment variable \(name)"
            guard let value = getenv(name) else {
                throw Hub.StartFailure("\(what) is not set: it holds the master key")
            }
            text = String(cString: value)
        case .file(let path):
            what = path
            if !TextFile.exists(path) {
                guard mayMake else { throw Hub.StartFailure("\(path): the master key is missing") }
                try TextFile.create(path, bytes: Array((RandomText.hex(bytes: 32) + "\n").utf8), mode: 0o600)
            }
            text = try TextFile.read(path, bytesLimit: TextFile.keyBytesLimit)
        }
        guard let key = Hexadecimal.decode(Array(text.utf8.prefix { $0 != UInt8(ascii: "\n") })), key.count == 32 else {
            throw Hub.StartFailure("\(what): must hold 32 bytes in hexadecimal: openssl rand -hex 32")
        }
        return SymmetricKey(data: key)
    }
}
