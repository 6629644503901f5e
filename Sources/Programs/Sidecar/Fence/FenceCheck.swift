import Glibc
import Policy

/// Whether a fence stands, seen by who is fenced in: needs no right.
package struct FenceCheck: Sendable {
    package struct Failure: Error, Sendable, Equatable { package var reason: String }

    enum Outcome: Sendable, Equatable {
        case connected
        case refused
        /// There is no way there at all.
        case unroutable
        case silent
    }

    private let fence: Fence
    private let user: UInt32
    private let dial: @Sendable (String, UInt16) -> Outcome

    package init(_ fence: Fence) {
        self.init(fence, user: geteuid()) { Self.connect($0, $1, seconds: 3) }
    }

    init(_ fence: Fence, user: UInt32, dial: @escaping @Sendable (String, UInt16) -> Outcome) {
        self.fence = fence
        self.user = user
        self.dial = dial
    }

    package func run() throws(Failure) {
        guard user != fence.user else {
            throw Failure(reason: "uid \(user) is the sidecar's, which may pass: check as the agent's user")
        }
        guard let port = fence.ports.first else { throw Failure(reason: "no port is led to a lane") }
        // A port that no lane has.
        let other = (1...UInt16.max).first { !fence.ports.contains($0) } ?? 1
        var seen = false
        for places in [places(isSix: false), places(isSix: true)] where !places.isEmpty {
            guard let place = places.first(where: { dial($0, other) != .unroutable }) else { continue }
            seen = true
            switch dial(place, other) {
            case .refused: break
            case .connected: throw Failure(reason: "\(place):\(other) can be reached: the fence does not stand")
            case .silent, .unroutable:
                throw Failure(reason: "\(place):\(other) is not refused: the fence does not stand")
            }
            switch dial(place, port) {
            case .connected: break
            case .refused:
                // Somebody else may refuse all of this: a firewall on the way.
                let listens = dial(place.contains(":") ? "::1" : "127.0.0.1", fence.listener) == .connected
                throw Failure(
                    reason: listens
                        ? "\(place):\(port) is not led to a lane: the fence does not stand"
                        : "nothing listens at the loopback's port \(fence.listener): run the sidecar with --transparent; "
                            + "without it nobody can tell whether the fence stands")
            case .silent, .unroutable:
                throw Failure(reason: "\(place):\(port) is not led to a lane: the fence does not stand")
            }
        }
        guard seen else {
            throw Failure(reason: "there is no way to any of the fence's networks: nothing is shown by that")
        }
    }

    /// Where to try; the canary first.
    private func places(isSix: Bool) -> [String] {
        let own = fence.networks.filter { $0.isSix == isSix }
        // Where no network of that kind is fenced in, there is nothing to show.
        guard !own.isEmpty else { return [] }
        return [Fence.canaries[isSix ? 1 : 0]] + own.map(\.addressText)
    }

    private static func connect(_ host: String, _ port: UInt16, seconds: Int) -> Outcome {
        let isSix = host.contains(":")
        let descriptor = socket(
            isSix ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return .unroutable }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        guard let connected = NumericAddress.connect(descriptor, host: host, port: port) else { return .unroutable }
        if connected { return .connected }
        switch errno {
        case ECONNREFUSED, ECONNRESET: return .refused
        case ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL: return .unroutable
        default: return .silent
        }
    }
}
