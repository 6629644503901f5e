/// The captured backend messages of PostgreSQL's protocol 3.0, as psql would print them.
struct AnswerText {
    private var columns: [Column] = []
    private var rows: [[String]] = []
    private(set) var lines: [String] = []

    private struct Column {
        var name: String
        var isBinary: Bool
    }

    init(_ response: [UInt8]) {
        var cursor = ByteCursor(response[...])
        while let type = cursor.byte() {
            guard let length = cursor.int32(), let body = cursor.take(length - 4) else {
                flushTable()
                lines.append("(the rest of the answer cannot be read)")
                return
            }
            message(type, body)
        }
        flushTable()
    }

    private mutating func message(_ type: UInt8, _ body: ArraySlice<UInt8>) {
        var cursor = ByteCursor(body)
        switch type {
        case UInt8(ascii: "T"):
            flushTable()
            columns = Self.columns(&cursor)
        case UInt8(ascii: "D"): rows.append(row(&cursor))
        case UInt8(ascii: "C"):
            flushTable()
            lines.append(Printable.text(cursor.string() ?? ""))
        case UInt8(ascii: "d"):
            var text = String(decoding: body, as: UTF8.self)
            if text.hasSuffix("\n") { text.removeLast() }
            lines.append(Printable.text(text, keepingNewlines: true))
        case UInt8(ascii: "E"), UInt8(ascii: "N"):
            flushTable()
            lines.append(notice(&cursor))
        case UInt8(ascii: "s"):
            flushTable()
            lines.append("(suspended)")
        default: break
        }
    }

    private static func columns(_ cursor: inout ByteCursor) -> [Column] {
        var columns: [Column] = []
        for _ in 0..<max(0, cursor.int16() ?? 0) {
            guard let name = cursor.string(), cursor.take(16) != nil, let format = cursor.int16() else { break }
            columns.append(Column(name: Printable.text(name), isBinary: format == 1))
        }
        return columns
    }

    private func row(_ cursor: inout ByteCursor) -> [String] {
        var cells: [String] = []
        for index in 0..<max(0, cursor.int16() ?? 0) {
            guard let length = cursor.int32() else { break }
            guard length >= 0 else {
                cells.append("")
                continue
            }
            guard let value = cursor.take(length) else { break }
            let isBinary = index < columns.count && columns[index].isBinary
            cells.append(isBinary ? Self.hexadecimal(value) : Printable.text(String(decoding: value, as: UTF8.self)))
        }
        return cells
    }

    private static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
        "0x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private func notice(_ cursor: inout ByteCursor) -> String {
        var fields: [UInt8: String] = [:]
        while let code = cursor.byte(), code != 0, let value = cursor.string() { fields[code] = value }
        let severity = fields[UInt8(ascii: "S")] ?? ""
        let state = fields[UInt8(ascii: "C")] ?? ""
        var text = "\(severity):  \(fields[UInt8(ascii: "M")] ?? "") (\(state))"
        if let detail = fields[UInt8(ascii: "D")] { text += "\nDETAIL:  \(detail)" }
        if let hint = fields[UInt8(ascii: "H")] { text += "\nHINT:  \(hint)" }
        return Printable.text(text, keepingNewlines: true)
    }

    private mutating func flushTable() {
        defer {
            rows.removeAll()
            columns.removeAll()
        }
        guard !columns.isEmpty || !rows.isEmpty else { return }
        var widths = columns.map(\.name.count)
        for row in rows {
            for (index, cell) in row.enumerated() {
                if index == widths.count { widths.append(0) }
                widths[index] = max(widths[index], cell.count)
            }
        }
        func line(_ cells: [String]) -> String {
            var output = ""
            for (index, cell) in cells.enumerated() {
                output += index == 0 ? " " : " | "
                let isLast = index == cells.count - 1
                output += cell + (isLast ? "" : String(repeating: " ", count: widths[index] - cell.count))
            }
            return output
        }
        if !columns.isEmpty {
            lines.append(line(columns.map(\.name)))
            lines.append(widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "+"))
        }
        for row in rows { lines.append(line(row)) }
        lines.append("(\(rows.count) row\(rows.count == 1 ? "" : "s"))")
    }
}
