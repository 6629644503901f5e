/// When a provider's documents are fetched anew.
package enum RefreshAge {
    /// From this age on they are fetched anew in the background.
    package static let backgroundSeconds: Int64 = 300
    /// From this age on the fetch is waited for: a key that the provider took back does not stay good for longer.
    package static let awaitedSeconds: Int64 = 3_600
    /// For so long they are used while the provider is away.
    package static let lifetimeSeconds: Int64 = 86_400
    /// A provider is not asked more often than this, whatever keys tokens name.
    package static let intervalSeconds: Int64 = 5
}
