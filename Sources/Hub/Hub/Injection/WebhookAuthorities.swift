/// The authorities of the webhook's certificate, oldest first: one, or two while the newer takes over. What an API server
/// is to trust is always there before anything is signed by it: append, serve, drop.
struct WebhookAuthorities: Codable, Sendable, Equatable {
    struct Generation: Codable, Sendable, Equatable {
        /// 32 secret bytes.
        var key: [UInt8]
        /// DER.
        var certificate: [UInt8]
        var madeAtSeconds: Int64
        /// When the API server first had it; nil: it has not.
        var publishedAtSeconds: Int64?
    }

    static let lifetimeSeconds: Int64 = 90 * 86_400
    static let renewalSeconds: Int64 = 60 * 86_400
    /// API servers hear of a changed webhook within seconds; a whole hour is for those that were partitioned.
    static let settlingSeconds: Int64 = 3_600
    /// Replicas of the hub may still serve what the older one signed.
    static let dropSeconds: Int64 = 86_400
    static let expiryWarningSeconds: Int64 = 86_400

    var generations: [Generation] = []

    /// Makes what is due and forgets what is not needed any more.
    mutating func advance(nowSeconds: Int64, make: () throws -> Generation) rethrows {
        guard let newest = generations.last else {
            generations = [try make()]
            return
        }
        if generations.count > 1, let published = newest.publishedAtSeconds,
            nowSeconds >= published + Self.dropSeconds
        {
            generations.removeFirst(generations.count - 1)
        }
        if generations.count == 1, nowSeconds >= newest.madeAtSeconds + Self.renewalSeconds {
            generations.append(try make())
        }
    }

    /// Told that an API server trusts them all.
    mutating func published(nowSeconds: Int64) {
        for index in generations.indices where generations[index].publishedAtSeconds == nil {
            generations[index].publishedAtSeconds = nowSeconds
        }
    }

    /// The one that signs: the newest that API servers know for long enough; the only one in any case.
    func serving(nowSeconds: Int64) -> Generation? {
        generations.last { $0.publishedAtSeconds.map { nowSeconds >= $0 + Self.settlingSeconds } ?? false }
            ?? generations.first
    }

    static func endsAtSeconds(_ generation: Generation) -> Int64 { generation.madeAtSeconds + lifetimeSeconds }
}
