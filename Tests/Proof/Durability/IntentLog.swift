import Foundation
import TestSupport

/// The intents of an audit log, as `chaperone audit show --json` gives them.
enum IntentLog {
    /// The text that each intent let go to the server, as often as it did.
    static func statements(program: String, folder: String) throws -> [String: Int] {
        var found: [String: Int] = [:]
        let lines = try Command(program, ["audit", "show", "--json", "--type", "intent", folder]).check()
        for line in lines.split(separator: "\n") {
            guard let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                let text = record["rewritten"] as? String ?? record["text"] as? String
            else { throw TestFailure("an intent without a text: \(line)") }
            found[ServerLog.plain(text), default: 0] += 1
        }
        return found
    }
}
