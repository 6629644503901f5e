import AuditLog
import SignedNote

/// Turns the records of one operation into an asciicast of version 2 (docs.asciinema.org): what its client was shown, masked as it
/// was, at the times of the records.
struct Asciicast {
    private let statement: UInt64
    private var startMicroseconds: Int64?
    private var lastMicroseconds: Int64 = 0
    /// A character that is not whole yet.
    private var rest: [UInt8] = []

    /// What a terminal is as long as nobody says otherwise: in older logs its size is not recorded.
    private var (columns, rows): (UInt64, UInt64) = (80, 24)

    init(statement: UInt64) { self.statement = statement }

    /// Whether a record is the intent of something that ran in a terminal.
    static func isTerminal(_ record: AuditRecord) -> Bool {
        record.type == "intent"
            && (record.string("via") == "shell"
                || record.string("via") == "exec" && record.string("text").hasPrefix("[terminal"))
    }

    /// - Returns: lines of the file; none where the record says nothing of the operation.
    mutating func lines(for record: AuditRecord) -> [String] {
        guard record.statement == statement else { return [] }
        switch record.type {
        case "terminal":
            (columns, rows) = (record.number("columns"), record.number("rows"))
            return startMicroseconds == nil ? [] : [line(record, "r", "\(columns)x\(rows)")]
        case "intent":
            startMicroseconds = record.atMicroseconds
            let title = "\(record.target) \(record.session) \(statement): \(record.string("text"))"
            return [
                "{\"version\": 2, \"width\": \(columns), \"height\": \(rows), \"timestamp\": "
                    + "\(record.atMicroseconds / 1_000_000), \"title\": \(Self.quoted(title))}"
            ]
        case "response": return event(record, Base64.decode(record.string("data")) ?? [])
        case "outcome":
            // Of an answer that has parts all is in them.
            let response = record.number("response_parts") > 0 ? nil : Base64.decode(record.string("response"))
            let end = event(record, response ?? [], isLast: true)
            guard record.bool("response_truncated") else { return end }
            return end + [line(record, "m", "the rest was not kept")]
        default: return []
        }
    }

    private mutating func event(_ record: AuditRecord, _ bytes: [UInt8], isLast: Bool = false) -> [String] {
        rest += bytes
        let count = rest.count - (isLast ? 0 : Self.openByteCount(rest))
        guard count > 0 else { return [] }
        let text = String(decoding: rest[..<count], as: UTF8.self)
        rest.removeFirst(count)
        return [line(record, "o", text)]
    }

    private mutating func line(_ record: AuditRecord, _ code: String, _ text: String) -> String {
        // A clock that was set back does not turn the recording back.
        lastMicroseconds = max(lastMicroseconds, record.atMicroseconds - (startMicroseconds ?? record.atMicroseconds))
        let fraction = String(lastMicroseconds % 1_000_000)
        let zeros = String(repeating: "0", count: 6 - fraction.count)
        return "[\(lastMicroseconds / 1_000_000).\(zeros)\(fraction), \"\(code)\", \(Self.quoted(text))]"
    }

    /// How many bytes at the end begin a character that is not whole.
    private static func openByteCount(_ bytes: [UInt8]) -> Int {
        for count in 1...3 where count <= bytes.count {
            let byte = bytes[bytes.count - count]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > count ? count : 0
        }
        return 0
    }

    /// A string of JSON, in which nothing steers the terminal that it is printed on.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse:
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            default:
                if scalar == "\"" || scalar == "\\" { quoted += "\\" }
                quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
