import Foundation
import TestSupport

/// One line of ordinary.sql or ordinary-tools.sql with both its answers.
struct OrdinaryStatement: Sendable {
    let text: String
    let lane: Answer
    let direct: Answer

    /// Asked once for all tests: the corpus writes, and would find its own rows the second time.
    static let corpus = Result { try all() }

    /// The server under test has the extensions and all that the corpora ask. Of the others what they refuse is left out.
    static let hasAll = Stack.serverVersion.map { ["15", "18"].contains($0) } ?? true

    /// Asks both files in order.
    private static func all() throws -> [OrdinaryStatement] {
        // Its own: answers depend on everything that was written before.
        let extensions = hasAll ? [Repository.fixture("ordinary-extensions.sql")] : []
        let stack = try Stack(name: "ordinary", seed: 1, sql: extensions)
        // Questions write, so the direct ones go to a database that is alike. What tools ask is the catalog, whose
        // answers are full of OIDs and rights: they go to the same database, with the lane's own role.
        let asked =
            try ask("ordinary.sql", lane: stack.lane(), direct: stack.fresh("direct_ordinary", seed: 1))
            + ask("ordinary-tools.sql", lane: stack.lane(), direct: stack.direct(credential: "ehr-agent"))
        return hasAll ? asked : asked.filter { $0.direct.error == nil }
    }

    private static func ask(
        _ file: String, lane: PostgresAddress, direct: PostgresAddress
    ) throws -> [OrdinaryStatement] {
        let lane = try PostgresConnection(lane)
        let direct = try PostgresConnection(direct)
        return try String(contentsOf: Repository.fixture(file), encoding: .utf8)
            .split(separator: "\n").filter { !$0.hasPrefix("--") }
            .map { line in
                let text = String(line)
                return OrdinaryStatement(text: text, lane: try lane.ask(text), direct: try direct.ask(text))
            }
    }

    /// A rule that the policy's author wrote, or the lack of one, refuses it.
    var isRefusedByPolicy: Bool {
        guard let rule = lane.error?["D"], rule.hasPrefix("rule ") else { return false }
        return !rule.hasPrefix("rule chaperone/")
    }

    /// It has rows, or a word about what to write: a comparison whose result would say nothing.
    var isAnswered: Bool {
        guard let error = lane.error else { return !lane.closed }
        return error["D"] == "rule chaperone/masked-comparison" && error["H"]?.isEmpty == false
    }

    /// What of the lane's answer is not as the direct one and should be; empty when all is well.
    func differences(allowed: AllowedDifference?) -> [String] {
        if let allowed, allowed.columns == nil { return [] }
        let (ours, theirs) = (Self.rows(lane), Self.rows(direct))
        guard lane.columns == direct.columns else { return ["columns \(lane.columns), directly \(direct.columns)"] }
        guard Self.tags(lane) == Self.tags(direct), ours.count == theirs.count else {
            return ["\(ours.count) rows \(Self.tags(lane)), directly \(theirs.count) \(Self.tags(direct))"]
        }
        var found: [String] = []
        for (number, (row, other)) in zip(ours, theirs).enumerated() {
            guard row.count == other.count else { return ["row \(number + 1) has \(row.count) cells"] }
            for (column, (cell, otherCell)) in zip(row, other).enumerated()
            where cell != otherCell && allowed?.columns?.contains(column) != true {
                found.append(
                    "row \(number + 1) column \(column + 1): \(Self.show(cell)), directly \(Self.show(otherCell))")
            }
        }
        return found
    }

    /// The columns that should be masked and have every value as in the database.
    func unmasked(allowed: AllowedDifference) -> [Int] {
        let (ours, theirs) = (Self.rows(lane), Self.rows(direct))
        guard let columns = allowed.columns, !ours.isEmpty, ours.count == theirs.count else { return [] }
        return columns.sorted().filter { column in
            zip(ours, theirs).allSatisfy { row, other in
                row.indices.contains(column) && other.indices.contains(column) && row[column] == other[column]
            }
        }
    }

    /// Rows of a result, or the lines of a COPY in CSV whose values need no quotes.
    private static func rows(_ answer: Answer) -> [[[UInt8]?]] {
        guard !answer.copied.isEmpty else { return answer.rows }
        return answer.copied.split(separator: UInt8(ascii: "\n")).map { line in
            line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { Array($0) }
        }
    }

    private static func tags(_ answer: Answer) -> [String] {
        answer.messages.filter { $0.letter == "C" }.map { String(decoding: $0.body.dropLast(), as: UTF8.self) }
    }

    private static func show(_ cell: [UInt8]?) -> String {
        cell.map { String(decoding: $0, as: UTF8.self) } ?? "NULL"
    }
}
