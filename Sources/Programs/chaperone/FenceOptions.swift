import ArgumentParser
import Policy
import Sidecar

/// What a fence is made of: from a policy, or said.
struct FenceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The compiled, signed policy: its targets' ports, its sidecars.networks.", valueName: "file")
    )
    var policy: String?
    @Option(help: ArgumentHelp("The verifier key that it must be signed with (policy.pub).", valueName: "file"))
    var trustKey: String?
    @Option(help: ArgumentHelp("Where databases are, such as 10.20.0.0/16; may be repeated.", valueName: "network"))
    var network: [String] = []
    @Option(
        help: ArgumentHelp(
            "A part of that which stays open, such as the address of the DNS; may be repeated.", valueName: "network"))
    var except: [String] = []
    @Option(help: "A port of a database; may be repeated.")
    var port: [UInt16] = []
    @Option(help: "The sidecar's uid, which may pass.")
    var user = Fence.defaultUser
    @Option(help: "The port of the sidecar's --transparent.")
    var listener = Fence.defaultListener

    // Here, so that the usage that is shown beside an error is the command's.
    func validate() throws { _ = try read() }

    func fence() throws -> Fence { try read().fence }

    /// With the targets of the policy, where one is given.
    func read() throws -> (fence: Fence, targets: [Target]) {
        var targets: [Target] = []
        var fence = Fence(
            networks: try networks(network, "--network"), exceptions: try networks(except, "--except"), ports: port,
            user: user, listener: listener)
        if let policy {
            guard let trustKey else {
                throw ValidationError("--policy needs --trust-key, the key that it is signed with")
            }
            var problems: [String] = []
            let bundle = SidecarConfiguration.bundle(policy, trustKey: trustKey, &problems)
            guard let bundle else { throw ValidationError(problems.joined(separator: "\n")) }
            targets = bundle.targets
            fence.ports += targets.map(\.upstream.port)
            fence.networks += try networks(bundle.sidecars?.networks ?? [], "sidecars.networks of the policy")
        }
        guard !fence.networks.isEmpty else {
            throw ValidationError("no network to fence in: give --network, or sidecars.networks in the policy")
        }
        guard fence.networks.count + fence.exceptions.count <= Fence.networksLimit else {
            throw ValidationError("more than \(Fence.networksLimit) networks")
        }
        guard !fence.ports.isEmpty, !fence.ports.contains(0) else {
            throw ValidationError("no port that leads to a lane: give --port, or --policy")
        }
        guard fence.listener != 0 else { throw ValidationError("--listener 0 is no port") }
        return (fence, targets)
    }

    private func networks(_ texts: [String], _ option: String) throws -> [Network] {
        try texts.map { text in
            do { return try Network(text) } catch { throw ValidationError("\(option) \(text): \(error)") }
        }
    }
}
