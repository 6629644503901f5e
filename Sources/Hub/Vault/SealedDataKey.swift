/// A data key as it is stored: sealed by a master key.
package struct SealedDataKey: Sendable, Equatable, Codable {
    /// From 1 on; the highest is the one that new secrets are sealed with.
    package var number: UInt32
    /// How it is sealed (1: AES-256-GCM by a key of ours; 2: by transit), then nonce, ciphertext and tag, or transit's
    /// own text.
    package var bytes: [UInt8]

    package init(number: UInt32, bytes: [UInt8]) {
        self.number = number
        self.bytes = bytes
    }

    enum Method: UInt8 {
        case local = 1
        case transit = 2
    }

    init(number: UInt32, _ method: Method, _ sealed: some Sequence<UInt8>) {
        self.init(number: number, bytes: [method.rawValue] + sealed)
    }

    /// - Returns: nil when it was sealed in another way.
    func sealed(by method: Method) -> ArraySlice<UInt8>? {
        bytes.first == method.rawValue ? bytes.dropFirst() : nil
    }
}
