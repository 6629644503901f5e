import HubAPI
import HubStore
import Policy
import PolicyFile
import Synchronization

/// Which policy a sidecar is sent, by what it has said that it understands.
extension PolicyService {
    /// How many policies before the one in force are looked at for one that a sidecar understands.
    static let earlierPoliciesLimit = 32
    /// What a sidecar may say that it understands, bytes.
    static let understandsBytesLimit = 1 << 10

    struct Offer: Sendable {
        /// The newest that the sidecar understands. Nil: none of those looked at.
        var bundle: Bundle?
        /// The one in force, when `bundle` is not that.
        var withheld: WithheldPolicy?
    }

    /// - Parameter understands: names of features, by commas. Nil, as sidecars of before ask: none.
    /// - Throws: `ProblemDetails` when it is too long, or there is no policy.
    func offer(toOneThatUnderstands understands: String?) async throws -> Offer {
        guard understands?.utf8.count ?? 0 <= Self.understandsBytesLimit else {
            throw ProblemDetails(
                .malformed, detail: "understands is longer than \(Self.understandsBytesLimit) bytes")
        }
        let isList = { (byte: UInt8) in
            byte == 0x2C || byte == 0x2D || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
        }
        guard understands?.utf8.allSatisfy(isList) ?? true else {
            throw ProblemDetails(
                .malformed, detail: "understands is no list of features: lower-case letters, digits, - and commas")
        }
        let known = Set((understands ?? "").split(separator: ",").map(String.init))
        guard let newest = try await current() else {
            throw ProblemDetails(
                .unavailable, detail: "the hub has no policy yet: chaperone-hub policy push FILE")
        }
        let lacking = newest.features.filter { !known.contains($0) }
        guard !lacking.isEmpty else { return Offer(bundle: newest) }
        return Offer(
            bundle: try await newestBefore(newest.number, understoodBy: known),
            withheld: WithheldPolicy(number: newest.number, features: lacking))
    }

    private func newestBefore(_ number: UInt64, understoodBy known: Set<String>) async throws -> Bundle? {
        let earlier = try await store.policies(limit: Self.earlierPoliciesLimit + 1).map(\.number).filter {
            $0 < number
        }
        self.earlier.withLock { cached in cached = cached.filter { earlier.contains($0.key) } }
        for number in earlier {
            guard let bundle = try await earlierBundle(number) else { continue }
            if known.isSuperset(of: bundle.features) { return bundle }
        }
        return nil
    }

    /// Nil: this version of the hub cannot compile it.
    private func earlierBundle(_ number: UInt64) async throws -> Bundle? {
        if let cached = earlier.withLock({ $0[number] }) { return cached }
        guard let version = try await store.policy(number: number) else { return nil }
        let bundle = try? Self.compile(version).bundle
        earlier.withLock { $0[number] = .some(bundle) }
        return bundle
    }
}
