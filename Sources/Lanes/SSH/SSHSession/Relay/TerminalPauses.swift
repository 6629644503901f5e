package import NIOCore

/// Which terminals have had nothing from their host for a while, so that what they show without the end of a line goes.
///
/// The while begins anew with everything that comes: a stream that does not stop is cut nowhere.
package struct TerminalPauses: Sendable {
    package static let duration = TimeAmount.milliseconds(40)

    private var arrivals: [ChannelID: NIODeadline] = [:]

    package init() {}

    /// Something came of which a part is held.
    package mutating func arrived(_ channel: ChannelID, at now: NIODeadline) { arrivals[channel] = now }

    package mutating func ended(_ channel: ChannelID) { arrivals[channel] = nil }

    /// When to ask again; nil: nothing is held.
    package var deadline: NIODeadline? { arrivals.values.min().map { $0 + Self.duration } }

    /// Those that have stood still; they are forgotten until something comes.
    package mutating func takeDue(at now: NIODeadline) -> [ChannelID] {
        let due = arrivals.filter { $0.value + Self.duration <= now }.keys
        for channel in due { arrivals[channel] = nil }
        return Array(due)
    }
}
