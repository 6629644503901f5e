package import Crypto
import Glibc
import Outbound
import SignedNote
import SmallFiles

/// A master key of 32 bytes that the hub itself holds, from a file or an environment variable.
package struct LocalMasterKey: MasterKey {
    package static let keyBytes = 32

    private let key: SymmetricKey
    /// Where it is from.
    private let name: String

    /// - Parameter text: the key in lower-case hexadecimal or in base64.
    init(text: String, name: String) throws(MasterKeyFailure) {
        guard let bytes = Hexadecimal.decode(Array(text.utf8)) ?? Base64.decode(text), bytes.count == Self.keyBytes
        else {
            throw .notThere(
                "\(name) must hold \(Self.keyBytes) bytes in hexadecimal or base64: openssl rand -hex \(Self.keyBytes)")
        }
        guard Set(bytes).count > 1 else { throw .notThere("\(name) holds one byte over and over: make a random one") }
        key = SymmetricKey(data: bytes)
        self.name = name
    }

    /// - Parameter path: a file that only its owner, and perhaps its group, may read.
    package init(file path: String) throws(MasterKeyFailure) {
        let text: String
        do { text = try SmallFile.secret(path, others: .groupReads) } catch { throw .notThere(error.description) }
        try self.init(text: text, name: path)
    }

    package init(environment variable: String) throws(MasterKeyFailure) {
        guard let value = getenv(variable) else { throw .notThere("the environment variable \(variable) is not set") }
        try self.init(text: String(cString: value), name: "the environment variable \(variable)")
    }

    package func seal(_ key: SymmetricKey, number: UInt32) async throws(MasterKeyFailure) -> SealedDataKey {
        guard
            let box = try? AES.GCM.seal(
                key.withUnsafeBytes { Array($0) }, using: self.key, authenticating: Self.associatedData(number)),
            let combined = box.combined
        else { throw .notThisKey(name) }
        return SealedDataKey(number: number, .local, combined)
    }

    package func open(_ sealed: SealedDataKey) async throws(MasterKeyFailure) -> SymmetricKey {
        guard let combined = sealed.sealed(by: .local), let box = try? AES.GCM.SealedBox(combined: combined),
            let key = try? AES.GCM.open(box, using: key, authenticating: Self.associatedData(sealed.number))
        else { throw .notThisKey(name) }
        return SymmetricKey(data: key)
    }

    private static func associatedData(_ number: UInt32) -> [UInt8] {
        Array("chaperone/data-key/v1".utf8) + BigEndian.bytes(number)
    }
}
