package import Policy
package import Yams

/// Reads single values of the policy file. Each gives nil after it reported what is wrong.
package struct PolicyReader {
    package let log: DiagnosticLog

    package init(log: DiagnosticLog) { self.log = log }

    static let nameBytesLimit = 63
    static let textBytesLimit = 4096
    static let listEntriesLimit = 10_000
    static let recordBytesLimit = 1 << 30
    static let approvalSecondsLimit = 7 * 86_400

    package func text(_ node: Node, _ what: String) -> String? {
        guard case .scalar(let scalar) = node else {
            log.error("\(what) must be one value, not a list or a mapping", at: node.mark)
            return nil
        }
        guard !scalar.string.isEmpty else {
            log.error("\(what) is empty", at: node.mark)
            return nil
        }
        guard scalar.string.utf8.count <= Self.textBytesLimit else {
            log.error("\(what) is longer than \(Self.textBytesLimit) bytes", at: node.mark)
            return nil
        }
        let isPrintable = scalar.string.unicodeScalars.allSatisfy { $0.value >= 32 || $0 == "\n" || $0 == "\t" }
        guard isPrintable else {
            log.error("\(what) contains control characters", at: node.mark)
            return nil
        }
        return scalar.string
    }

    /// Letters, digits, `-`, `_` and `.`, starting with a letter or digit: fit for file names and messages.
    package func name(_ node: Node, _ what: String) -> String? {
        guard let text = text(node, what) else { return nil }
        return checkedName(text, what, at: node.mark)
    }

    func checkedName(_ text: String, _ what: String, at mark: Mark?) -> String? {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        let startsWell = text.first.map { $0.isLetter || $0.isNumber } ?? false
        guard isPlain, startsWell, text.utf8.count <= Self.nameBytesLimit else {
            log.error(
                "\(what) \"\(text)\" must be letters, digits, \"-\", \"_\" and \".\", start with a letter or digit, "
                    + "and have at most \(Self.nameBytesLimit) of them", at: mark)
            return nil
        }
        return text
    }

    /// One of `words`.
    package func word(_ node: Node, _ what: String, of words: [String]) -> String? {
        guard let text = text(node, what) else { return nil }
        guard words.contains(text) else {
            unknown(text, what, of: words, at: node.mark)
            return nil
        }
        return text
    }

    func unknown(_ text: String, _ what: String, of words: [String], at mark: Mark?) {
        let nearest = NearestWord.of(text, among: words)
        let known = nearest == nil && !words.isEmpty ? "; known are: \(words.joined(separator: ", "))" : ""
        log.error("unknown \(what) \"\(text)\"\(known)", at: mark, suggestion: nearest)
    }

    /// A list, or a single value that stands for a list of one. Each value must occur once.
    package func list(_ node: Node, _ what: String) -> [(text: String, mark: Mark?)] {
        let nodes: [Node]
        if case .sequence(let sequence) = node { nodes = Array(sequence) } else { nodes = [node] }
        guard !nodes.isEmpty else {
            log.error("\(what) is an empty list: leave it out or name something", at: node.mark)
            return []
        }
        guard nodes.count <= Self.listEntriesLimit else {
            log.error("\(what) has more than \(Self.listEntriesLimit) entries", at: node.mark)
            return []
        }
        var seen: Set<String> = []
        return nodes.compactMap { element in
            guard let text = text(element, "an entry of \(what)") else { return nil }
            guard text.isComposed else {
                log.error("\(what) \(SQLName.Malformed.decomposed(part: text))", at: element.mark)
                return nil
            }
            guard seen.insert(text).inserted else {
                log.error("\"\(text)\" is listed twice in \(what)", at: element.mark)
                return nil
            }
            return (text, element.mark)
        }
    }

    func words(_ node: Node, _ what: String, entry: String, of words: [String]) -> [String] {
        list(node, what).compactMap { text, mark in
            guard words.contains(text) else {
                unknown(text, entry, of: words, at: mark)
                return nil
            }
            return text
        }
    }

    /// `true` and nothing else: `false` would say what leaving the key out says already.
    package func isTrue(_ node: Node, _ what: String) -> Bool {
        guard let text = text(node, what) else { return false }
        if text == "true" { return true }
        log.error("\(what) can only be true; leave it out otherwise", at: node.mark)
        return false
    }

    package func count(_ node: Node, _ what: String) -> Int? {
        guard let text = text(node, what) else { return nil }
        guard let number = Quantity.digits(text[...]) else {
            log.error("\(what) \"\(text)\" is not a whole number from 0", at: node.mark)
            return nil
        }
        return number
    }

    package func seconds(_ node: Node, _ what: String) -> Int? {
        guard let text = text(node, what) else { return nil }
        guard let seconds = Quantity.seconds(text), (1...Self.approvalSecondsLimit).contains(seconds) else {
            log.error("\(what) \"\(text)\" is not a duration from 1s to 7d: write 30s, 10m, 2h or 1d", at: node.mark)
            return nil
        }
        return seconds
    }

    package func address(_ node: Node, _ what: String, anyPort: Bool) -> Target.Address? {
        guard let text = text(node, what) else { return nil }
        do {
            return try AddressText.parse(text, anyPort: anyPort)
        } catch {
            log.error("\(what) \"\(text)\" \(error)", at: node.mark)
            return nil
        }
    }

    /// A dotted name with `count` identifiers.
    func identifiers(_ text: String, _ what: String, form: String, count: Int, at mark: Mark?) -> [String]? {
        do {
            return try SQLName.parts(text, count: count)
        } catch {
            log.error("\(what) \"\(text)\" is not of the form \(form): \(error)", at: mark)
            return nil
        }
    }
}
