package import Crypto
import Outbound
import SignedNote

/// A master key that never leaves Vault or OpenBao: its transit engine seals and opens.
///
/// The policy needs `update` on `MOUNT/encrypt/KEY` and `MOUNT/decrypt/KEY`.
package struct TransitMasterKey: MasterKey {
    private let client: VaultClient
    private let mount: String
    private let keyName: String
    private let nowSeconds: @Sendable () -> Int64

    /// - Parameter client: of nobody else: it is closed with the key.
    init(client: VaultClient, mount: String, keyName: String, nowSeconds: @escaping @Sendable () -> Int64) {
        self.client = client
        self.mount = mount
        self.keyName = keyName
        self.nowSeconds = nowSeconds
    }

    package func close() async { await client.close(nowSeconds: nowSeconds()) }

    private struct Plaintext: Codable { var plaintext: String }
    private struct Ciphertext: Codable { var ciphertext: String }

    package func seal(_ key: SymmetricKey, number: UInt32) async throws(MasterKeyFailure) -> SealedDataKey {
        // Its number goes in with it, so that transit, too, binds the two together.
        let bytes = BigEndian.bytes(number) + key.withUnsafeBytes { Array($0) }
        let answer: Ciphertext
        do {
            answer = try await client.ask(
                .post, [mount, "encrypt", keyName], body: Plaintext(plaintext: Base64.encode(bytes)),
                nowSeconds: nowSeconds(), as: VaultAnswer<Ciphertext>.self
            ).data
        } catch { throw .service(error.description) }
        return SealedDataKey(number: number, .transit, answer.ciphertext.utf8)
    }

    package func open(_ sealed: SealedDataKey) async throws(MasterKeyFailure) -> SymmetricKey {
        guard let text = sealed.sealed(by: .transit) else { throw .notThisKey("transit key \(keyName)") }
        let answer: Plaintext
        do {
            answer = try await client.ask(
                .post, [mount, "decrypt", keyName], body: Ciphertext(ciphertext: String(decoding: text, as: UTF8.self)),
                nowSeconds: nowSeconds(), as: VaultAnswer<Plaintext>.self
            ).data
        } catch { throw .service(error.description) }
        guard let bytes = Base64.decode(answer.plaintext), bytes.count == 4 + LocalMasterKey.keyBytes,
            BigEndian.number(bytes.prefix(4)) == sealed.number
        else { throw .notThisKey("transit key \(keyName)") }
        return SymmetricKey(data: bytes.dropFirst(4))
    }
}
