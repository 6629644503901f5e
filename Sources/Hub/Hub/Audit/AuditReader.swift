import Policy
import PolicyFile
import SignedNote
import Yams

/// Reads `audit` of the hub's configuration file.
struct AuditReader {
    private let log: DiagnosticLog
    private let reader: PolicyReader

    init(log: DiagnosticLog) {
        self.log = log
        reader = PolicyReader(log: log)
    }

    func read(_ node: Node, into audit: inout AuditConfiguration) {
        let keys = ["retention", "witnesses", "witness_interval", "witnessed_logs"]
        guard let map = PolicyMap(node, what: "audit", keys: keys, log: log) else { return }
        if let node = map["retention"], let seconds = duration(node, "retention", example: "2192d") {
            audit.retentionSeconds = seconds
        }
        if let node = map["witness_interval"], let seconds = duration(node, "witness_interval", example: "1m") {
            audit.witnessIntervalSeconds = seconds
        }
        if let node = map["witnesses"] {
            audit.witnesses = (PolicyMap.entries(node, what: "witnesses", log: log) ?? []).compactMap(witness)
        }
        if let node = map["witnessed_logs"] {
            audit.witnessedLogs = reader.list(node, "witnessed_logs").compactMap { entry in
                key(entry.text, .ed25519, "a log of witnessed_logs", at: entry.mark)
            }
        }
    }

    private func witness(_ entry: PolicyMap.Entry) -> FurtherWitness? {
        let what = "witness \"\(entry.key)\""
        guard let map = PolicyMap(entry.value, what: what, keys: ["url", "key", "ca"], log: log) else { return nil }
        let url = map.required("url").flatMap { HubConfigurationReader.https($0, "url of \(what)", log: log) }
        let key = map.required("key").flatMap { node in
            reader.text(node, "key of \(what)").flatMap {
                self.key($0, .cosignatureV1, "key of \(what)", at: node.mark)
            }
        }
        let authority = map["ca"].flatMap { reader.text($0, "ca of \(what)") }
        guard let url, let key else { return nil }
        return FurtherWitness(name: entry.key, url: url, key: key, authority: authority)
    }

    private func key(_ text: String, _ algorithm: KeyAlgorithm, _ what: String, at mark: Mark?) -> VerifierKey? {
        guard let key = try? VerifierKey(parsing: text), key.algorithm == algorithm else {
            let kind = algorithm == .cosignatureV1 ? "a witness (cosignature/v1)" : "a log (Ed25519)"
            log.error("\(what) must be a verifier key of \(kind): name+hash+base64", at: mark)
            return nil
        }
        return key
    }

    private func duration(_ node: Node, _ what: String, example: String) -> Int64? {
        guard let text = reader.text(node, what) else { return nil }
        guard let seconds = Quantity.seconds(text), seconds > 0 else {
            log.error("\(what) \"\(text)\" is not a duration: write \(example)", at: node.mark)
            return nil
        }
        return Int64(seconds)
    }
}
