package import Policy

/// What keeps processes of a network namespace from walking past a transparent sidecar: a table of nftables. What goes to
/// the databases' networks is led to the sidecar's listener where it is for a database's port, and refused otherwise,
/// unless it is the sidecar's own. What is not for one machine elsewhere is refused as well: a machine of the link has addresses
/// that no policy names.
package struct Fence: Sendable, Equatable {
    /// The uid of the sidecar's image.
    package static let defaultUser: UInt32 = 65_532
    package static let defaultListener: UInt16 = 15_001
    /// Addresses for documentation (RFC 5737, RFC 3849): nothing is there, so an answer shows that the fence stands.
    package static let canaries = ["192.0.2.1", "2001:db8::1"]
    package static let networksLimit = 1_000
    /// Addresses of one machine that routers know: all others (of the link, of groups of machines) are refused.
    private static let elsewhere4 = ["1.0.0.0-169.253.255.255", "169.255.0.0-223.255.255.255"]
    private static let elsewhere6 = ["64:ff9b::/96", "64:ff9b:1::/48", "2000::/3", "fc00::/7"]
    /// Such addresses of the link, where nothing is: whether they are refused can be tried.
    package static let linkCanaries = ["169.254.77.1", "224.0.0.253", "fe80::7:7fff:fe00:1", "ff02::7:7"]

    /// Where databases are.
    package var networks: [Network]
    /// Networks within those that stay open, such as that of the cluster's DNS.
    package var exceptions: [Network]
    /// The databases' ports.
    package var ports: [UInt16]
    /// Who may go there: the sidecar.
    package var user: UInt32
    /// The port of the sidecar's transparent listener, on 127.0.0.1 and ::1.
    package var listener: UInt16

    package init(
        networks: [Network], exceptions: [Network] = [], ports: [UInt16], user: UInt32 = defaultUser,
        listener: UInt16 = defaultListener
    ) {
        self.networks = networks
        self.exceptions = exceptions
        self.ports = ports
        self.user = user
        self.listener = listener
    }

    private static let name = "inet chaperone"
    /// The bit of a connection's mark that says so: this side has answered its beginning.
    private static let answered = "0x10000000"

    /// What `nft -f` takes: the table is there anew, or stays as it was.
    package var script: String {
        let lists = [
            set("networks4", "ipv4_addr", networks.filter { !$0.isSix }.map(\.description) + [Self.canaries[0]]),
            set("networks6", "ipv6_addr", networks.filter(\.isSix).map(\.description) + [Self.canaries[1]]),
            set("exceptions4", "ipv4_addr", exceptions.filter { !$0.isSix }.map(\.description)),
            set("exceptions6", "ipv6_addr", exceptions.filter(\.isSix).map(\.description)),
            set("elsewhere4", "ipv4_addr", Self.elsewhere4),
            set("elsewhere6", "ipv6_addr", Self.elsewhere6),
            """
                set ports {
                    type inet_service
                    elements = { \(Set(ports).sorted().map { "\($0)" }.joined(separator: ", ")) }
                }
            """,
        ]
        // Local addresses are asked for by the routing table: a packet that was led elsewhere still has its old device.
        // A route within a packet leads past every address that is looked at here. An answer is let out when this side was asked by
        // a connection that begins outside, and has answered: whoever forges that beginning, or goes on with a connection from
        // before the fence, has neither, and what begins here is never an answer. What goes on for a link (neighbours, groups, the
        // lease of an address) is the machine's own business. An address of a link is not asked for by the routing table: on
        // another it may be the machine's own. What was led elsewhere has its old device, but loopback's address.
        return Self.removal + """
            table \(Self.name) {
            \(lists.joined(separator: "\n"))
                chain to_lanes {
                    type nat hook output priority -100; policy accept;
                    meta skuid \(user) return
                    fib daddr type local return
                    ip daddr @exceptions4 return
                    ip6 daddr @exceptions6 return
                    ip daddr @networks4 tcp dport @ports redirect to :\(listener)
                    ip6 daddr @networks6 tcp dport @ports redirect to :\(listener)
                }
                chain no_way {
                    type filter hook output priority 0; policy accept;
                    exthdr rt exists drop
                    ip option lsrr exists drop
                    ip option ssrr exists drop
                    ct direction reply goto answers
                    jump judge
                }
                chain answers {
                    meta l4proto { icmp, icmpv6 } accept
                    meta l4proto tcp tcp flags & rst == rst accept
                    tcp flags & (syn | ack) == syn | ack ct mark set ct mark | \(Self.answered) accept
                    meta l4proto tcp tcp flags & syn != syn ct mark & \(Self.answered) == \(Self.answered) accept
                    jump judge
                }
                chain judge {
                    meta skuid \(user) accept
                    icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert } accept
                    ip daddr @exceptions4 accept
                    ip6 daddr @exceptions6 accept
                    oifname != "lo" jump links
                    fib daddr type local accept
                    ip daddr @networks4 goto outside
                    ip6 daddr @networks6 goto outside
                }
                chain links {
                    ip daddr 127.0.0.0/8 return
                    ip6 daddr ::1 return
                    ip daddr @elsewhere4 fib daddr type { unicast, local } return
                    ip6 daddr @elsewhere6 return
                    icmpv6 type { mld-listener-report, mld-listener-done, mld2-listener-report } accept
                    meta l4proto igmp accept
                    ip6 daddr ff02::1:2 udp sport 546 udp dport 547 accept
                    ip daddr 255.255.255.255 udp sport 68 udp dport 67 accept
                    goto outside
                }
                chain outside {
                    meta l4proto tcp reject with tcp reset
                    reject with icmpx admin-prohibited
                }
            }

            """
    }

    /// What `nft -f` takes to take it away, whether it is there or not.
    package static let removal = """
        table \(name)
        delete table \(name)

        """

    private func set(_ name: String, _ type: String, _ elements: [String]) -> String {
        let members = elements.isEmpty ? "" : "\n        elements = { \(elements.joined(separator: ", ")) }"
        return """
                set \(name) {
                    type \(type)
                    flags interval
                    auto-merge\(members)
                }
            """
    }
}
