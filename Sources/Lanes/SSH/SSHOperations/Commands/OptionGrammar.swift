/// Options that a program is known by, as `getopt_long` of GNU takes them: between its operands, several letters in a word, a value
/// in the same word or the next one, whatever that is, `--` too. Of programs that read their options otherwise `DataArguments` asks more.
struct OptionGrammar: Sendable {
    private enum Value { case none, optional, required }

    private let letters: [UInt8: Value]
    private let names: [String: Value]

    /// - Parameter text: letters as for getopt (`a`, `k:` with a value, `x::` with one in the same word alone, or `-` for none),
    ///   then names (`all`, `key=`, `color?`).
    init(_ text: Substring) {
        var words = text.split(separator: " ")[...]
        var letters: [UInt8: Value] = [:]
        var rest = (words.popFirst() ?? "").utf8[...]
        while let letter = rest.popFirst() {
            let colons = rest.prefix { $0 == UInt8(ascii: ":") }.count
            if letter != UInt8(ascii: "-") { letters[letter] = [Value.none, .required, .optional][min(colons, 2)] }
            rest = rest.dropFirst(colons)
        }
        self.letters = letters
        var names: [String: Value] = [:]
        for word in words {
            let name = String(word.prefix { $0 != "=" && $0 != "?" })
            names[name] = word.hasSuffix("=") ? .required : word.hasSuffix("?") ? .optional : Value.none
        }
        self.names = names
    }

    private enum Reading { case unknown, complete, wantsValue }

    /// What stands beside the options and their values. Nil: a word that begins with `-` is no option that is known, or is cut,
    /// lacks its value or has one too many. That is asked of every such word, also of a value and behind `--`, so that nothing
    /// rests on which word a program takes for a value.
    func operands(of words: ArraySlice<String>) -> [String]? {
        guard words.allSatisfy({ !Self.isOption($0) || reading(of: $0) != .unknown }) else { return nil }
        var operands: [String] = []
        var rest = words
        while let word = rest.popFirst() {
            if word == "--" { return operands + rest }
            if !Self.isOption(word) {
                operands.append(word)
            } else if reading(of: word) == .wantsValue, rest.popFirst() == nil {
                return nil
            }
        }
        return operands
    }

    private static func isOption(_ word: String) -> Bool { word.hasPrefix("-") && word != "-" && word != "--" }

    private func reading(of option: String) -> Reading {
        if option.hasPrefix("--") {
            let name = option.dropFirst(2).prefix { $0 != "=" }
            let hasValue = name.endIndex != option.endIndex
            return switch names[String(name)] {
            case nil: .unknown
            case .some(.none): hasValue ? .unknown : .complete
            case .some(.optional): .complete
            case .some(.required): hasValue ? .complete : .wantsValue
            }
        }
        var cluster = option.utf8.dropFirst()
        while let letter = cluster.popFirst() {
            switch letters[letter] {
            case nil: return .unknown
            case .some(.none): break
            case .some(.optional): return .complete
            case .some(.required): return cluster.isEmpty ? .wantsValue : .complete
            }
        }
        return .complete
    }
}
