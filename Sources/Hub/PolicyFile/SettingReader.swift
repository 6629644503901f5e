import Policy
import Yams

/// Reads `settings` and `pin` of a target.
struct SettingReader {
    let log: DiagnosticLog
    private var reader: PolicyReader { PolicyReader(log: log) }

    private static let nameBytesLimit = 63
    private static let pinsLimit = 64
    private static let form = "a name with a dot, such as app.user"

    /// Parameters that a client may change, in lower case.
    func patterns(_ node: Node) -> [String] {
        reader.list(node, "settings").compactMap { text, mark in
            text.hasSuffix(".*")
                ? name(String(text.dropLast()) + "x", shown: text, "setting", at: mark).map { _ in text.lowercased() }
                : name(text, shown: text, "setting", at: mark)
        }
    }

    /// - Parameter identity: of the target.
    func pins(_ node: Node, identity: Target.Identity) -> [SettingPin]? {
        guard let entries = PolicyMap.entries(node, what: "pin", log: log) else { return nil }
        guard !entries.isEmpty, entries.count <= Self.pinsLimit else {
            log.error("pin must have 1 to \(Self.pinsLimit) settings", at: node.mark)
            return nil
        }
        var seen: Set<String> = []
        return entries.compactMap { entry in
            let name = name(entry.key, shown: entry.key, "setting", at: entry.mark)
            let source = source(entry.value, identity: identity)
            guard let name, let source else { return nil }
            guard seen.insert(name).inserted else {
                log.error("setting \"\(name)\" is pinned twice", at: entry.mark)
                return nil
            }
            return SettingPin(name: name, source: source)
        }
    }

    private func source(_ node: Node, identity: Target.Identity) -> SettingPin.Source? {
        guard case .mapping = node else {
            switch reader.word(node, "value of a pinned setting", of: ["principal", "role"]) {
            case "principal": return .principal
            case "role": return .role
            default: return nil
            }
        }
        guard let map = PolicyMap(node, what: "the value of a pinned setting", keys: ["claim"], log: log),
            let claim = map.required("claim").flatMap({ reader.text($0, "claim") })
        else { return nil }
        guard identity == .token else {
            log.error("a claim is a token's: the target needs \"identity: token\"", at: node.mark)
            return nil
        }
        return .claim(claim)
    }

    /// Those without a dot are the server's own, and which of them a client may change is the product's matter.
    private func name(_ text: String, shown: String, _ what: String, at mark: Mark?) -> String? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isName = parts.allSatisfy { part in
            part.utf8.enumerated().allSatisfy { place, byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "_"):
                    true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): place > 0
                default: false
                }
            } && !part.isEmpty
        }
        guard isName, parts.count >= 2, text.utf8.count <= Self.nameBytesLimit else {
            log.error(
                "\(what) \"\(shown)\" is not \(Self.form), of letters, digits and \"_\", at most "
                    + "\(Self.nameBytesLimit) bytes long", at: mark)
            return nil
        }
        guard parts[0].lowercased() != "chaperone" else {
            log.error("\(what) \"\(shown)\" is the lane's own", at: mark)
            return nil
        }
        return text.lowercased()
    }
}
