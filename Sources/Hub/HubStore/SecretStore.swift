/// Sealed secrets and the sealed keys that they were sealed with. The store never sees what is in them.
package protocol SecretStore: Sendable {
    /// - Returns: nil when there is no secret of that name and kind.
    func secret(_ kind: SecretKind, _ name: String) async throws -> StoredSecret?
    func secrets(_ kind: SecretKind) async throws -> [StoredSecret]
    /// Replaces what is there.
    func put(_ secret: StoredSecret) async throws
    /// - Returns: what is kept under the name: the given secret, or the one that somebody else put there first.
    func putIfAbsent(_ secret: StoredSecret) async throws -> StoredSecret
    /// Puts other sealed bytes of the same secret in the place of those it has.
    /// - Returns: false when it is another one by now.
    func reseal(_ secret: StoredSecret, with sealed: [UInt8]) async throws -> Bool
    /// - Returns: whether there was one.
    func removeSecret(_ kind: SecretKind, _ name: String) async throws -> Bool

    /// The sealed data keys, by their number.
    func dataKeys() async throws -> [UInt32: [UInt8]]
    /// - Returns: false when there is one of that number already.
    func addDataKey(_ number: UInt32, _ sealed: [UInt8]) async throws -> Bool
    /// Puts all of the data keys, sealed anew, in the place of the old ones.
    func replaceDataKeys(_ sealed: [UInt32: [UInt8]]) async throws
}
