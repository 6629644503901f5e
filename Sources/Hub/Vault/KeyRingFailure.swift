/// Why something cannot be sealed or unsealed. Holds names and numbers, never content.
package enum KeyRingFailure: Error, Sendable, Equatable, CustomStringConvertible {
    case noDataKeys
    /// None of the master keys opens it.
    case dataKeyNotOpened(number: UInt32, reason: String)
    /// The store has a newer data key than was opened: open it anew.
    case unknownDataKey(number: UInt32)
    /// Changed, or sealed for another place.
    case notUnsealed(SecretPlace)
    case masterKey(MasterKeyFailure)

    package var description: String {
        switch self {
        case .noDataKeys: "there is no data key"
        case .dataKeyNotOpened(let number, let reason): "data key \(number) cannot be opened: \(reason)"
        case .unknownDataKey(let number): "data key \(number) is not there: it was added after the others were read"
        case .notUnsealed(let place):
            "\(place.purpose) \(place.name), version \(place.version), cannot be unsealed: its bytes were changed, or they are those of another secret"
        case .masterKey(let failure): failure.description
        }
    }
}
