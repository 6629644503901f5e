/// Whom the service accounts of a Kubernetes cluster stand for: `kubernetes` of a policy. Who is not named has no groups
/// but those of Kubernetes itself, and so no role.
package struct ServiceAccounts: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        /// In place of `<issuer>#<subject>`.
        package var principal: String?
        package var groups: [String]
    }

    /// The cluster's. nil: the only one that the hub takes sidecars' tokens of.
    package var issuer: String?
    /// By `NAMESPACE/NAME`, or `NAMESPACE/*` for all of a namespace.
    package var entries: [String: Entry]

    package init(issuer: String? = nil, entries: [String: Entry] = [:]) {
        self.issuer = issuer
        self.entries = entries
    }

    private static let subjectPrefix = "system:serviceaccount:"

    /// - Parameters:
    ///   - principal: `<issuer>#<subject>` of a token.
    ///   - clusters: issuers that are Kubernetes clusters.
    /// - Returns: nil when it is no service account that is named here.
    package func entry(ofPrincipal principal: String, clusters: [String]) -> Entry? {
        guard let issuer = issuer ?? (clusters.count == 1 ? clusters.first : nil), clusters.contains(issuer),
            principal.hasPrefix("\(issuer)#\(Self.subjectPrefix)")
        else { return nil }
        let parts = principal.dropFirst(issuer.count + 1 + Self.subjectPrefix.count)
            .split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        return entry(namespace: String(parts[0]), name: String(parts[1]))
    }

    package func entry(namespace: String, name: String) -> Entry? {
        guard !namespace.isEmpty, !name.isEmpty, name != "*", !namespace.contains("/"), !name.contains("/") else {
            return nil
        }
        let all = entries["\(namespace)/*"]
        let one = entries["\(namespace)/\(name)"]
        guard all != nil || one != nil else { return nil }
        return Entry(principal: one?.principal, groups: (all?.groups ?? []) + (one?.groups ?? []))
    }
}
