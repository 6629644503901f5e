import Policy
package import PolicyFile
import SignedNote
import SmallFiles
import Vault
import Yams

/// Reads the hub's configuration file, YAML.
package struct HubConfigurationReader {
    private let log: DiagnosticLog
    private let reader: PolicyReader

    private init(file: String) {
        log = DiagnosticLog(file: file)
        reader = PolicyReader(log: log)
    }

    /// Puts what the file says into `configuration`.
    /// - Throws: all errors of the file at once, in its order.
    package static func read(
        _ text: String, file: String, into configuration: inout HubConfiguration
    ) throws(PolicyErrors) {
        let reader = HubConfigurationReader(file: file)
        reader.read(text, &configuration)
        guard reader.log.diagnostics.isEmpty else { throw PolicyErrors(diagnostics: reader.log.sorted) }
    }

    private func read(_ text: String, _ configuration: inout HubConfiguration) {
        let keys = [
            "name", "listen", "hostnames", "tls", "vaults", "master_key", "old_master_key", "credentials", "url",
            "webhooks",
            "issuers", "administrators", "audit", "injector",
        ]
        guard let root = PolicySource.parse(text, log: log),
            let map = PolicyMap(root, what: "the configuration", keys: keys, log: log)
        else { return }
        if let node = map["name"], let name = reader.name(node, "name") { configuration.name = name }
        if let node = map["listen"], let address = reader.address(node, "listen", anyPort: true) {
            configuration.listenHost = address.host
            configuration.listenPort = Int(address.port)
        }
        if let node = map["hostnames"] { configuration.hostnames = reader.list(node, "hostnames").map(\.text) }
        if let node = map["url"], let url = Self.https(node, "url", log: log) { configuration.url = url }
        if let node = map["tls"] { certificate(node, &configuration) }
        let secrets = VaultReader(log: log)
        let vaults = map["vaults"].map(secrets.vaults) ?? [:]
        if let node = map["master_key"] { configuration.masterKey = secrets.masterKey(node, "master_key", vaults) }
        if let node = map["old_master_key"] {
            configuration.oldMasterKey = secrets.masterKey(node, "old_master_key", vaults)
        }
        if let node = map["credentials"] { configuration.credentials = secrets.credentials(node, vaults) }
        if let node = map["webhooks"] { configuration.webhooks = webhooks(node) }
        if let node = map["issuers"] { IssuerReader(log: log).read(node, into: &configuration) }
        if let node = map["audit"] { AuditReader(log: log).read(node, into: &configuration.audit) }
        if let node = map["injector"] { configuration.injector = InjectorReader(log: log).read(node) }
        if let node = map["administrators"] {
            configuration.administrators = reader.list(node, "administrators").map(\.text)
        }
    }

    private func certificate(_ node: Node, _ configuration: inout HubConfiguration) {
        guard let map = PolicyMap(node, what: "tls", keys: ["certificate", "key"], log: log) else { return }
        configuration.certificate = map.required("certificate").flatMap { reader.text($0, "certificate") }
        configuration.certificateKey = map.required("key").flatMap { reader.text($0, "key") }
    }

    private func webhooks(_ node: Node) -> [Webhook] {
        (PolicyMap.entries(node, what: "webhooks", log: log) ?? []).compactMap(webhook)
    }

    private func webhook(_ entry: PolicyMap.Entry) -> Webhook? {
        let what = "webhook \"\(entry.key)\""
        guard let map = PolicyMap(entry.value, what: what, keys: ["url", "secret_file"], log: log) else { return nil }
        let url = map.required("url").flatMap { Self.https($0, "url of \(what)", log: log) }
        let key = map.required("secret_file").flatMap { secret($0, what) }
        guard let url, let key else { return nil }
        return Webhook(name: entry.key, url: url, secret: key)
    }

    /// Standard Webhooks: `whsec_` and base64 of 24 to 64 bytes.
    private func secret(_ node: Node, _ what: String) -> SecretText? {
        guard let path = reader.text(node, "secret_file of \(what)") else { return nil }
        do {
            let text = try SmallFile.text(path)
            let line = text.prefix { $0 != "\n" }
            guard line.hasPrefix(WebhookSignature.prefix),
                let bytes = Base64.decode(Array(line.utf8.dropFirst(WebhookSignature.prefix.utf8.count))),
                (24...64).contains(bytes.count)
            else {
                log.error(
                    "\(path): must hold whsec_ and 24 to 64 random bytes in base64: "
                        + "echo \"whsec_$(openssl rand -base64 32)\" > \(path)", at: node.mark)
                return nil
            }
            return SecretText(String(line))
        } catch {
            log.error("secret_file of \(what): \(error)", at: node.mark)
            return nil
        }
    }

    /// An https address; http only on loopback.
    static func https(_ node: Node, _ what: String, log: DiagnosticLog) -> String? {
        guard let text = PolicyReader(log: log).text(node, what) else { return nil }
        let isLoopback = ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains {
            text.hasPrefix($0) && [":", "/"].contains(text.dropFirst($0.count).first ?? "/")
        }
        guard text.hasPrefix("https://") || isLoopback else {
            log.error("\(what) \"\(text)\" must begin with https:// (http:// only on loopback)", at: node.mark)
            return nil
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}
