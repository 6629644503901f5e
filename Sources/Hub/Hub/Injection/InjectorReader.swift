import Glibc
import Injection
import Policy
import PolicyFile
import SmallFiles
import Yams

/// Reads `injector` of the hub's configuration.
struct InjectorReader {
    let log: DiagnosticLog
    private var reader: PolicyReader { PolicyReader(log: log) }

    private static let keys = [
        "listen", "hostnames", "webhook", "api", "tls", "image", "hub", "hub_authority", "upstream_ca", "audience",
        "namespace",
        "strict", "mesh_images", "resources", "fence",
    ]

    func read(_ node: Node) -> InjectorConfiguration? {
        guard let map = PolicyMap(node, what: "injector", keys: Self.keys, log: log) else { return nil }
        let listen = map.required("listen").flatMap { reader.address($0, "listen", anyPort: true) }
        let hostnames = map.required("hostnames").map { reader.list($0, "hostnames").map(\.text) } ?? []
        let image = map.required("image").flatMap { place($0, "image") }
        let hub = map.required("hub").flatMap(address)
        let certificate = certificate(map)
        let resources = map["resources"].flatMap {
            PolicyMap($0, what: "resources", keys: ["requests", "limits"], log: log)
        }
        guard let listen, let image, let hub, let certificate else { return nil }
        return InjectorConfiguration(
            listenHost: listen.host, listenPort: Int(listen.port), hostnames: hostnames, certificate: certificate,
            image: image,
            hub: hub,
            hubAuthorityFile: map["hub_authority"].flatMap { reader.text($0, "hub_authority") },
            upstreamAuthorities: map["upstream_ca"].flatMap(authorities) ?? "",
            audience: map["audience"].flatMap { reader.text($0, "audience") } ?? InjectionSettings.defaultAudience,
            namespace: map["namespace"].flatMap { reader.name($0, "namespace") } ?? InjectionSettings.defaultNamespace,
            isStrict: map["strict"].map { reader.isTrue($0, "strict") } ?? false,
            fence: map["fence"].flatMap(fence),
            meshImages: map["mesh_images"].map { reader.list($0, "mesh_images").map(\.text) } ?? [],
            requests: quantities(resources?["requests"], "requests") ?? InjectionSettings.defaultRequests,
            limits: quantities(resources?["limits"], "limits") ?? InjectionSettings.defaultLimits)
    }

    private static let variablePrefix = "env:"

    /// A text, or that of a variable: so that one ConfigMap says it to the hub and to the admission policy.
    private func place(_ node: Node, _ what: String) -> String? {
        guard let text = reader.text(node, what) else { return nil }
        guard text.hasPrefix(Self.variablePrefix) else {
            return text
        }
        let name = String(text.dropFirst(Self.variablePrefix.count))
        guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else {
            log.error("\(what): the variable \(name) is not set", at: node.mark)
            return nil
        }
        return value
    }

    /// PEM of a file, or of a variable; one that is empty says that there are none.
    private func authorities(_ node: Node) -> String? {
        guard let text = reader.text(node, "upstream_ca") else { return nil }
        let pem: String
        if text.hasPrefix(Self.variablePrefix) {
            pem = getenv(String(text.dropFirst(Self.variablePrefix.count))).map { String(cString: $0) } ?? ""
        } else {
            do { pem = try SmallFile.text(text, bytesLimit: SmallFile.documentBytesLimit) } catch {
                log.error("upstream_ca: \(error)", at: node.mark)
                return nil
            }
        }
        guard pem.isEmpty || pem.contains("-----BEGIN CERTIFICATE-----") else {
            log.error("upstream_ca: \(text) holds no certificate in PEM", at: node.mark)
            return nil
        }
        return pem
    }

    private func fence(_ node: Node) -> InjectorConfiguration.Fence? {
        guard let map = PolicyMap(node, what: "fence", keys: ["image", "except"], log: log),
            let image = map.required("image").flatMap({ place($0, "image of fence") })
        else { return nil }
        let exceptions = map["except"].map { reader.list($0, "except") } ?? []
        return InjectorConfiguration.Fence(
            image: image,
            exceptions: exceptions.compactMap { text, mark in
                do throws(Network.Malformed) { return try Network(text).description } catch {
                    log.error("network \"\(text)\" \(error)", at: mark)
                    return nil
                }
            })
    }

    private func address(_ node: Node) -> String? {
        guard let text = place(node, "hub") else { return nil }
        guard text.hasPrefix("https://") else {
            log.error("hub \"\(text)\" must begin with https://", at: node.mark)
            return nil
        }
        return text
    }

    private func certificate(_ map: PolicyMap) -> InjectorConfiguration.Certificate? {
        if let node = map["tls"] {
            if let other = map["webhook"] ?? map["api"] {
                log.error(
                    "\"tls\" has a certificate that others renew: \"webhook\" and \"api\" go without it", at: other.mark
                )
            }
            guard let files = PolicyMap(node, what: "tls", keys: ["certificate", "key"], log: log),
                let certificate = files.required("certificate").flatMap({ reader.text($0, "certificate") }),
                let key = files.required("key").flatMap({ reader.text($0, "key") })
            else { return nil }
            return .files(certificate: certificate, key: key)
        }
        var api = InjectorConfiguration.KubernetesAPI()
        if let node = map["api"] {
            guard
                let given = PolicyMap(node, what: "api", keys: ["url", "authority", "token_file"], log: log),
                let url = given.required("url").flatMap({ HubConfigurationReader.https($0, "url of api", log: log) })
            else { return nil }
            api.url = url
            api.authorityFile = given["authority"].flatMap { reader.text($0, "authority") }
            api.tokenFile = given["token_file"].flatMap { reader.text($0, "token_file") }
        }
        return map.required("webhook").flatMap { reader.name($0, "webhook") }.map { .own(webhook: $0, api: api) }
    }

    private func quantities(_ node: Node?, _ what: String) -> [String: String]? {
        guard let node, let entries = PolicyMap.entries(node, what: what, log: log) else { return nil }
        var quantities: [String: String] = [:]
        for entry in entries { quantities[entry.key] = reader.text(entry.value, "\(entry.key) of \(what)") }
        return quantities
    }
}
