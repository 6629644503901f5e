package import Crypto

/// What data keys are sealed with.
package protocol MasterKey: Sendable {
    func seal(_ key: SymmetricKey, number: UInt32) async throws(MasterKeyFailure) -> SealedDataKey
    func open(_ sealed: SealedDataKey) async throws(MasterKeyFailure) -> SymmetricKey
    func close() async
}

extension MasterKey {
    package func close() async {}
}
