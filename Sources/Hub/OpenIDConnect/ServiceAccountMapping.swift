/// What the subjects of Kubernetes service-account tokens, `system:serviceaccount:NAMESPACE:NAME`, stand for.
///
/// They belong to the groups that Kubernetes itself puts them in, `system:serviceaccounts` and
/// `system:serviceaccounts:NAMESPACE`, and to those that are configured.
package struct ServiceAccountMapping: Sendable, Equatable {
    /// By `NAMESPACE/NAME`, or `NAMESPACE/*` for all of a namespace.
    package var groups: [String: [String]]

    package init(groups: [String: [String]] = [:]) { self.groups = groups }

    /// Of every subject that is a service account.
    static let prefix = "system:serviceaccount:"

    /// - Returns: nil when the subject is not that of a service account.
    func groups(subject: String) -> [String]? {
        guard subject.hasPrefix(Self.prefix) else { return nil }
        let parts = subject.dropFirst(Self.prefix.count).split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && !$0.contains("/") && $0 != "*" }) else { return nil }
        return ["system:serviceaccounts", "system:serviceaccounts:\(parts[0])"]
            + (groups["\(parts[0])/*"] ?? []) + (groups["\(parts[0])/\(parts[1])"] ?? [])
    }
}
