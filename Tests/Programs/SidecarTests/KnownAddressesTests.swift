import Policy
import Synchronization
import Testing

@testable import Sidecar

/// Whose address it is that a connection was going to.
@Suite struct KnownAddressesTests {
    private static func target(_ name: String, _ host: String, _ port: UInt16 = 5432) -> Target {
        var target = Workshop.target(name)
        target.upstream = .init(host: host, port: port)
        return target
    }

    private static let ehr = target("ehr", "ehr.example")
    private static let billing = target("billing", "billing.example")

    @Test func `an address leads to the target whose name gave it, at the target's port alone`() {
        var known = KnownAddresses()
        known.learn(Self.ehr, ["10.0.0.1", "fd00::1"], nowSeconds: 0)
        known.learn(Self.billing, ["10.0.0.2"], nowSeconds: 0)
        func match(_ host: String, _ port: UInt16 = 5432) -> KnownAddresses.Match {
            known.match(.init(host: host, port: port), among: [Self.ehr, Self.billing], nowSeconds: 1)
        }
        #expect(match("10.0.0.1") == .target("ehr"))
        #expect(match("fd00::1") == .target("ehr"))
        #expect(match("10.0.0.2") == .target("billing"))
        #expect(match("10.0.0.1", 5433) == .nobody)
        #expect(match("10.0.0.3") == .nobody)
    }

    @Test func `two targets at one address are none`() {
        var known = KnownAddresses()
        known.learn(Self.ehr, ["10.0.0.1"], nowSeconds: 0)
        known.learn(Self.billing, ["10.0.0.1"], nowSeconds: 0)
        let match = known.match(.init(host: "10.0.0.1", port: 5432), among: [Self.ehr, Self.billing], nowSeconds: 1)
        #expect(match == .several(["billing", "ehr"]))
        // One of them alone in the policy is one.
        #expect(known.match(.init(host: "10.0.0.1", port: 5432), among: [Self.ehr], nowSeconds: 1) == .target("ehr"))
    }

    @Test func `what a name once gave is good for a day, and a target keeps so many addresses`() {
        var known = KnownAddresses()
        known.learn(Self.ehr, ["10.0.0.1"], nowSeconds: 0)
        let place = Target.Address(host: "10.0.0.1", port: 5432)
        #expect(known.match(place, among: [Self.ehr], nowSeconds: 86_399) == .target("ehr"))
        #expect(known.match(place, among: [Self.ehr], nowSeconds: 86_400) == .nobody)
        for second in 1...Int64(KnownAddresses.addressesLimit) {
            known.learn(Self.ehr, ["10.1.\(second / 256).\(second % 256)"], nowSeconds: second)
        }
        #expect(known.match(place, among: [Self.ehr], nowSeconds: 300) == .nobody)
        #expect(known.match(.init(host: "10.1.0.1", port: 5432), among: [Self.ehr], nowSeconds: 300) == .target("ehr"))
    }

    @Test func `an unknown address asks for the names anew, at most once a second, and other ports ask nothing`() async
    {
        let asked = Mutex(0)
        let now = Mutex<Int64>(0)
        let resolve: @Sendable (Target) async -> [String] = { _ in
            asked.withLock { count in
                count += 1
                return count < 3 ? ["10.0.0.1"] : ["10.0.0.2"]
            }
        }
        let book = AddressBook(clock: { now.withLock(\.self) }, resolve: resolve)
        func match(_ host: String, _ port: UInt16 = 5432) async -> KnownAddresses.Match {
            await book.match(.init(host: host, port: port), among: [Self.ehr])
        }
        #expect(await match("10.0.0.1") == .target("ehr"))
        #expect(await match("10.0.0.1") == .target("ehr"))
        #expect(await match("10.0.0.2", 5433) == .nobody)
        #expect(asked.withLock(\.self) == 1)
        #expect(await match("10.0.0.2") == .nobody)
        #expect(asked.withLock(\.self) == 1)
        now.withLock { $0 = 1 }
        #expect(await match("10.0.0.2") == .nobody)
        #expect(asked.withLock(\.self) == 2)
        now.withLock { $0 = 2 }
        #expect(await match("10.0.0.2") == .target("ehr"))
        // The first is still led to its lane.
        #expect(await match("10.0.0.1") == .target("ehr"))
    }
}
