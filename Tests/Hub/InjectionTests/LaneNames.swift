import Injection
import Policy
import Testing

@Suite struct LaneNames {
    private func names(_ upstream: String, port: UInt16 = 5432, in namespace: String = "clinic") -> [String] {
        let (lanes, _) = LaneName.all(of: [
            AdmissionFixtures.target("t", upstream: upstream, port: port, listen: "127.77.0.1")
        ])
        return lanes.flatMap { $0.hostnames(in: namespace) }
    }

    @Test func `a Service is reached by every form of its name`() {
        #expect(
            names("db.clinic.svc.cluster.local")
                == ["db.clinic.svc.cluster.local", "db.clinic.svc", "db.clinic", "db"])
        #expect(
            names("db.other.svc.cluster.local") == ["db.other.svc.cluster.local", "db.other.svc", "db.other"])
        #expect(names("db.clinic.svc") == ["db.clinic.svc.cluster.local", "db.clinic.svc", "db.clinic", "db"])
        #expect(names("DB.example.org") == ["db.example.org"])
    }

    @Test func `a StatefulSet's pod is reached by every form of its name, which its Service's stands behind`() {
        #expect(
            names("ehr-db-0.ehr-db.clinic.svc.cluster.local")
                == [
                    "ehr-db-0.ehr-db.clinic.svc.cluster.local", "ehr-db-0.ehr-db.clinic.svc", "ehr-db-0.ehr-db.clinic",
                    "ehr-db-0.ehr-db",
                ])
        #expect(
            names("ehr-db-0.ehr-db.other.svc")
                == ["ehr-db-0.ehr-db.other.svc.cluster.local", "ehr-db-0.ehr-db.other.svc", "ehr-db-0.ehr-db.other"])
        #expect(names("a.b.c.d.svc.example") == ["a.b.c.d.svc.example"])
    }

    @Test(arguments: ["10.0.0.7", "::1", "db_1.example.org", "localhost", "1.2.3"])
    func `what is no name in a hosts file gives none, and is told`(host: String) {
        #expect(names(host).isEmpty)
        let (_, unnamed) = LaneName.all(of: [
            AdmissionFixtures.target("t", upstream: host, listen: "127.77.0.1")
        ])
        #expect(unnamed.map(\.target) == ["t"])
    }

    @Test func `a lane of another port than its upstream's has no name: it would lead to a closed port`() {
        #expect(names("db.example.org", port: 6432).isEmpty)
    }

    @Test func `two targets of one host share its address`() {
        let (lanes, _) = LaneName.all(of: [
            AdmissionFixtures.target("a", upstream: "db.example.org", listen: "127.77.0.1"),
            AdmissionFixtures.target("b", upstream: "db.example.org", listen: "127.77.0.1"),
        ])
        #expect(lanes == [LaneName(address: "127.77.0.1", hostnames: ["db.example.org"])])
    }
}
