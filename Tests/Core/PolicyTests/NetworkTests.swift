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
        "1:2:3:4:5:6:7:8::", "12345::", "fd00::/129", "::ffff:10.0.0.1", "+1::", "10.0.0.0/8 ",
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
}
