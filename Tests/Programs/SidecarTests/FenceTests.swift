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
        _ fence: Fence, targets: [Target] = [], user: UInt32 = 1_000, own: [String] = [], at addresses: [String] = [],
        open: [String] = [],
        _ dial: @escaping @Sendable (String, UInt16) -> FenceCheck.Outcome
    ) -> String? {
        let questions = FenceCheck.Questions(
            dial: dial, sends: { host, _ in open.contains(host) }, devices: { ["eth0"] }, isOwn: { own.contains($0) },
            resolve: { _ in addresses })
        do throws(FenceCheck.Failure) {
            try FenceCheck(fence, targets: targets, user: user, questions).run()
            return nil
        } catch { return error.reason }
    }

    @Test func `a fence stands when a database's port is answered and another is refused at once`() throws {
        let fence = try Self.fence()
        #expect(check(fence) { _, port in port == 5432 || port == 3306 ? .connected : .refused } == nil)
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
            guard host == "10.20.0.1" else { return .unroutable }
            return port == 5432 ? .connected : .refused
        }
        #expect(own == nil)
    }

    @Test func `every network is tried, at an address that is fenced in and not the machine's own`() throws {
        let fence = try Self.fence(["10.20.0.0/16", "10.30.0.0/16"], except: ["10.30.0.2"])
        let own = ["10.30.0.1"]
        let open = check(fence, own: own) { host, port in
            port == 5432 || port == 3306 || host == "10.30.0.3" ? .connected : .refused
        }
        #expect(open?.hasPrefix("10.30.0.3:1 can be reached") == true, "\(open ?? "")")
        let unled = check(fence, own: own) { host, port in
            host != "10.30.0.3" && (port == 5432 || port == 3306) || host == "127.0.0.1" ? .connected : .refused
        }
        #expect(unled?.hasPrefix("10.30.0.3:5432 is not led") == true, "\(unled ?? "")")
        // Its closed port is refused by itself, and its database is the database.
        let database = check(fence, own: own, open: ["10.30.0.3"]) { _, port in port == 1 ? .refused : .connected }
        #expect(database == "datagrams to 10.30.0.3 are let out: the fence does not stand")
        let port = check(fence, own: own) { host, port in
            port == 5432 || host == "127.0.0.1" ? .connected : .refused
        }
        #expect(port?.hasPrefix("192.0.2.1:3306 is not led") == true, "\(port ?? "")")
    }

    @Test func `a target's addresses are tried, and one that the fence leaves open is told`() throws {
        let fence = try Self.fence(["10.20.0.0/16"], except: ["10.20.0.9"])
        var target = Workshop.target()
        target.upstream.port = 5432
        let lane = target
        func said(_ address: String, own: [String] = []) -> String? {
            check(fence, targets: [lane], own: own, at: ["10.20.0.7", address]) { host, port in
                host == "10.20.0.8" ? .silent : port == 1 ? .refused : .connected
            }
        }
        #expect(said("10.20.1.1") == nil)
        #expect(said("10.20.0.8")?.contains("10.20.0.8:1 is not refused") == true)
        #expect(said("10.21.0.1")?.contains("has to be in the fence's networks") == true)
        #expect(said("10.20.0.9")?.contains("has to be in the fence's networks") == true)
        #expect(said("127.0.0.1")?.contains("this machine's own") == true)
        #expect(said("10.20.1.2", own: ["10.20.1.2"])?.contains("this machine's own") == true)
    }

    @Test func `what is in none of the fence's networks is open`() {
        let networks = ["10.20.0.0/16", "fd00:1::/32"]
        #expect(OpenUpstreams.among(["10.20.1.1", "fd00:1::7"], networks: networks).isEmpty)
        #expect(
            OpenUpstreams.among(["10.96.0.9", "10.20.1.1", "fd00:2::7"], networks: networks) == [
                "10.96.0.9", "fd00:2::7",
            ])
        #expect(OpenUpstreams.among(["127.0.0.1"], networks: networks) == ["127.0.0.1"])
    }

    @Test func `routes within packets are dropped, and answers are those of connections that began outside`() throws {
        let script = try Self.fence().script
        for line in [
            "exthdr rt exists drop", "ip option lsrr exists drop", "ip option ssrr exists drop",
            "tcp flags & (syn | ack) == syn | ack ct mark set ct mark | 0x10000000 accept",
            "tcp flags & syn != syn ct mark & 0x10000000 == 0x10000000 accept",
        ] { #expect(script.contains(line), "\(line)") }
        #expect(!script.contains("ct direction reply accept"))
    }

    @Test func `addresses of a link are refused, by what is one machine's elsewhere, and neighbours are found`() throws
    {
        let script = try Self.fence().script
        for line in [
            "elements = { 1.0.0.0-169.253.255.255, 169.255.0.0-223.255.255.255 }",
            "elements = { 64:ff9b::/96, 64:ff9b:1::/48, 2000::/3, fc00::/7 }", "oifname != \"lo\" jump links",
            "ip6 daddr @elsewhere6 return", "nd-neighbor-solicit, nd-neighbor-advert } accept",
        ] { #expect(script.contains(line), "\(line)") }
        let dial: @Sendable (String, UInt16) -> FenceCheck.Outcome = { _, port in
            port == 5432 || port == 3306 ? .connected : .refused
        }
        for open in ["169.254.77.1", "224.0.0.253", "fe80::7:7fff:fe00:1%eth0", "ff02::7:7%eth0"] {
            let said = check(try Self.fence(), open: [open], dial)
            #expect(
                said?.hasPrefix("datagrams to \(open), an address of the link, are let out") == true, "\(said ?? "")")
        }
        #expect(check(try Self.fence(except: ["169.254.0.0/16"]), open: ["169.254.77.1"], dial) == nil)
    }

    @Test func `IPv6 that is open is told where IPv6 networks are fenced in`() throws {
        let dial: @Sendable (String, UInt16) -> FenceCheck.Outcome = { host, port in
            host.contains(":") ? .connected : port == 5432 || port == 3306 ? .connected : .refused
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
            #expect(said.1.contains("Usage: chaperone fence print"), "\(said)")
        }
        var target = Workshop.target()
        target.upstream.port = 6543
        try workshop.seal([target])
        let policy = ["--policy", workshop.path("policy.bundle"), "--trust-key", workshop.path("policy.pub")]
        let fromPolicy = try run(["print"] + policy + ["--network", "10.0.0.0/8"])
        #expect(fromPolicy.1.contains("elements = { 6543 }"), "\(fromPolicy)")
    }
}
