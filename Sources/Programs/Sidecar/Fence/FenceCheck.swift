import Glibc
import Lane
package import Policy

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

    /// What a check asks of the machine.
    struct Questions: Sendable {
        var dial: @Sendable (String, UInt16) -> Outcome
        /// Whether a datagram leaves for an address. Who refuses a connection cannot be told apart, a fence or who is there;
        /// a datagram a fence alone refuses at once.
        var sends: @Sendable (String, UInt16) -> Bool = { _, _ in false }
        /// What links there are, loopback's apart.
        var devices: @Sendable () -> [String] = { [] }
        /// Whether an address is the machine's own.
        var isOwn: @Sendable (String) -> Bool = { _ in false }
        /// The addresses that a target's name has here.
        var resolve: @Sendable (Target) -> [String] = { _ in [] }
    }

    private struct Place {
        var address: String
        /// That lead to lanes.
        var ports: [UInt16]
    }

    /// Of a network those that are looked through for one that can be tried.
    private static let triedLimit = 8

    private let fence: Fence
    private let targets: [Target]
    private let user: UInt32
    private let questions: Questions

    /// - Parameter targets: of the policy; each of their addresses is tried.
    package init(_ fence: Fence, targets: [Target]) {
        self.init(
            fence, targets: targets, user: geteuid(),
            Questions(
                dial: { Self.connect($0, $1, seconds: 3) }, sends: Self.sends, devices: Self.devices, isOwn: Self.isOwn,
                resolve: { (try? UpstreamNames($0).addresses()) ?? [] }))
    }

    init(_ fence: Fence, targets: [Target] = [], user: UInt32, _ questions: Questions) {
        self.fence = fence
        self.targets = targets
        self.user = user
        self.questions = questions
    }

    package func run() throws(Failure) {
        guard user != fence.user else {
            throw Failure(reason: "uid \(user) is the sidecar's, which may pass: check as the agent's user")
        }
        guard !fence.ports.isEmpty else { throw Failure(reason: "no port is led to a lane") }
        // A port that no lane has.
        let other = (1...UInt16.max).first { !fence.ports.contains($0) } ?? 1
        var seen = false
        for place in canaries + fence.networks.compactMap(place) + (try upstreams()) {
            switch questions.dial(place.address, other) {
            case .unroutable: continue
            case .refused: seen = true
            case .connected: throw Failure(reason: "\(place.address):\(other) can be reached: the fence does not stand")
            case .silent: throw Failure(reason: "\(place.address):\(other) is not refused: the fence does not stand")
            }
            guard !questions.sends(place.address, other) else {
                throw Failure(reason: "datagrams to \(place.address) are let out: the fence does not stand")
            }
            for port in place.ports { try checkLed(place.address, port) }
        }
        try checkLinks(other)
        guard seen else {
            throw Failure(reason: "there is no way to any of the fence's networks: nothing is shown by that")
        }
    }

    /// A machine of the link is reached by addresses that are in nobody's networks.
    private func checkLinks(_ port: UInt16) throws(Failure) {
        for canary in Fence.linkCanaries {
            let isOpen = (try? Network(canary)).map { one in fence.exceptions.contains { $0.contains(one) } } ?? false
            guard !isOpen else { continue }
            let places = canary.contains(":") ? questions.devices().map { "\(canary)%\($0)" } : [canary]
            for place in places where questions.sends(place, port) {
                throw Failure(
                    reason:
                        "datagrams to \(place), an address of the link, are let out: the fence does not stand, or is "
                        + "one of an older version")
            }
        }
    }

    private func checkLed(_ address: String, _ port: UInt16) throws(Failure) {
        switch questions.dial(address, port) {
        case .connected: return
        case .refused:
            // Somebody else may refuse all of this: a firewall on the way.
            let listens = questions.dial(address.contains(":") ? "::1" : "127.0.0.1", fence.listener) == .connected
            throw Failure(
                reason: listens
                    ? "\(address):\(port) is not led to a lane: the fence does not stand"
                    : "nothing listens at the loopback's port \(fence.listener): run the sidecar with --transparent; "
                        + "without it nobody can tell whether the fence stands")
        case .silent, .unroutable:
            throw Failure(reason: "\(address):\(port) is not led to a lane: the fence does not stand")
        }
    }

    /// Where no network of a kind is fenced in, there is nothing to show.
    private var canaries: [Place] {
        Fence.canaries.filter { canary in fence.networks.contains { $0.isSix == canary.contains(":") } }
            .map { Place(address: $0, ports: Set(fence.ports).sorted()) }
    }

    /// Nil: all that was looked at is the machine's own, or stays open.
    private func place(in network: Network) -> Place? {
        let address = network.someAddresses(Self.triedLimit).first { address in
            !fence.exceptions.contains { $0.contains(address) } && !questions.isOwn(address.addressText)
        }
        return address.map { Place(address: $0.addressText, ports: Array(fence.ports.prefix(1))) }
    }

    private func upstreams() throws(Failure) -> [Place] {
        var places: [Place] = []
        for target in targets {
            for address in questions.resolve(target) {
                let network = try? Network(address)
                let isFenced = network.map { one in
                    fence.networks.contains { $0.contains(one) } && !fence.exceptions.contains { $0.contains(one) }
                }
                guard isFenced == true else {
                    throw Failure(
                        reason: "target \"\(target.name)\" is at \(address), which is open to everybody here: "
                            + (network == nil
                                ? "no fence stands before this machine's own addresses"
                                : "it has to be in the fence's networks, and in no exception"))
                }
                guard !questions.isOwn(address) else {
                    throw Failure(
                        reason:
                            "target \"\(target.name)\" is at \(address), which is this machine's own: no fence stands "
                            + "before it")
                }
                places.append(Place(address: address, ports: [target.upstream.port]))
            }
        }
        return places
    }

    private static func devices() -> [String] {
        guard let first = if_nameindex() else { return [] }
        defer { if_freenameindex(first) }
        var names: [String] = []
        var place = first
        while let name = place.pointee.if_name {
            names.append(String(cString: name))
            place += 1
        }
        return names.filter { $0 != "lo" }
    }

    private static func isOwn(_ host: String) -> Bool {
        withDatagrams(to: host, 0) { bind($0, $1, $2) == 0 }
    }

    private static func sends(_ host: String, _ port: UInt16) -> Bool {
        withDatagrams(to: host, port) { sendto($0, "", 0, 0, $1, $2) >= 0 }
    }

    private static func withDatagrams(
        to host: String, _ port: UInt16, _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool
    ) -> Bool {
        let descriptor = socket(
            host.contains(":") ? AF_INET6 : AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard let bytes = NumericAddress.bytes(Target.Address(host: host, port: port)) else { return false }
        return bytes.withUnsafeBytes { raw in
            raw.baseAddress.map { body(descriptor, $0.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count)) }
                ?? false
        }
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
