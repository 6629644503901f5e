package import AuditLog

/// A record as one line of a table.
package enum RecordRow {
    static let textCharactersLimit = 160

    package static let header = row(["SEQ", "AT", "SESSION", "STMT", "TYPE", "WHAT"])

    package static func text(_ record: AuditRecord) -> String {
        row([
            String(record.seq), record.string("at"), record.session,
            record.statement == 0 ? "" : String(record.statement), record.type, what(record),
        ])
    }

    private static func row(_ cells: [String]) -> String {
        let widths = [7, 27, 16, 5, 13]
        var output = ""
        for (cell, width) in zip(cells, widths) {
            let text = Printable.text(cell)
            output += text + String(repeating: " ", count: max(0, width - text.count)) + "  "
        }
        let what = Printable.text(cells.last ?? "")
        return output + (what.count > textCharactersLimit ? what.prefix(textCharactersLimit - 1) + "…" : what)
    }

    private static func approval(_ record: AuditRecord) -> String {
        let by = record.string("decided_by")
        let reason = record.string("reason")
        let text = text(of: record)
        return "\(record.string("state")) for \(record.string("rule")), request \(record.string("id"))"
            + (by.isEmpty ? "" : " by \(by)") + (reason.isEmpty ? "" : ": \(reason)")
            + (text.isEmpty ? "" : ": \(text)")
    }

    private static func text(of record: AuditRecord) -> String {
        record.number("text_parts") > 0 ? "(long statement)" : record.string("text")
    }

    private static func administration(_ record: AuditRecord) -> String {
        let subject = record.string("subject")
        return "\(record.string("status")) by \(record.principal): \(record.string("action"))"
            + (subject.isEmpty ? "" : " of \(subject)")
    }

    /// The columns that are masked in what was sent: `clinic.patients (name, ssn) masked: `.
    private static func masks(_ record: AuditRecord) -> String {
        guard ["simple", "execute"].contains(record.string("via")) else { return "" }
        let columns = record.list(record.fields["masked"] == nil ? "phi_read" : "masked")
        var tables: [(name: Substring, columns: [Substring])] = []
        for column in columns {
            let end = column.lastIndex(of: ".") ?? column.startIndex
            let (table, name) = (column[..<end], column[end...].drop { $0 == "." })
            if tables.last?.name == table {
                tables[tables.count - 1].columns.append(name)
            } else {
                tables.append((table, [name]))
            }
        }
        let text = tables.map { "\($0.name) (\($0.columns.joined(separator: ", ")))" }.joined(separator: ", ")
        return text.isEmpty ? "" : "\(text) masked: "
    }

    private static func part(_ record: AuditRecord) -> String {
        // Of an answer that was written as it came nobody knew how many there would be.
        let of = record.fields["parts"] == nil ? "" : " of \(record.number("parts"))"
        return "part \(record.number("part"))\(of)"
    }

    /// What no rule has refused is named by its reason: a connection to where no lane leads.
    private static func decision(_ record: AuditRecord) -> String {
        let (rule, text) = (record.string("rule"), record.string("text"))
        let reason = rule.isEmpty ? ": \(record.string("message"))" : " by \(rule)"
        return record.string("verdict") + reason + (text.isEmpty && rule.isEmpty ? "" : ": \(text)")
    }

    private static func what(_ record: AuditRecord) -> String {
        switch record.type {
        case "open":
            "\(record.string("instance")), version \(record.string("version")), bundle \(record.number("bundle"))"
        case "session_start":
            "\(record.principal) on \(record.target) from \(record.string("client")): \(record.string("application"))"
        case "intent": masks(record) + text(of: record)
        case "decision": decision(record)
        case "outcome":
            "\(record.string("status")) \(record.string("tag")) \(record.string("sqlstate")): \(record.number("rows")) rows, "
                + "\(record.number("bytes")) bytes, \(record.number("cells_masked")) cells masked by detectors, "
                + "\(record.number("duration_us")) µs"
        case "text", "response": part(record)
        case "terminal": "\(record.number("columns")) by \(record.number("rows"))"
        case "approval": approval(record)
        case "policy_change": "bundle \(record.number("bundle"))"
        case "admin": administration(record)
        case "gap", "close": record.string("reason")
        case "session_end": "\(record.string("reason")) after \(record.number("statements")) statements"
        default: ""
        }
    }
}
