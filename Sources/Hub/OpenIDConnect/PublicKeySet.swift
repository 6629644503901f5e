/// A provider's keys (RFC 7517, section 5). Keys that are not understood are passed over, as section 5 asks.
struct PublicKeySet: Sendable {
    static let keysLimit = 100

    enum Lookup {
        case found([PublicKey])
        case unknown
        /// There are keys of that ID, for other algorithms.
        case unfit
        /// The token names no key, and several would do.
        case ambiguous
    }

    private struct Document: Decodable {
        var keys: [Entry]
    }

    private struct Entry: Decodable {
        var key: PublicKey?
        init(from decoder: any Decoder) { key = try? PublicKey(from: decoder) }
    }

    private let keys: [PublicKey]

    init(json: [UInt8]) throws(ProviderFailure) {
        guard let document = ProviderJSON.decode(Document.self, from: json) else {
            throw ProviderFailure("its key set is not one (RFC 7517)")
        }
        guard document.keys.count <= Self.keysLimit else {
            throw ProviderFailure("its key set has more than \(Self.keysLimit) keys")
        }
        keys = document.keys.compactMap(\.key)
    }

    func find(keyID: String?, algorithm: SignatureAlgorithm) -> Lookup {
        let named = keyID.map { keyID in keys.filter { $0.kid == keyID } } ?? keys
        let fitting = named.filter { $0.fits(algorithm) }
        guard !named.isEmpty else { return .unknown }
        guard !fitting.isEmpty else { return keyID == nil ? .unknown : .unfit }
        guard keyID != nil || fitting.count == 1 else { return .ambiguous }
        return .found(fitting)
    }
}
