import Policy
import Testing

/// Networks as a policy and a fence say them.
@Suite struct NetworkTests {
    @Test(arguments: [
        ("10.20.0.0/16", "10.20.0.0/16"), ("10.20.0.7", "10.20.0.7/32"), ("0.0.0.0/0", "0.0.0.0/0"),
        ("fd00:1::/32", "fd00:1:0:0:0:0:0:0/32"), ("fd66::2", "fd66:0:0:0:0:0:0:2/128"), ("::/0", "0:0:0:0:0:0:0:0/0"),
        ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8/128"), ("172.16.0.0/12", "172.16.0.0/12"),
        ("FD00::", "fd00:0:0:0:0:0:0:0/128"),
    ])
    func `a network is read, and said in one form`(text: String, form: String) throws {
        #expect(try Network(text).description == form)
    }

    @Test(arguments: [
        "", "/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0/8", "10.0.0.0.0", "010.0.0.0/8", "10.0.0.256",
        "10.0.0.0/8/8", "10.0.0.0/", "db.internal", "fd00::1::2", ":", ":::", "fd00:/16", "1:2:3:4:5:6:7", "g::",
        "1:2:3:4:5:6:7:8::", "12345::", "fd00::/129", "+1::", "10.0.0.0/8 ",
    ])
    func `what is no network is told`(text: String) {
        #expect(throws: Network.Malformed.noNetwork) { try Network(text) }
    }

    @Test(arguments: ["10.20.0.1/16", "10.0.0.0/4", "fd00::1/64", "128.0.0.0/0"])
    func `bits behind the prefix are told, since two people would read two networks`(text: String) {
        #expect(throws: Network.Malformed.hostBits) { try Network(text) }
    }

    @Test(arguments: ["127.0.0.0/8", "127.77.0.0/16", "127.0.0.1", "::1"])
    func `loopback is no network of databases`(text: String) {
        #expect(throws: Network.Malformed.local) { try Network(text) }
    }

    @Test(arguments: ["::ffff:10.0.0.1", "::ffff:a00:0/104", "::ffff:0:0/96", "64:ff9b::10.0.0.1", "::10.0.0.0/104"])
    func `IPv4 as IPv6 writes it is told, since nothing is sent to such addresses`(text: String) {
        #expect(throws: Network.Malformed.mapped) { try Network(text) }
    }

    @Test(arguments: [
        ("10.20.0.0/16", "10.20.255.7", true), ("10.20.0.0/16", "10.21.0.0", false),
        ("10.20.0.8/29", "10.20.0.15", true),
        ("10.20.0.8/29", "10.20.0.16", false), ("10.20.0.0/16", "10.0.0.0/8", false), ("0.0.0.0/0", "10.0.0.1", true),
        ("0.0.0.0/0", "fd00::1", false), ("fd00:1::/32", "fd00:1:ffff::2", true), ("fd00:1::/32", "fd00:2::", false),
    ])
    func `what is in a network is known`(network: String, other: String, isIn: Bool) throws {
        #expect(try Network(network).contains(Network(other)) == isIn)
    }

    @Test func `a network gives some addresses that machines may have`() throws {
        func some(_ text: String) throws -> [String] { try Network(text).someAddresses(3).map(\.addressText) }
        #expect(try some("10.20.0.0/16") == ["10.20.0.1", "10.20.0.2", "10.20.0.3"])
        #expect(try some("10.20.0.4/30") == ["10.20.0.5", "10.20.0.6"])
        #expect(try some("10.20.0.4/31") == ["10.20.0.4"])
        #expect(try some("10.20.0.7") == ["10.20.0.7"])
        #expect(try some("fd00::/64") == ["fd00:0:0:0:0:0:0:1", "fd00:0:0:0:0:0:0:2", "fd00:0:0:0:0:0:0:3"])
    }
}
