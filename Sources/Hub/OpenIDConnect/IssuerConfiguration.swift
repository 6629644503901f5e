import Outbound

/// An OpenID provider whose tokens are accepted, and what for.
package struct IssuerConfiguration: Sendable, Equatable {
    package static let leewaySecondsDefault: Int64 = 60
    package static let leewaySecondsLimit: Int64 = 600

    package var purpose: IssuerPurpose
    /// Exactly as the provider writes it into `iss`.
    package var issuer: String
    /// A token must be for one of them.
    package var audiences: [String]
    /// The claim that holds the groups, an array of strings or one string; dots lead into objects:
    /// `realm_access.roles`. A claim that has this very name, dots included, goes first. nil: no groups from claims.
    package var groupsClaim: String?
    /// Groups of everybody from this issuer.
    package var fixedGroups: [String]
    /// nil: subjects of service accounts mean nothing special.
    package var serviceAccounts: ServiceAccountMapping?
    /// How far the clocks may be apart.
    package var leewaySeconds: Int64
    /// Certificates (PEM) that the provider's TLS is checked with, in place of the system's.
    package var authorityFile: String?
    /// Where the keys are, in place of what discovery says: for Kubernetes API servers, whose discovery names an
    /// address that need not be reachable from a pod.
    package var keySetURL: String?
    /// A bearer token for discovery and keys (Kubernetes asks for one unless anonymous discovery is on). It is sent to
    /// the issuer's own origin and to `keySetURL` only.
    package var bearerTokenFile: String?

    package init(
        purpose: IssuerPurpose, issuer: String, audiences: [String], groupsClaim: String? = "groups",
        fixedGroups: [String] = [], serviceAccounts: ServiceAccountMapping? = nil,
        leewaySeconds: Int64 = leewaySecondsDefault, authorityFile: String? = nil, keySetURL: String? = nil,
        bearerTokenFile: String? = nil
    ) {
        self.purpose = purpose
        self.issuer = issuer
        self.audiences = audiences
        self.groupsClaim = groupsClaim
        self.fixedGroups = fixedGroups
        self.serviceAccounts = serviceAccounts
        self.leewaySeconds = leewaySeconds
        self.authorityFile = authorityFile
        self.keySetURL = keySetURL
        self.bearerTokenFile = bearerTokenFile
    }

    /// What is wrong with it. The text names the issuer and says what to do.
    package struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        package var description: String
    }

    /// The addresses in it, checked together with everything else.
    func addresses() throws(Failure) -> (issuer: HTTPAddress, keySet: HTTPAddress?) {
        guard !audiences.isEmpty, audiences.allSatisfy({ !$0.isEmpty }) else {
            throw Failure(description: "issuer \(issuer): name at least one audience, or tokens for anybody would do")
        }
        guard (0...Self.leewaySecondsLimit).contains(leewaySeconds) else {
            throw Failure(description: "issuer \(issuer): the leeway must be 0 to \(Self.leewaySecondsLimit) seconds")
        }
        let address = try address(issuer, "issuer")
        guard address.query == nil else { throw Failure(description: "issuer \(issuer): must not hold a query") }
        guard let keySetURL else { return (address, nil) }
        return (address, try self.address(keySetURL, "its key set address \(keySetURL)"))
    }

    private func address(_ text: String, _ what: String) throws(Failure) -> HTTPAddress {
        do { return try HTTPAddress(text) } catch {
            throw Failure(
                description: what == "issuer" ? "issuer \(text): \(error)" : "issuer \(issuer): \(what) \(error)")
        }
    }
}
