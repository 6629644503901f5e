import Foundation
import TestSupport

/// What the server itself wrote down about the statements it got (`log_statement = all`).
struct ServerLog {
    private static let mark = "chaperone-test|"

    private let file: String
    private let role: String
    private let skippedBytes: Int

    /// Makes the stack's server log every statement from now on; `role` is whose statements count.
    init(of stack: Stack, role: String) throws {
        let connection = try PostgresConnection(stack.direct)
        for text in [
            "ALTER SYSTEM SET log_statement = 'all'", "ALTER SYSTEM SET log_line_prefix = '\(Self.mark)%p|%a|%u|'",
            "SELECT pg_reload_conf()",
        ] {
            let answer = try connection.ask(text)
            guard answer.error == nil else { throw TestFailure("\(text): \(answer.summary)") }
        }
        self.role = role
        self.file = try stack.variable("POSTGRES_LOG")
        // Backends heed the new settings before their next statement.
        Thread.sleep(forTimeInterval: 0.5)
        self.skippedBytes = FileManager.default.contents(atPath: file)?.count ?? 0
    }

    /// The texts of the role's statements, the catalog reader's own left out; each as often as it was sent.
    func statements() throws -> [String: Int] {
        guard let data = FileManager.default.contents(atPath: file) else { throw TestFailure("no log at \(file)") }
        var found: [String: Int] = [:]
        var text: String?
        func finish() {
            if let text { found[Self.plain(text), default: 0] += 1 }
            text = nil
        }
        for line in data.dropFirst(skippedBytes).split(separator: UInt8(ascii: "\n")) {
            let line = String(decoding: line, as: UTF8.self)
            if line.hasPrefix("\t"), let begun = text {
                text = begun + "\n" + line.dropFirst()
                continue
            }
            finish()
            guard line.hasPrefix(Self.mark) else { continue }
            let fields = line.dropFirst(Self.mark.count).split(
                separator: "|", maxSplits: 3, omittingEmptySubsequences: false)
            guard fields.count == 4, fields[2] == role, fields[1] != "chaperone-catalog" else { continue }
            text = Self.statement(fields[3])
        }
        finish()
        return found
    }

    /// The same for texts from elsewhere: what a statement is, without the blanks and semicolons around it.
    static func plain(_ text: String) -> String {
        text.trimmingCharacters(in: .whitespacesAndNewlines.union(["\u{3b}"]))
    }

    private static func statement(_ message: Substring) -> String? {
        if let range = message.range(of: "LOG:  statement: ", options: .anchored) {
            return String(message[range.upperBound...])
        }
        guard let range = message.range(of: "LOG:  execute ", options: .anchored) else { return nil }
        let named = message[range.upperBound...]
        return named.range(of: ": ").map { String(named[$0.upperBound...]) }
    }
}
