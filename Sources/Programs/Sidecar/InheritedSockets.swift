import Glibc
import Policy

/// Listening sockets that whoever started this process has opened (sd_listen_fds(3)): they stay open while a sidecar
/// starts, or starts again, so that an agent that comes early waits.
struct InheritedSockets: Sendable {
    struct Inherited: Sendable, Equatable {
        var descriptor: Int32
        /// `FileDescriptorName=` of its unit: a target's.
        var name: String
        /// Nil: no address of IP.
        var address: Target.Address?
    }

    private static let firstDescriptor: Int32 = 3

    let all: [Inherited]
    /// In which every socket has to be.
    let place: AgentPlace?

    init(_ all: [Inherited] = [], place: AgentPlace? = nil) {
        self.all = all
        self.place = place
    }

    /// Those of this process. To be called once, before others are started: the variables are taken out, and the sockets
    /// are not inherited further.
    static func take() -> InheritedSockets {
        defer { for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) } }
        func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
        guard variable("LISTEN_PID") == "\(getpid())", let count = variable("LISTEN_FDS").flatMap({ Int32($0) }),
            count > 0
        else { return InheritedSockets() }
        let names = variable("LISTEN_FDNAMES")?.split(separator: ":", omittingEmptySubsequences: false) ?? []
        return InheritedSockets(
            (0..<count).map { index in
                let descriptor = firstDescriptor + index
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
                return Inherited(
                    descriptor: descriptor, name: Int(index) < names.count ? String(names[Int(index)]) : "",
                    address: address(of: descriptor))
            })
    }

    /// The socket of a target: that of its name, or else of its address. Nil: the lane opens its own.
    /// - Throws: when it has to be one of the agent's place or of those that were handed over, and cannot be had.
    func descriptor(for target: Target) throws(AgentPlace.Failure) -> Int32? {
        if let place { return try place.listener(target.listen) }
        if let inherited = inherited(for: target) { return inherited.descriptor }
        // Whoever hands sockets over has the agents in another network than this: a lane that is opened here is not theirs.
        guard all.isEmpty else {
            let place = target.listen.isSocket ? target.listen.host : "\(target.listen.host):\(target.listen.port)"
            throw AgentPlace.Failure(
                reason:
                    "no socket that was handed over is its: give chaperone.socket a ListenStream=\(place) (systemctl edit "
                    + "chaperone.socket), and start it again")
        }
        return nil
    }

    /// Those that no target of a policy has.
    func strays(_ targets: [Target]) -> [Inherited] {
        all.filter { socket in !targets.contains { inherited(for: $0) == socket } }
    }

    private func inherited(for target: Target) -> Inherited? {
        all.first { $0.name == target.name } ?? all.first { $0.address == target.listen }
    }

    private static func address(of descriptor: Int32) -> Target.Address? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let isKnown = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) == 0 }
        }
        guard isKnown, [AF_INET, AF_INET6].contains(Int32(storage.ss_family)),
            let place = NumericAddress.text(storage)
        else { return nil }
        return Target.Address(host: place.host, port: place.port)
    }
}
