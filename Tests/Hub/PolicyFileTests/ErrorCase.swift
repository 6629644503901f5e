import Foundation
import TestSupport
import Testing

/// A line of the sound policy, what stands there instead, and the error that it gives.
///
/// In its file: `@ LINE`, the replacement, `= ERROR`.
struct ErrorCase: Sendable, CustomTestStringConvertible {
    var line: Int
    var replacement: String
    var expected: String

    var testDescription: String { expected }

    static func all(_ file: String) -> [ErrorCase] {
        guard let text = try? String(contentsOf: Repository.fixture("\(file).txt"), encoding: .utf8) else {
            preconditionFailure("the fixture \(file).txt is missing")
        }
        return text.split(separator: "@ ").compactMap { block in
            let lines = block.split(separator: "\n").map(String.init)
            guard let line = lines.first.flatMap({ Int($0) }), let error = lines.last, error.hasPrefix("= ") else {
                preconditionFailure("the fixture \(file).txt is malformed near \(block)")
            }
            return ErrorCase(
                line: line, replacement: lines.dropFirst().dropLast().joined(separator: "\n"),
                expected: String(error.dropFirst(2)))
        }
    }
}
