import Yams

/// Reads `kubernetes`.
struct ServiceAccountsReader {
    let log: DiagnosticLog
    private var reader: PolicyReader { PolicyReader(log: log) }

    /// Groups that Kubernetes itself gives: nobody else may.
    private static let reservedPrefix = "system:"

    func read(_ node: Node) -> ServiceAccounts {
        var accounts = ServiceAccounts()
        guard let map = PolicyMap(node, what: "kubernetes", keys: ["issuer", "service_accounts"], log: log) else {
            return accounts
        }
        accounts.issuer = map["issuer"].flatMap { reader.text($0, "issuer") }
        let entries = map.required("service_accounts").flatMap {
            PolicyMap.entries($0, what: "service_accounts", log: log)
        }
        var principals: [String: String] = [:]
        for entry in entries ?? [] {
            guard let read = self.entry(entry) else { continue }
            if let principal = read.principal, let other = principals.updateValue(entry.key, forKey: principal) {
                log.error("principal \"\(principal)\" of \(entry.key) is that of \(other), too", at: entry.mark)
            }
            accounts.entries[entry.key] = read
        }
        return accounts
    }

    private func entry(_ entry: PolicyMap.Entry) -> ServiceAccounts.Entry? {
        let parts = entry.key.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ Self.isName($0) || $0 == "*" }), parts[0] != "*" else {
            log.error("service account \"\(entry.key)\" must be NAMESPACE/NAME or NAMESPACE/*", at: entry.mark)
            return nil
        }
        guard case .mapping = entry.value else { return .init(groups: groups(entry.value, entry.key)) }
        let what = "service account \"\(entry.key)\""
        guard let map = PolicyMap(entry.value, what: what, keys: ["principal", "groups"], log: log) else { return nil }
        let principal = map["principal"].flatMap { reader.name($0, "principal") }
        if let node = map["principal"], parts[1] == "*" {
            log.error("\(entry.key) is many service accounts: they cannot be one principal", at: node.mark)
        }
        return .init(principal: principal, groups: map["groups"].map { groups($0, entry.key) } ?? [])
    }

    private func groups(_ node: Node, _ account: String) -> [String] {
        reader.list(node, "the groups of \(account)").compactMap { text, mark in
            guard !text.hasPrefix(Self.reservedPrefix) else {
                log.error("group \"\(text)\": groups that begin with system: only Kubernetes gives", at: mark)
                return nil
            }
            return text
        }
    }

    /// RFC 1123, as namespaces and service accounts are named.
    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.count <= 253
            && text.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
                    || $0 == UInt8(ascii: ".")
            }
    }
}
