/// Why a provider's documents cannot be had. Holds nothing of what it answered.
struct ProviderFailure: Error, Sendable, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
