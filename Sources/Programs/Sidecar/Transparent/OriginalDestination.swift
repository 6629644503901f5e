import Glibc
import NIOCore
import Policy

/// Where a connection was going before the kernel led it to this socket (`SO_ORIGINAL_DST`).
enum OriginalDestination {
    /// Of netfilter, the same for both families.
    private static let option = NIOBSDSocket.Option(rawValue: 80)
    private static let levelFour = NIOBSDSocket.OptionLevel(rawValue: 0)
    private static let levelSix = NIOBSDSocket.OptionLevel(rawValue: 41)

    /// Nil: it was led nowhere, and came to the listener's own address.
    static func read(_ channel: any Channel) -> EventLoopFuture<Target.Address?> {
        let loop = channel.eventLoop
        guard let provider = channel as? any SocketOptionProvider, let own = channel.localAddress else {
            return loop.makeSucceededFuture(nil)
        }
        let found: EventLoopFuture<(host: String, port: UInt16)?>
        switch own {
        case .v4:
            let address: EventLoopFuture<sockaddr_in> = provider.unsafeGetSocketOption(level: levelFour, name: option)
            found = address.map(NumericAddress.text)
        case .v6:
            let address: EventLoopFuture<sockaddr_in6> = provider.unsafeGetSocketOption(level: levelSix, name: option)
            found = address.map(NumericAddress.text)
        case .unixDomainSocket: return loop.makeSucceededFuture(nil)
        }
        return found.map { place -> Target.Address? in
            guard let place, place.host != own.ipAddress || Int(place.port) != own.port else { return nil }
            return Target.Address(host: place.host, port: place.port)
        }.recover { _ in nil }
    }
}
