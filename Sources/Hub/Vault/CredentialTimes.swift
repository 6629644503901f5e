/// How long credentials are kept.
package enum CredentialTimes {
    /// A password without a lease is asked for anew from this age on.
    package static let cacheSecondsDefault: Int64 = 60
    /// It is used up to this age when its source is away.
    package static let awaySeconds: Int64 = 900
    /// A source that failed is not asked again sooner.
    package static let retrySeconds: Int64 = 5
    /// A lease that a database did not accept is not followed by another sooner: each makes a user there.
    package static let leaseRetrySeconds: Int64 = 60
}
