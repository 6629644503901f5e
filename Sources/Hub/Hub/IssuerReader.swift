import OpenIDConnect
import PolicyFile
import Yams

/// Reads `issuers` of the hub's configuration.
struct IssuerReader {
    let log: DiagnosticLog
    private var reader: PolicyReader { PolicyReader(log: log) }

    private static let keys = [
        "issuer", "for", "audiences", "groups_claim", "groups", "service_accounts", "leeway", "authority", "keys",
        "bearer_token_file", "login",
    ]

    func read(_ node: Node, into configuration: inout HubConfiguration) {
        guard case .sequence(let sequence) = node else {
            log.error("issuers must be a list", at: node.mark)
            return
        }
        for entry in sequence { read(entry: entry, into: &configuration) }
    }

    private func read(entry: Node, into configuration: inout HubConfiguration) {
        guard let map = PolicyMap(entry, what: "an issuer", keys: Self.keys, log: log) else { return }
        let address = map.required("issuer").flatMap { reader.text($0, "issuer") }
        let purposes = map.required("for").map { reader.list($0, "for") } ?? []
        let audiences = map.required("audiences").map { reader.list($0, "audiences").map(\.text) } ?? []
        guard let address else { return }
        var issuer = IssuerConfiguration(purpose: .people, issuer: address, audiences: audiences)
        if let node = map["groups_claim"] { issuer.groupsClaim = reader.text(node, "groups_claim") }
        if let node = map["groups"] { issuer.fixedGroups = reader.list(node, "groups").map(\.text) }
        if let node = map["leeway"], let seconds = reader.seconds(node, "leeway") {
            issuer.leewaySeconds = Int64(seconds)
        }
        issuer.authorityFile = map["authority"].flatMap { reader.text($0, "authority") }
        issuer.keySetURL = map["keys"].flatMap { reader.text($0, "keys") }
        issuer.bearerTokenFile = map["bearer_token_file"].flatMap { reader.text($0, "bearer_token_file") }
        issuer.serviceAccounts = map["service_accounts"].map(serviceAccounts)
        for purpose in purposes {
            guard let known = IssuerPurpose(rawValue: purpose.text) else {
                let all = IssuerPurpose.allCases.map(\.rawValue).joined(separator: ", ")
                log.error("an issuer is for \(all), not for \"\(purpose.text)\"", at: purpose.mark)
                continue
            }
            issuer.purpose = known
            configuration.issuers.append(issuer)
        }
        if let node = map["login"] {
            guard purposes.contains(where: { $0.text == IssuerPurpose.people.rawValue }) else {
                log.error("\"login\" goes only with an issuer that is for people", at: node.mark)
                return
            }
            if let login = login(node, address) { configuration.logins.append(login) }
        }
    }

    private func serviceAccounts(_ node: Node) -> ServiceAccountMapping {
        var mapping = ServiceAccountMapping()
        for entry in PolicyMap.entries(node, what: "service_accounts", log: log) ?? [] {
            let parts = entry.key.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), parts[0] != "*" else {
                log.error("service account \"\(entry.key)\" must be NAMESPACE/NAME or NAMESPACE/*", at: entry.mark)
                continue
            }
            mapping.groups[entry.key] = reader.list(entry.value, "the groups of \(entry.key)").map(\.text)
        }
        return mapping
    }

    private func login(_ node: Node, _ issuer: String) -> HubConfiguration.Login? {
        guard
            let map = PolicyMap(node, what: "login", keys: ["client_id", "client_secret_file", "scopes"], log: log),
            let client = map.required("client_id").flatMap({ reader.text($0, "client_id") })
        else { return nil }
        return HubConfiguration.Login(
            issuer: issuer, clientID: client,
            clientSecretFile: map["client_secret_file"].flatMap { reader.text($0, "client_secret_file") },
            scopes: map["scopes"].map { reader.list($0, "scopes").map(\.text) } ?? [])
    }
}
