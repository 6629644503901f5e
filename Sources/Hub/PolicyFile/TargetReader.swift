import Detectors
import Policy
import Yams

/// Reads one entry of `targets`.
struct TargetReader {
    let log: DiagnosticLog
    private var reader: PolicyReader { PolicyReader(log: log) }

    static let tlsModes = ["disable", "require", "verify-ca", "verify-full"]
    static let loopbackReason = "is not a loopback address; no password is asked there, so nobody else may reach it"
    private static let keys = [
        "protocol", "upstream", "listen", "tls", "database", "credential", "phi", "detect", "functions", "notify",
        "derive", "on_masked_comparison", "record", "identity", "audit", "cleartext_password", "tls_direct", "settings",
        "pin", "parameters", "unlisted", "reviewed", "listen_tls",
    ]

    init(log: DiagnosticLog) { self.log = log }

    /// Nil: something that a target cannot do without is missing or wrong.
    func read(_ entry: PolicyMap.Entry) -> Target? {
        if SSHTargetReader.isOne(entry.value) { return SSHTargetReader(log: log).read(entry) }
        let name = reader.checkedName(entry.key, "target name", at: entry.mark)
        guard let map = PolicyMap(entry.value, what: "target \"\(entry.key)\"", keys: Self.keys, log: log) else {
            return nil
        }
        let isPostgres = map.required("protocol").map(isPostgres) ?? false
        let upstream = map.required("upstream").flatMap { reader.address($0, "upstream", anyPort: false) }
        let listen = map.required("listen").flatMap { self.listen($0, upstream: upstream) }
        let tls = map["tls"].map { node in
            reader.word(node, "TLS mode", of: Self.tlsModes).flatMap(Target.TLSMode.init(rawValue:))
        }
        let database = map["database"].map(database)
        let credential = map.required("credential").flatMap { reader.name($0, "credential") }
        let phi = map["phi"].map { PHIReader(log: log).read($0) } ?? PHIReader.Columns()
        let unlisted = UnlistedReader(log: log).read(map["unlisted"], reviewed: map["reviewed"])
        let detect = map["detect"].map {
            reader.words($0, "detect", entry: "detector", of: DetectorSet.names)
        }
        let functions = map["functions"].map { FunctionReader(log: log).read($0) }
        let notify = map["notify"].map(channels)
        let derive = map["derive"].map { self.derive($0, phi, isClosed: unlisted != nil) }
        let onMaskedComparison = map["on_masked_comparison"].flatMap { node in
            let words = MaskedComparisonAction.allCases.map(\.rawValue)
            return reader.word(node, "on_masked_comparison", of: words)
                .flatMap(MaskedComparisonAction.init(rawValue:))
        }
        let record = map["record"].map { self.record($0) }
        let identity = map["identity"].flatMap { node in
            reader.word(node, "identity", of: Target.Identity.allCases.map(\.rawValue))
                .flatMap(Target.Identity.init(rawValue:))
        }
        let audit = map["audit"].flatMap { node in
            reader.word(node, "audit", of: Target.Audit.allCases.map(\.rawValue)).flatMap(Target.Audit.init(rawValue:))
        }
        let cleartextPassword = map["cleartext_password"].map { reader.isTrue($0, "cleartext_password") }
        let tlsDirect = map["tls_direct"].map { node in
            if tls == .some(.disable) { log.error("tls_direct needs TLS, which is disabled", at: node.mark) }
            return reader.isTrue(node, "tls_direct")
        }
        let listenTLS = map["listen_tls"].flatMap { node in
            if listen?.isSocket == true {
                log.error("listen_tls is for addresses, and listen is a socket", at: node.mark)
            }
            return reader.isTrue(node, "listen_tls") ? true : nil
        }
        let parameters = map["parameters"].flatMap { node in
            reader.word(node, "parameters", of: PostgresTerms.Parameters.allCases.map(\.rawValue))
                .flatMap(PostgresTerms.Parameters.init(rawValue:))
        }
        let settings = map["settings"].map(SettingReader(log: log).patterns)
        let pins = map["pin"].flatMap { SettingReader(log: log).pins($0, identity: identity ?? .pod) }
        guard let name, isPostgres, let upstream, let listen, let credential else { return nil }
        return Target(
            name: name,
            service: .postgres(
                PostgresTerms(
                    database: (database ?? "postgres") ?? "postgres", tls: (tls ?? .verifyFull) ?? .verifyFull,
                    phi: phi.named, phiPatterns: phi.patterns.isEmpty ? nil : phi.patterns, unlisted: unlisted,
                    functions: functions?.names ?? [], functionSignatures: functions?.signatures,
                    functionWrites: functions?.writes, notify: notify, derive: derive,
                    onMaskedComparison: onMaskedComparison == .refuse ? nil : onMaskedComparison, settings: settings,
                    pins: pins, parameters: parameters, cleartextPassword: cleartextPassword ?? false,
                    tlsDirect: tlsDirect)),
            upstream: upstream, listen: listen, credential: credential, detect: detect ?? [],
            record: (record ?? RecordLimit.none) ?? RecordLimit.none, identity: identity ?? .pod,
            audit: audit ?? .spooled, listenTLS: listenTLS)
    }

    private typealias RecordLimit = Target.RecordLimit

    private func isPostgres(_ node: Node) -> Bool {
        guard let word = reader.word(node, "protocol", of: ["postgres", "mysql", "ssh", "http"]) else { return false }
        if word == "postgres" { return true }
        if word == "ssh" {
            log.error("a target of ssh has no protocol: write service: ssh", at: node.mark)
        } else {
            log.error(
                "protocol \"\(word)\" is not served by this version; postgres and service: ssh are", at: node.mark)
        }
        return false
    }

    func listen(_ node: Node, upstream: Target.Address?) -> Target.Address? {
        if case .scalar(let scalar) = node {
            if scalar.string == LaneAddress.auto { return upstream.map(LaneAddress.of) }
            if scalar.string.hasPrefix(LaneAddress.socketPrefix) { return socket(scalar.string, at: node.mark) }
        }
        guard let address = reader.address(node, "listen", anyPort: true) else { return nil }
        guard AddressText.isLoopback(address.host) else {
            log.error("listen \"\(address.host)\" \(Self.loopbackReason)", at: node.mark)
            return nil
        }
        return address
    }

    private func socket(_ text: String, at mark: Mark?) -> Target.Address? {
        guard let address = LaneAddress.socket(text) else {
            log.error(
                "listen \"\(text)\" must be unix: and an absolute path of at most \(LaneAddress.pathBytesLimit) bytes",
                at: mark)
            return nil
        }
        return address
    }

    private func database(_ node: Node) -> String? {
        guard let text = reader.text(node, "database") else { return nil }
        guard text.utf8.count <= SQLName.identifierBytesLimit else {
            log.error("database is longer than \(SQLName.identifierBytesLimit) bytes", at: node.mark)
            return nil
        }
        return text
    }

    private func channels(_ node: Node) -> [String] {
        reader.list(node, "notify").compactMap { text, mark in
            reader.identifiers(text, "channel", form: "CHANNEL", count: 1, at: mark)?.first
        }
    }

    /// - Parameter key: what of an answer is kept.
    func record(_ node: Node, key: String = "rows") -> Target.RecordLimit? {
        guard let map = PolicyMap(node, what: "record", keys: [key], log: log), let rows = map.required(key),
            let text = reader.text(rows, key)
        else { return nil }
        switch text {
        case "none": return Target.RecordLimit.none
        case "all": return .all
        default:
            guard let bytes = Quantity.bytes(text), (1...PolicyReader.recordBytesLimit).contains(bytes) else {
                log.error(
                    "\(key) \"\(text)\" is none of: none, all, a size up to 1GiB such as 64KiB or 1MiB", at: rows.mark)
                return nil
            }
            return .bytes(bytes)
        }
    }
}
