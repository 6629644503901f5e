/// Why a master key does not do its work. Holds nothing of it.
package enum MasterKeyFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// It was sealed by another, or was changed.
    case notThisKey(String)
    /// There is no key where it should be; the text says where and what to do.
    case notThere(String)
    case service(String)

    package var description: String {
        switch self {
        case .notThisKey(let name): "\(name) is not the master key that it was sealed with, or it was changed"
        case .notThere(let reason): "the master key: \(reason)"
        case .service(let reason): "the master key's service: \(reason)"
        }
    }
}
