import NIOConcurrencyHelpers
import SSHSession

/// What a relay has come to.
final class RelayLog: Sendable {
    struct Entries {
        var events: [RelayEvent] = []
        var errors: [String] = []
        var mostWaitingBytes = 0
    }

    private let entries = NIOLockedValueBox(Entries())

    var all: Entries { entries.withLockedValue { $0 } }

    func note(_ event: RelayEvent, waiting: Int) {
        entries.withLockedValue {
            $0.events.append(event)
            $0.mostWaitingBytes = max($0.mostWaitingBytes, waiting)
        }
    }

    func note(_ error: String) { entries.withLockedValue { $0.errors.append(error) } }
}
