import Synchronization

/// What the channels of all connections of a lane may come to hold, as each connection reckons it for its own
/// (`SSHRelay.reservedByteCount`): the less is left, the smaller are the windows of new channels, and where there is no room
/// none is opened.
final class ChannelMemory: Sendable {
    static let bytesLimit = 64 << 20

    private let reserved = Mutex(0)

    var roomBytes: Int { max(0, Self.bytesLimit - reserved.withLock { $0 }) }

    func change(by byteCount: Int) { reserved.withLock { $0 += byteCount } }
}
