import Foundation
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
        let url = Foundation.Bundle.module.url(forResource: "Fixtures/\(file)", withExtension: "txt")
        guard let text = url.flatMap({ try? String(contentsOf: $0, encoding: .utf8) }) else {
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
