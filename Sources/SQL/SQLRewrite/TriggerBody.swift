/// Which columns of its row a trigger function in PL/pgSQL writes, where it is made of nothing but
///
///     BEGIN  NEW.column := …;  IF … THEN … ELSIF … ELSE … END IF;  PERFORM …;  RETURN NEW;  END
///
/// as those are that keep a time of the last change. An expression cannot assign. Of whatever else it may be made of
/// nothing is known.
struct TriggerBody {
    private var words: ArraySlice<String>
    private var columns: Set<String> = []

    /// Nil where that is not known.
    static func written(by source: String) -> Set<String>? {
        guard let words = words(of: source) else { return nil }
        var body = TriggerBody(words: words[...])
        guard body.take("begin"), body.statements(), body.take("end") else { return nil }
        _ = body.take(";")
        return body.words.isEmpty ? body.columns : nil
    }

    private init(words: ArraySlice<String>) { self.words = words }

    // MARK: statements

    private static let ends: Set<String> = ["end", "else", "elsif", "elseif"]

    private mutating func statements() -> Bool {
        while let word = words.first, !Self.ends.contains(word) {
            words.removeFirst()
            guard statement(word) else { return false }
        }
        return true
    }

    private mutating func statement(_ first: String) -> Bool {
        switch first {
        case "new": return assignment()
        case "if": return condition()
        case "perform": return skip(to: ";")
        case "null": return take(";")
        // The old row in place of the new one writes every column.
        case "return": return (take("new") || take("null")) && take(";")
        default: return false
        }
    }

    private mutating func assignment() -> Bool {
        guard take("."), let column = words.popFirst(), column.first.map({ $0.isLetter || $0 == "_" }) ?? false,
            take(":=") || take("=")
        else { return false }
        columns.insert(column)
        return skip(to: ";")
    }

    private mutating func condition() -> Bool {
        repeat {
            guard skip(to: "then"), statements() else { return false }
        } while take("elsif") || take("elseif")
        if take("else"), !statements() { return false }
        return take("end") && take("if") && take(";")
    }

    /// Past an expression, and what ends it.
    private mutating func skip(to end: String) -> Bool {
        var depth = 0
        while let word = words.popFirst() {
            switch word {
            case end where depth == 0: return true
            case ";", "into": return false
            case "(", "[": depth += 1
            case ")", "]": depth -= 1
            default: break
            }
        }
        return false
    }

    private mutating func take(_ word: String) -> Bool {
        guard words.first == word else { return false }
        words.removeFirst()
        return true
    }

    // MARK: words

    /// In lower case, a literal as an apostrophe; nil where something needs more than this to be read.
    private static func words(of source: String) -> [String]? {
        var words: [String] = []
        var rest = Array(source.utf8)[...]
        while let byte = rest.first {
            switch byte {
            case 0x20, 0x09...0x0D: rest.removeFirst()
            case UInt8(ascii: "-") where rest.dropFirst().first == byte: rest = rest.drop { $0 != 0x0A && $0 != 0x0D }
            case UInt8(ascii: "'"):
                // Two in a row are two literals here, and one there: both end at the same place.
                guard let end = rest.dropFirst().firstIndex(of: byte), !rest[..<end].contains(UInt8(ascii: "\\")) else {
                    return nil
                }
                rest = rest[(end + 1)...]
                words.append("'")
            case UInt8(ascii: ":") where rest.dropFirst().first == UInt8(ascii: "="):
                rest = rest.dropFirst(2)
                words.append(":=")
            case _ where isOfWord(byte):
                let word = rest.prefix(while: isOfWord)
                rest = rest.dropFirst(word.count)
                words.append(String(decoding: word, as: UTF8.self).lowercased())
            case _ where symbols.contains(byte):
                rest.removeFirst()
                // The beginning of a comment, or of a label.
                if byte == UInt8(ascii: "/"), rest.first == UInt8(ascii: "*") { return nil }
                if byte == UInt8(ascii: "<"), rest.first == byte { return nil }
                words.append(String(UnicodeScalar(byte)))
            default: return nil
            }
        }
        return words
    }

    private static let symbols = Set(".,;:()[]+-*/<>=|%!~@&?^".utf8)

    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
