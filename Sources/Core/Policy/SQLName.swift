/// Names as PostgreSQL reads them: `clinic."Order"."Patient SSN"`.
///
/// Follows the lexical rules of PostgreSQL's identifiers: what is not quoted is folded to lower case (ASCII only, as
/// in UTF-8 databases), a quote inside quotes is doubled, a name has at most 63 bytes.
package enum SQLName {
    package static let identifierBytesLimit = 63

    /// One part of a dotted name.
    package struct Part: Sendable, Equatable {
        /// Folded when it was not quoted, unescaped when it was.
        package var text: String
        package var isQuoted: Bool
    }

    package enum Malformed: Error, Equatable, CustomStringConvertible {
        case emptyPart
        case unterminatedQuote
        case unexpected(Character)
        case tooLong(part: String)
        case decomposed(part: String)
        case parts(expected: Int, found: Int)

        package var description: String {
            switch self {
            case .emptyPart: "a part of the name is empty"
            case .unterminatedQuote: "a double quote is not closed"
            case .unexpected(let character): "unexpected \"\(character)\" in a name that is not quoted"
            case .tooLong(let part): "\"\(part)\" is longer than \(SQLName.identifierBytesLimit) bytes"
            case .decomposed(let part):
                "\"\(part)\" is not in Unicode normal form C, in which names are compared: write it composed"
            case .parts(let expected, let found):
                "expected \(expected) \(expected == 1 ? "part" : "parts") separated by dots, found \(found)"
            }
        }
    }

    /// The parts of `text`, each an identifier.
    package static func parts(_ text: String, count: Int) throws(Malformed) -> [String] {
        let parts = try split(text, wildcards: false)
        guard parts.count == count else { throw .parts(expected: count, found: parts.count) }
        return parts.map(\.text)
    }

    /// - Parameter wildcards: whether a part that is not quoted may contain `*`.
    package static func split(_ text: String, wildcards: Bool) throws(Malformed) -> [Part] {
        var rest = text.unicodeScalars[...]
        var parts: [Part] = []
        while true {
            let part = rest.first == "\"" ? try quoted(&rest) : try plain(&rest, wildcards: wildcards)
            parts.append(try checked(part))
            guard let next = rest.popFirst() else { return parts }
            guard next == "." else { throw .unexpected(Character(next)) }
        }
    }

    /// A list of identifiers between commas, as search_path is written: with spaces around, and nothing else. Empty where
    /// there is none.
    package static func list(_ text: String) throws(Malformed) -> [String] {
        var rest = text.unicodeScalars.drop { $0 == " " }
        var names: [String] = []
        while !rest.isEmpty || !names.isEmpty {
            let part =
                rest.first == "\"" ? try quoted(&rest) : try plain(&rest, wildcards: false, endsAt: [",", " "])
            names.append(try checked(part).text)
            rest = rest.drop { $0 == " " }
            guard let next = rest.popFirst() else { break }
            guard next == "," else { throw .unexpected(Character(next)) }
            rest = rest.drop { $0 == " " }
        }
        return names
    }

    private static func checked(_ part: Part) throws(Malformed) -> Part {
        guard part.text.utf8.count <= identifierBytesLimit else { throw .tooLong(part: part.text) }
        guard part.text.isComposed else { throw .decomposed(part: part.text) }
        return part
    }

    private static func quoted(_ rest: inout Substring.UnicodeScalarView) throws(Malformed) -> Part {
        rest.removeFirst()
        var text = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == "\"" {
                guard rest.first == "\"" else {
                    guard !text.isEmpty else { throw .emptyPart }
                    return Part(text: String(text), isQuoted: true)
                }
                rest.removeFirst()
            }
            guard scalar != "\0" else { throw .unexpected("\0") }
            text.append(scalar)
        }
        throw .unterminatedQuote
    }

    /// As the server folds what is not quoted.
    package static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        "A"..."Z" ~= scalar ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar
    }

    private static func plain(
        _ rest: inout Substring.UnicodeScalarView, wildcards: Bool, endsAt ends: [Unicode.Scalar] = ["."]
    ) throws(Malformed) -> Part {
        var text = String.UnicodeScalarView()
        while let scalar = rest.first, !ends.contains(scalar) {
            let starts = text.isEmpty
            switch scalar {
            case "a"..."z", "A"..."Z", "_": text.append(folded(scalar))
            case "0"..."9", "$":
                guard !starts || wildcards else { throw .unexpected(Character(scalar)) }
                text.append(scalar)
            case "*":
                guard wildcards else { throw .unexpected("*") }
                text.append(scalar)
            default:
                guard scalar.value >= 0x80 else { throw .unexpected(Character(scalar)) }
                text.append(scalar)
            }
            rest.removeFirst()
        }
        guard !text.isEmpty else { throw .emptyPart }
        return Part(text: String(text), isQuoted: false)
    }
}
