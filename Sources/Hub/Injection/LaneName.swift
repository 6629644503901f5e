package import Policy

/// A loopback address of lanes, and the names by which an agent asks for what is behind them.
package struct LaneName: Sendable, Equatable {
    package var address: String
    /// In lower case, as Kubernetes takes them.
    package var hostnames: [String]

    package init(address: String, hostnames: [String]) {
        self.address = address
        self.hostnames = hostnames
    }

    /// What keeps an agent from reaching a target by the name that it has.
    package struct Unnamed: Sendable, Equatable {
        package var target: String
        package var reason: String
    }

    /// The names of a policy's targets, and those that cannot be had.
    package static func all(of targets: [Target]) -> (names: [LaneName], unnamed: [Unnamed]) {
        var names: [String: Set<String>] = [:]
        var unnamed: [Unnamed] = []
        for target in targets {
            if let reason = obstacle(target) {
                unnamed.append(Unnamed(target: target.name, reason: reason))
            } else {
                names[target.listen.host, default: []].insert(target.upstream.host.lowercased())
            }
        }
        return (
            names.map { LaneName(address: $0.key, hostnames: $0.value.sorted()) }.sorted { $0.address < $1.address },
            unnamed
        )
    }

    private static func obstacle(_ target: Target) -> String? {
        guard isHostname(target.upstream.host.lowercased()) else {
            return "its upstream \(target.upstream.host) is no name that a hosts entry can have"
        }
        guard !target.listen.isSocket else { return "it listens on a socket" }
        guard target.listen.port == target.upstream.port else {
            return "it listens on another port than its upstream's: write listen: auto"
        }
        return nil
    }

    /// RFC 1123, and no address.
    private static func isHostname(_ host: String) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let isName = labels.allSatisfy { label in
            !label.isEmpty && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy {
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
                }
        }
        return isName && labels.last.map { $0.utf8.contains { $0 > UInt8(ascii: "9") } } ?? false && host != "localhost"
    }

    /// Every form in which a pod of that namespace may write the names: a Service has up to four, and so has a pod of a
    /// StatefulSet, whose name stands before its Service's.
    package func hostnames(in namespace: String) -> [String] {
        var all: [String] = []
        for hostname in hostnames {
            let labels = hostname.split(separator: ".").map(String.init)
            guard let place = [2, 3].first(where: { $0 < labels.count && labels[$0] == "svc" }) else {
                all.append(hostname)
                continue
            }
            let domain = labels.count > place + 1 ? labels[(place + 1)...].joined(separator: ".") : "cluster.local"
            let short = labels[..<place].joined(separator: ".")
            let own = labels[..<(place - 1)].joined(separator: ".")
            all += ["\(short).svc.\(domain)", "\(short).svc", short] + (labels[place - 1] == namespace ? [own] : [])
        }
        return all
    }
}
