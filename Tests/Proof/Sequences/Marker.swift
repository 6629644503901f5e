/// Stands in a statement's text and in all that the server says of it: `mk17.2dk` is of the third statement of text 17,
/// which fails as `d` does.
package struct Marker: Hashable, Sendable, CustomStringConvertible {
    package var text: Int
    /// Of the statement in its text.
    package var index: Int
    package var manner: Manner

    package var description: String { "mk\(text).\(index)\(manner.rawValue)k" }

    /// All that stand in some bytes, in order.
    static func all(in bytes: some Collection<UInt8>) -> [Marker] {
        var found: [Marker] = []
        var rest = Array(bytes)[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "m")) {
            rest = rest[(start + 1)...]
            guard rest.first == UInt8(ascii: "k") else { continue }
            var reader = rest.dropFirst()
            guard let text = number(&reader), reader.popFirst() == UInt8(ascii: "."), let index = number(&reader),
                let letter = reader.popFirst(), let manner = Manner(rawValue: Character(UnicodeScalar(letter))),
                reader.popFirst() == UInt8(ascii: "k")
            else { continue }
            found.append(Marker(text: text, index: index, manner: manner))
            rest = reader
        }
        return found
    }

    private static func number(_ bytes: inout ArraySlice<UInt8>) -> Int? {
        let digits = bytes.prefix { (0x30...0x39).contains($0) }
        bytes = bytes.dropFirst(digits.count)
        return Int(String(decoding: digits, as: UTF8.self))
    }
}

/// How a statement behaves when it is the one that runs.
package enum Manner: Character, CaseIterable, Sendable {
    /// Gives rows with its marker.
    case rows = "r"
    /// Changes or says something, and gives no row.
    case silent = "s"
    case division = "d"
    case conversion = "v"
    /// Fails on a row of a protected table.
    case failingRow = "f"
    case unknownColumn = "x"
    /// Is cut by a rule.
    case limited = "l"
    case copyIn = "c"
    /// Ends a transaction, whose deferred triggers speak.
    case end = "e"
    /// Needs what something else has made: a cursor, a prepared statement, a savepoint, a transaction.
    case dependent = "p"

    /// SQLSTATEs that the server may answer it with, beside those that can strike anything.
    var sqlStates: Set<String> {
        switch self {
        case .rows, .silent: []
        case .division: ["22012"]
        case .conversion: ["22P02"]
        case .failingRow: ["23502", "23514", "23505"]
        case .unknownColumn: ["42703"]
        case .limited: ["42501"]
        case .copyIn: ["22P02", "22P04", "57014", "22021", "08P01"]
        case .end: ["P0001"]
        case .dependent: ["25P01", "26000", "34000", "3B001", "42P02", "55000", "24000", "08P01"]
        }
    }

    /// A transaction that has failed, time-outs and cancels, deadlocks, the end of the server; a portal that went with
    /// its transaction before it was executed, or is executed again.
    static let anySQLStates: Set<String> = ["25P02", "57014", "57P01", "55P03", "40P01", "34000", "55000"]
}
