/// How long what runs in a session may go on: until the identity of its client ends, and the lease of the policy that it was
/// judged by.
enum SessionTerm: Equatable {
    /// To be asked again in so many seconds, or when another policy comes.
    case goesOn(askInSeconds: Int64)
    /// Nothing ends it.
    case unlimited
    /// The client is nobody any more.
    case identityEnded
    /// Nothing may run, until a later policy comes.
    case leaseEnded

    /// The clock may be set meanwhile.
    private static let pauseSecondsLimit: Int64 = 30

    init(identityEndsAtSeconds: Int64?, leaseEndsAtSeconds: Int64?, nowSeconds: Int64) {
        if let end = identityEndsAtSeconds, end <= nowSeconds {
            self = .identityEnded
        } else if let end = leaseEndsAtSeconds, end <= nowSeconds {
            self = .leaseEnded
        } else if let end = [identityEndsAtSeconds, leaseEndsAtSeconds].compactMap({ $0 }).min() {
            self = .goesOn(askInSeconds: min(end - nowSeconds, Self.pauseSecondsLimit))
        } else {
            self = .unlimited
        }
    }
}
