import Dispatch
import Lane
import Policy

/// Finds the target at an address. Names are asked for again when an address is unknown, at most once a second, whoever
/// waits for it.
actor AddressBook {
    private var known = KnownAddresses()
    private var asking: Task<Void, Never>?
    private var askedAtSeconds: Int64?
    private let clock: @Sendable () -> Int64
    private let resolve: @Sendable (Target) async -> [String]

    /// - Parameter clock: seconds of a clock that does not jump.
    init(
        clock: @escaping @Sendable () -> Int64,
        resolve: @escaping @Sendable (Target) async -> [String] = AddressBook.askTheSystem
    ) {
        self.clock = clock
        self.resolve = resolve
    }

    func match(_ destination: Target.Address, among targets: [Target]) async -> KnownAddresses.Match {
        let first = known.match(destination, among: targets, nowSeconds: clock())
        guard first == .nobody, targets.contains(where: { $0.upstream.port == destination.port }) else { return first }
        await ask(targets)
        return known.match(destination, among: targets, nowSeconds: clock())
    }

    private func ask(_ targets: [Target]) async {
        if let asking { return await asking.value }
        let now = clock()
        if let askedAtSeconds, now - askedAtSeconds < 1 { return }
        askedAtSeconds = now
        let task = Task {
            for target in targets {
                let addresses = await resolve(target)
                known.learn(target, addresses, nowSeconds: clock())
            }
        }
        asking = task
        await task.value
        asking = nil
    }

    static func askTheSystem(_ target: Target) async -> [String] {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: (try? UpstreamNames(target).addresses()) ?? [])
            }
        }
    }
}
