/// One message of the server: its type and its whole bytes, the header included.
package struct BackendMessage: Equatable, Sendable {
    package let type: UInt8
    package let bytes: [UInt8]

    package var body: ArraySlice<UInt8> { bytes.dropFirst(5) }
    package var letter: Character { Character(UnicodeScalar(type)) }

    /// The fields of an ErrorResponse or NoticeResponse, by their letter.
    package var fields: [Character: String] {
        var found: [Character: String] = [:]
        for field in body.split(separator: 0) {
            if let letter = field.first {
                found[Character(UnicodeScalar(letter))] = String(decoding: field.dropFirst(), as: UTF8.self)
            }
        }
        return found
    }

    /// The cells of a DataRow; nil stands for NULL.
    package var cells: [[UInt8]?] {
        var rest = body.dropFirst(2)
        var cells: [[UInt8]?] = []
        while rest.count >= 4 {
            let length = rest.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            rest = rest.dropFirst(4)
            guard let count = Int(exactly: Int32(bitPattern: length)), count >= 0 else {
                cells.append(nil)
                continue
            }
            cells.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return cells
    }

    /// The column names of a RowDescription.
    package var columns: [String] {
        var rest = body.dropFirst(2)
        var names: [String] = []
        while let end = rest.firstIndex(of: 0) {
            names.append(String(decoding: rest[..<end], as: UTF8.self))
            rest = rest[end...].dropFirst(19)
        }
        return names
    }

    /// The same without what is counted up for each session: the numbers of tables above a limit in a RowDescription,
    /// and whose a notification is, but for whether it is known.
    package func withoutCounts(tablesAbove limit: UInt32) -> BackendMessage {
        switch letter {
        case "T": withoutTables(above: limit)
        case "A": withoutSender
        default: self
        }
    }

    private var withoutSender: BackendMessage {
        let sender = bytes.dropFirst(5).prefix(4)
        return BackendMessage(
            type: type, bytes: bytes[..<5] + [0, 0, 0, sender.allSatisfy { $0 == 0 } ? 0 : 1] + bytes.dropFirst(9))
    }

    private func withoutTables(above limit: UInt32) -> BackendMessage {
        var changed = bytes
        var rest = bytes.dropFirst(7)
        while let end = rest.firstIndex(of: 0) {
            let number = end + 1..<end + 5
            if bytes[number].reduce(UInt32(0), { $0 << 8 | UInt32($1) }) > limit {
                changed.replaceSubrange(number, with: [0, 0, 0, 0])
            }
            rest = rest[end...].dropFirst(19)
        }
        return BackendMessage(type: type, bytes: changed)
    }

    /// Printable text of the message, for a failure's report.
    package var text: String {
        let shown = body.map { (32..<127).contains($0) ? String(UnicodeScalar($0)) : "·" }.joined()
        return "\(letter) \(shown)"
    }
}
