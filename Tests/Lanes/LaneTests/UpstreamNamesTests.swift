import Policy
import Testing

@testable import Lane

/// Where a target's server is, when hosts entries lead its name to its lane.
@Suite struct UpstreamNamesTests {
    private static func names(
        _ upstream: String, listen: String = "127.77.1.2", domains: [String] = [], _ known: [String: [String]]
    ) -> Result<[String], UpstreamNames.Failure> {
        let target = Target(
            name: "ehr", service: .postgres(PostgresTerms(database: "ehr", tls: .disable)),
            upstream: .init(host: upstream, port: 5432), listen: .init(host: listen, port: 5432), credential: "ehr")
        return Result { () throws(UpstreamNames.Failure) in
            try UpstreamNames(target, lookup: { known[$0] ?? [] }, domains: { domains }).addresses()
        }
    }

    @Test func `what the system says is taken`() {
        #expect(Self.names("db", ["db": ["10.0.0.1", "fd00::1"]]) == .success(["10.0.0.1", "fd00::1"]))
        #expect(Self.names("10.0.0.1", ["10.0.0.1": ["10.0.0.1"]]) == .success(["10.0.0.1"]))
        #expect(Self.names("localhost", ["localhost": ["::1", "127.0.0.1"]]) == .success(["::1", "127.0.0.1"]))
    }

    @Test func `a name that leads to the lane is asked of the DNS alone, whole and with the domains of a pod`() {
        let hosts = ["ehr-db.clinic.svc": ["127.77.1.2"]]
        let whole = hosts.merging(["ehr-db.clinic.svc.": ["10.96.0.7"]]) { $1 }
        #expect(Self.names("ehr-db.clinic.svc", whole) == .success(["10.96.0.7"]))
        let searched = hosts.merging(["ehr-db.clinic.svc.cluster.local.": ["10.96.0.7"]]) { $1 }
        #expect(
            Self.names("ehr-db.clinic.svc", domains: ["agents.svc.cluster.local", "cluster.local"], searched)
                == .success(["10.96.0.7"]))
        #expect(Self.names("ehr-db.clinic.svc", hosts) == .failure(.leadsToLane("ehr-db.clinic.svc")))
    }

    @Test func `a lane never dials itself, whatever address it has`() {
        #expect(Self.names("db", listen: "127.0.0.1", ["db": ["127.0.0.1"]]) == .failure(.leadsToLane("db")))
        #expect(Self.names("db", listen: "127.0.0.1", ["db": ["127.0.0.1", "10.0.0.1"]]) == .success(["10.0.0.1"]))
        #expect(Self.names("db", ["db": ["127.77.200.1"], "db.": ["127.77.200.1"]]) == .failure(.leadsToLane("db")))
        #expect(Self.names("db", [:]) == .failure(.unknown("db")))
    }

    @Test func `search domains are those of the last line`() {
        let text =
            "nameserver 10.0.0.10\nsearch a.example\nsearch agents.svc.cluster.local svc.cluster.local.\noptions ndots:5\n"
        #expect(UpstreamNames.searchDomains(in: text) == ["agents.svc.cluster.local", "svc.cluster.local"])
        #expect(UpstreamNames.searchDomains(in: "") == [])
    }
}
