import AuditLog
import Foundation
import TestSupport

/// Reads the log of a sidecar and asks of every outcome whether what the server said in it is of the statement that the
/// lane credits it to.
struct CreditCheck {
    private(set) var outcomes = 0
    private(set) var statuses: [String: Int] = [:]
    private(set) var states: [String: Int] = [:]
    private(set) var ends: [String: Int] = [:]
    private(set) var findings: [String] = []

    /// Statements that wait for their outcome.
    private var open: [String: [UInt64: Intent]] = [:]
    /// How often a text of several statements has been begun, by session and text.
    private var begun: [String: Int] = [:]
    /// Sessions in which statements of the extended protocol were executed since the last Query.
    private var pipelined: Set<String> = []

    private struct Intent {
        var text: String
        /// Of the statement itself.
        var own: Marker?
        /// A statement of its string that the end of the transaction can fail for.
        var isEnd = false
        /// Of what runs under its name.
        var behind: [Marker]
        var isQuery = false
    }

    /// - Parameter folder: the audit log's.
    mutating func read(_ folder: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasPrefix("records-") && $0.hasSuffix(".jsonl") }.sorted()
        for name in names {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
            for line in bytes.split(separator: UInt8(ascii: "\n")) { try take(AuditRecord(parsing: line)) }
        }
        let left = open.values.reduce(0) { $0 + $1.count }
        if left > 0 { findings.append("\(left) statements have no outcome") }
    }

    private mutating func take(_ record: AuditRecord) {
        switch record.type {
        case "intent": open[record.session, default: [:]][record.statement] = intent(record)
        case "outcome":
            guard let intent = open[record.session]?.removeValue(forKey: record.statement) else {
                findings.append("an outcome without an intent, in session \(record.session)")
                return
            }
            outcomes += 1
            statuses[record.string("status"), default: 0] += 1
            let state = record.string("sqlstate")
            if !state.isEmpty { states[state, default: 0] += 1 }
            defer { noteOrder(record.session, intent) }
            if let fault = fault(record, intent) {
                findings.append("\(fault)\n  session \(record.session), statement \(record.statement): \(intent.text)")
            }
        case "session_end":
            let reason = record.string("reason")
            ends[reason, default: 0] += 1
            open[record.session] = nil
            // An interruption between a pipeline and a Query in it may be of either: the lane says so.
            if reason.contains("order of its answers"), !reason.contains("was interrupted between") {
                findings.append("session \(record.session): \(reason)")
            }
        default: return
        }
    }

    private mutating func intent(_ record: AuditRecord) -> Intent {
        let text = record.string("text")
        let parts = text.components(separatedBy: " /* = ")
        let own = Marker.all(in: parts[0].utf8)
        let behind = Marker.all(in: parts.dropFirst().joined(separator: " ").utf8)
        var index = 0
        let statements = Set(own.map(\.index)).count
        if statements > 1 {
            // The statements of one string, one after the other.
            index = begun["\(record.session) \(own[0].text)", default: 0] % statements
            begun["\(record.session) \(own[0].text)", default: 0] += 1
        }
        // The last statement of a string ends its transaction.
        let isLast = index >= statements - 1
        let isQuery = record.string("via") == "simple"
        // So does a Query end that of a pipeline before it which was left without Sync.
        let isEnd = isLast && (own.contains { $0.manner == .end } || isQuery && pipelined.contains(record.session))
        return Intent(
            text: text, own: own.first { $0.index == index }, isEnd: isEnd, behind: behind, isQuery: isQuery)
    }

    private mutating func noteOrder(_ session: String, _ intent: Intent) {
        if intent.isQuery { pipelined.remove(session) } else { pipelined.insert(session) }
    }

    /// What is wrong; nil: nothing.
    private func fault(_ record: AuditRecord, _ intent: Intent) -> String? {
        let response = Data(base64Encoded: record.string("response")) ?? Data()
        let told = String(decoding: response, as: UTF8.self)
        if told.contains("CANARY") { return "a canary went to the client" }
        let expected = Set(([intent.own].compactMap(\.self) + intent.behind).map { $0 })
        let markers = Set(Marker.all(in: response))
        if !markers.isSubset(of: expected) { return "credited with what is of \(markers.subtracting(expected))" }
        if record.number("rows") > 0, markers.isEmpty, !expected.isEmpty { return "its rows are another's" }
        let state = record.string("sqlstate")
        if !state.isEmpty, !isPossible(state, of: expected, intent) { return "credited with \(state)" }
        if record.string("status") == "completed", intent.behind.isEmpty, let own = intent.own, own.manner.mustFail,
            !["PREPARE", "DECLARE CURSOR"].contains(record.string("tag"))
        {
            return "completed, which it cannot: \(record.string("tag"))"
        }
        return nil
    }
}

extension CreditCheck {
    private func isPossible(_ state: String, of markers: Set<Marker>, _ intent: Intent) -> Bool {
        if Manner.anySQLStates.contains(state) || markers.contains(where: { $0.manner.sqlStates.contains(state) }) {
            return true
        }
        if intent.isEnd, Manner.end.sqlStates.contains(state) { return true }
        // SQL may execute what only the protocol can prepare (BEGIN, ROLLBACK TO): the server does not foresee it, then or when
        // a savepoint is asked for afterwards.
        if state == "XX000" {
            return !intent.behind.isEmpty || intent.text.contains("EXECUTE ")
                || markers.contains { $0.manner == .dependent }
        }
        // What is prepared by the protocol makes its name each time that it runs; a cursor needs a transaction.
        let makes = intent.text.components(separatedBy: " /* = ").map { $0.prefix(8) }
        return makes.contains("PREPARE ") && state == "42P05"
            || makes.contains("DECLARE ") && ["42P03", "25P01"].contains(state)
    }
}

extension Manner {
    fileprivate var mustFail: Bool {
        switch self {
        case .division, .conversion, .failingRow, .unknownColumn: true
        case .rows, .silent, .limited, .copyIn, .end, .dependent: false
        }
    }
}
