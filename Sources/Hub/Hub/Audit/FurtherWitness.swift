package import SignedNote

/// A witness outside this hub that cosigns what the hub has cosigned.
package struct FurtherWitness: Sendable, Equatable {
    /// Of the configuration.
    package var name: String
    /// `/add-checkpoint` is put behind it.
    package var url: String
    package var key: VerifierKey
    /// PEM file of the authority that signs the certificate of `url`; nil: those that the machine trusts.
    package var authority: String?

    package init(name: String, url: String, key: VerifierKey, authority: String?) {
        self.name = name
        self.url = url
        self.key = key
        self.authority = authority
    }
}
