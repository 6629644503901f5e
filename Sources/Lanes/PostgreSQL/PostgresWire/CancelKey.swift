/// What a CancelRequest must show beside the process ID. Equal in the same time, whichever bytes differ.
package struct CancelKey: Sendable, Equatable {
    /// Of protocol 3.0.
    package static let shortBytes = 4
    /// What PostgreSQL gives in protocol 3.2.
    package static let longBytes = 32
    /// What protocol 3.2 allows.
    package static let bytesLimits = 4...256

    package let bytes: [UInt8]

    package static let none = CancelKey(count: shortBytes) { 0 }

    /// - Parameter count: as far as it is possible.
    package init(count: Int, _ byte: () -> UInt8) {
        let count = min(max(count, Self.bytesLimits.lowerBound), Self.bytesLimits.upperBound)
        bytes = (0..<count).map { _ in byte() }
    }

    /// Nil: it is of no possible length.
    package init?(_ bytes: [UInt8]) {
        guard Self.bytesLimits.contains(bytes.count) else { return nil }
        self.bytes = bytes
    }

    package static func == (one: CancelKey, other: CancelKey) -> Bool {
        guard one.bytes.count == other.bytes.count else { return false }
        var difference: UInt8 = 0
        for index in one.bytes.indices { difference |= one.bytes[index] ^ other.bytes[index] }
        return difference == 0
    }
}
