import Foundation
import Policy
import TestSupport
import Testing

@testable import Sidecar

/// The fence's table, and what shows that it stands. That it holds is shown by `make places`.
@Suite struct FenceTests {
    private static func fence(
        _ networks: [String] = ["10.20.0.0/16", "fd00:1::/32"], except: [String] = []
    ) throws -> Fence {
        Fence(
            networks: try networks.map { try Network($0) }, exceptions: try except.map { try Network($0) },
            ports: [5432, 3306, 5432])
    }

    @Test func `the table is made anew in one text, with each port once, and with the canaries`() throws {
        let script = try Self.fence(except: ["10.20.0.10"]).script
        #expect(script.hasPrefix("table inet chaperone\ndelete table inet chaperone\ntable inet chaperone {\n"))
        #expect(script.contains("elements = { 3306, 5432 }"))
        #expect(script.contains("elements = { 10.20.0.0/16, 192.0.2.1 }"))
        #expect(script.contains("elements = { fd00:1:0:0:0:0:0:0/32, 2001:db8::1 }"))
        #expect(script.contains("elements = { 10.20.0.10/32 }"))
        #expect(script.contains("meta skuid 65532 return"))
        #expect(script.contains("redirect to :15001"))
    }

    private func check(
        _ fence: Fence, user: UInt32 = 1_000, _ dial: @escaping @Sendable (String, UInt16) -> FenceCheck.Outcome
    ) -> String? {
        do throws(FenceCheck.Failure) {
            try FenceCheck(fence, user: user, dial: dial).run()
            return nil
        } catch { return error.reason }
    }

    @Test func `a fence stands when a database's port is answered and another is refused at once`() throws {
        let fence = try Self.fence()
        #expect(check(fence) { _, port in port == 5432 ? .connected : .refused } == nil)
        let open = check(fence) { _, _ in .connected }
        #expect(open?.contains("does not stand") == true)
        let silent = check(fence) { _, _ in .silent }
        #expect(silent?.contains("does not stand") == true)
        let nobody = check(fence) { _, _ in .refused }
        #expect(nobody?.contains("--transparent") == true)
        let elsewhere = check(fence) { host, _ in host == "127.0.0.1" ? .connected : .refused }
        #expect(elsewhere?.contains("does not stand") == true)
        let passing = check(fence, user: Fence.defaultUser) { _, _ in .connected }
        #expect(passing?.contains("the agent's user") == true)
    }

    @Test func `without a way to anywhere nothing is shown, and the fence's own networks are tried`() throws {
        let fence = try Self.fence()
        #expect(check(fence) { _, _ in .unroutable }?.contains("nothing is shown") == true)
        let own = check(fence) { host, port in
            guard host == "10.20.0.0" else { return .unroutable }
            return port == 5432 ? .connected : .refused
        }
        #expect(own == nil)
    }

    @Test func `IPv6 that is open is told where IPv6 networks are fenced in`() throws {
        let dial: @Sendable (String, UInt16) -> FenceCheck.Outcome = { host, port in
            host.contains(":") ? .connected : port == 5432 ? .connected : .refused
        }
        #expect(check(try Self.fence(), dial) != nil)
        #expect(check(try Self.fence(["10.20.0.0/16"]), dial) == nil)
    }

    @Test func `what a fence needs is told, and print needs no right`() throws {
        let workshop = try Workshop()
        func run(_ arguments: [String]) throws -> (Int32, String) {
            let outcome = try workshop.run(["fence"] + arguments)
            return (outcome.status, outcome.output + outcome.errors)
        }
        #expect(try run(["print", "--network", "10.0.0.0/8", "--port", "5432"]).0 == 0)
        for (arguments, part) in [
            (["--port", "5432"], "no network"), (["--network", "10.0.0.0/8"], "no port"),
            (["--network", "10.0.0.1/8", "--port", "1"], "first address"),
            (["--policy", "none.bundle"], "--trust-key"),
            (["--network", "10.0.0.0/8", "--port", "0"], "no port"),
            (["--network", "127.0.0.0/8", "--port", "1"], "loopback"),
        ] {
            let said = try run(["print"] + arguments)
            #expect(said.0 == 64 && said.1.contains(part), "\(said)")
        }
        var target = Workshop.target()
        target.upstream.port = 6543
        try workshop.seal([target])
        let policy = ["--policy", workshop.path("policy.bundle"), "--trust-key", workshop.path("policy.pub")]
        let fromPolicy = try run(["print"] + policy + ["--network", "10.0.0.0/8"])
        #expect(fromPolicy.1.contains("elements = { 6543 }"), "\(fromPolicy)")
    }
}
