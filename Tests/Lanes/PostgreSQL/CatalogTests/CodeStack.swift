import Foundation
import TestSupport

/// A server loaded with code.sql, and a sidecar before it.
enum CodeStack {
    static let stack = Result {
        try Stack(
            name: "code", seed: 1, only: [Repository.fixture("code.sql")], policy: Repository.fixture("code.yaml"))
    }

    /// Digits of every protected value are followed by these: no mask shows both.
    static let mark = "-77-"

    static func lane() throws -> PostgresConnection { try PostgresConnection(stack.get().lane("code")) }

    static func owner() throws -> PostgresConnection { try PostgresConnection(stack.get().direct) }

    /// Everything of an answer as text.
    static func text(_ answer: Answer) -> String { answer.messages.map(\.text).joined(separator: "\n") }
}
