import Foundation
import NIOConcurrencyHelpers
import SSHTransport

/// What a test server has seen.
final class ServerLog: Sendable {
    struct Entries {
        var exchanges: [FirstExchange] = []
        var rekeyings = 0
        var users: [String] = []
        var prohibited: [String] = []
        var violations: [String] = []
    }

    private let entries = NIOLockedValueBox(Entries())

    var all: Entries { entries.withLockedValue { $0 } }

    func note(_ change: (inout Entries) -> Void) { entries.withLockedValue { change(&$0) } }
}
