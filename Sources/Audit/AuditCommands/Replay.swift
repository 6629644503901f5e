import AuditLog
import SignedNote

/// Turns the records of one session into what its client saw.
struct Replay {
    private var textParts: [String: String] = [:]
    /// By statement: those of an SSH session run side by side.
    private var responseParts: [UInt64: [UInt8]] = [:]

    /// - Returns: what to print for the record; empty when it only carries a part of a later one.
    mutating func lines(for record: AuditRecord) -> [String] {
        switch record.type {
        case "text":
            textParts[record.string("field"), default: ""] += record.string("data")
            return []
        case "response":
            responseParts[record.statement, default: []] += Base64.decode(record.string("data")) ?? []
            return []
        // What was shown is printed as text, whatever size it was shown in.
        case "terminal": return []
        case "session_start":
            return ["-- session \(record.session): \(record.principal) on \(record.target), \(record.string("at"))"]
                .map { Printable.text($0) }
        case "intent":
            defer { textParts.removeAll() }
            var lines = [statement(record, "text")]
            if record.fields["rewritten"] != nil || record.number("rewritten_parts") > 0 {
                lines.append(Printable.text("-- sent: \(whole(record, "rewritten"))"))
            }
            return lines
        case "decision":
            defer { textParts.removeAll() }
            return [
                statement(record, "text"),
                Printable.text("REFUSED\(Self.rule(record)): \(record.string("message"))"), "",
            ]
        case "outcome":
            let parts = responseParts.removeValue(forKey: record.statement) ?? []
            let response =
                record.number("response_parts") > 0 ? parts : Base64.decode(record.string("response")) ?? []
            var lines =
                record.string("response_format") == "text"
                ? [Printable.text(String(decoding: response, as: UTF8.self), keepingNewlines: true)]
                : AnswerText(response).lines
            if record.bool("response_truncated") { lines.append("(the rest of the answer was not kept)") }
            if record.fields["code"] != nil { lines.append("-- exit status \(record.number("code"))") }
            let status = record.string("status")
            if status != "completed" {
                let words = [status, record.string("sqlstate"), record.string("rule"), record.string("tag")]
                lines.append(Printable.text("-- " + words.filter { !$0.isEmpty }.joined(separator: " ")))
            }
            return lines + ["-- \(Self.seconds(record.number("duration_us"))) s", ""]
        case "approval":
            defer { textParts.removeAll() }
            let words = ["-- approval", record.string("state"), record.string("reason"), whole(record, "text")]
            return [Printable.text(words.filter { !$0.isEmpty }.joined(separator: " "))]
        case "session_end":
            return [Printable.text("-- end: \(record.string("reason"))")]
        default:
            return [Printable.text("-- \(record.type) \(record.string("state"))\(record.string("reason"))")]
        }
    }

    /// Each further line begins as psql has it, so that none looks like something else than a part of it.
    private func statement(_ record: AuditRecord, _ field: String) -> String {
        Printable.text("\(record.target)=> \(whole(record, field))", keepingNewlines: true)
            .replacing("\n", with: "\n\(Printable.text(record.target))-> ")
    }

    private func whole(_ record: AuditRecord, _ field: String) -> String {
        record.number(field + "_parts") > 0 ? textParts[field] ?? "" : record.string(field)
    }

    /// A connection to where no lane leads is refused by none.
    private static func rule(_ record: AuditRecord) -> String {
        let rule = record.string("rule")
        return rule.isEmpty ? "" : " (\(rule))"
    }

    private static func seconds(_ microseconds: UInt64) -> String {
        let fraction = String(microseconds % 1_000_000)
        return "\(microseconds / 1_000_000)." + String(repeating: "0", count: 6 - fraction.count) + fraction
    }
}
