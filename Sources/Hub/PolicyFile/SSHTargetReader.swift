import Detectors
import Policy
import SSHKeys
import SSHOperations
import Yams

/// Reads one entry of `targets` that speaks SSH.
struct SSHTargetReader {
    let log: DiagnosticLog
    private var reader: PolicyReader { PolicyReader(log: log) }
    private var common: TargetReader { TargetReader(log: log) }

    private static let keys = [
        "service", "upstream", "listen", "user", "host_keys", "host_ca", "credential", "phi", "detect", "phi_paths",
        "environment", "unbound_signatures", "record", "identity", "audit",
    ]
    private static let userBytesLimit = 256

    /// Whether the entry says `service: ssh`.
    static func isOne(_ node: Node) -> Bool { node.mapping?["service"]?.scalar?.string == "ssh" }

    /// Nil: something that a target cannot do without is missing or wrong.
    func read(_ entry: PolicyMap.Entry) -> Target? {
        let name = reader.checkedName(entry.key, "target name", at: entry.mark)
        guard let map = PolicyMap(entry.value, what: "target \"\(entry.key)\"", keys: Self.keys, log: log) else {
            return nil
        }
        let upstream = map.required("upstream").flatMap { reader.address($0, "upstream", anyPort: false) }
        let listen =
            map["listen"] == nil ? Self.anyPort : map["listen"].flatMap { common.listen($0, upstream: upstream) }
        let credential = map.required("credential").flatMap { reader.name($0, "credential") }
        let user = map.required("user").flatMap(user)
        let hostKeys = map["host_keys"].map { keys($0, "host_keys") } ?? []
        let authorities = map["host_ca"].map { keys($0, "host_ca") } ?? []
        if map["host_keys"] == nil, map["host_ca"] == nil {
            log.error(
                "target \"\(entry.key)\" lacks \"host_keys\" or \"host_ca\": a host is trusted by nothing else; "
                    + "ssh-keyscan shows its keys, whoever runs it can say that they are its", at: map.mark)
        }
        let detect = map["detect"].map { reader.words($0, "detect", entry: "detector", of: DetectorSet.names) } ?? []
        let protectsOutput = map["phi"].map { reader.isTrue($0, "phi") } ?? false
        if protectsOutput, detect.isEmpty, let node = map["phi"] {
            log.error("\"phi\" needs \"detect\": what is to be masked in what programs say", at: node.mark)
        }
        let paths = map["phi_paths"].map { patterns($0, "phi_paths") } ?? []
        let environment = map["environment"].map { node in
            reader.list(node, "environment").compactMap { variable($0.text, at: $0.mark) }
        }
        let isUnbound = map["unbound_signatures"].map { reader.isTrue($0, "unbound_signatures") } ?? false
        let record = map["record"].map { common.record($0, key: "output") }
        let identity = map["identity"].flatMap { node in
            reader.word(node, "identity", of: Target.Identity.allCases.map(\.rawValue))
                .flatMap(Target.Identity.init(rawValue:))
        }
        let audit = map["audit"].flatMap { node in
            reader.word(node, "audit", of: Target.Audit.allCases.map(\.rawValue)).flatMap(Target.Audit.init(rawValue:))
        }
        guard let name, let upstream, let listen, let credential, let user else { return nil }
        return Target(
            name: name,
            service: .ssh(
                SSHTerms(
                    user: user, hostKeys: hostKeys, hostAuthorities: authorities, protectsOutput: protectsOutput,
                    protectedPaths: paths, environment: environment ?? [], unboundSignatures: isUnbound ? true : nil)),
            upstream: upstream, listen: listen, credential: credential, detect: detect,
            record: (record ?? Target.RecordLimit.none) ?? Target.RecordLimit.none, identity: identity ?? .pod,
            audit: audit ?? .spooled)
    }

    /// `chaperone ssh-config` tells which it is.
    private static let anyPort = Target.Address(host: "127.0.0.1", port: 0)

    private func user(_ node: Node) -> String? {
        guard let text = reader.text(node, "user") else { return nil }
        guard text.utf8.count <= Self.userBytesLimit, !text.utf8.contains(UInt8(ascii: "\n")) else {
            log.error("user is not the name of an account", at: node.mark)
            return nil
        }
        return text
    }

    private func keys(_ node: Node, _ what: String) -> [String] {
        reader.list(node, what).compactMap { text, mark in
            guard let key = SSHPublicKey(line: text) else {
                log.error(
                    "an entry of \(what) is no public key: write its type and its base64, as in ssh-ed25519 AAAA…; "
                        + "known are ssh-ed25519, ecdsa-sha2-nistp256, and ssh-rsa of 2048 bits or more", at: mark)
                return nil
            }
            return key.line
        }
    }

    func patterns(_ node: Node, _ what: String) -> [String] {
        reader.list(node, what).compactMap { text, mark in
            guard text.hasPrefix("/"), PathGlob(text) != nil else {
                log.error(
                    "\(what) \"\(text)\" is no pattern of paths: begin it with /, use * within a part and ** for any "
                        + "parts, .* and .** where names may begin with a point, and neither . nor .. nor empty parts",
                    at: mark)
                return nil
            }
            return text
        }
    }

    private func variable(_ text: String, at mark: Mark?) -> String? {
        guard VariableName.isOne(text) else {
            log.error("\"\(text)\" is no name of a variable", at: mark)
            return nil
        }
        return text
    }
}
