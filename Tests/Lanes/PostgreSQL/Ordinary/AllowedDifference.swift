import Foundation
import TestSupport

/// One line of ordinary-masked.tsv: what of a statement's answer need not equal the direct one.
struct AllowedDifference {
    let prefix: String
    /// Counted from 0; nil stands for the whole answer.
    let columns: Set<Int>?

    static func all() throws -> [AllowedDifference] {
        try String(contentsOf: Repository.fixture("ordinary-masked.tsv"), encoding: .utf8)
            .split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { line in
                let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
                guard fields.count == 3, !fields[2].isEmpty else { throw TestFailure("ordinary-masked.tsv: \(line)") }
                if fields[1] == "*" { return AllowedDifference(prefix: String(fields[0]), columns: nil) }
                let numbers = fields[1].split(separator: " ").compactMap { Int($0) }
                guard !numbers.isEmpty else { throw TestFailure("ordinary-masked.tsv: \(line)") }
                return AllowedDifference(prefix: String(fields[0]), columns: Set(numbers.map { $0 - 1 }))
            }
    }
}
