import Foundation
import Injection
import Policy
import TestSupport

/// Reviews as a real API server 1.36 sent them, and the injector that they are shown to.
enum AdmissionFixtures {
    static let folder = Repository.fixture("admission")

    /// Of every pod that was recorded.
    static var reviews: [String] {
        names("reviews").filter { $0.hasSuffix(".request.json") }.map { String($0.dropLast(".request.json".count)) }
    }

    static var raw: [String] { names("reviews").filter { $0.hasSuffix(".raw.json") } }

    private static func names(_ part: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: part).path())) ?? []).sorted()
    }

    static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: path))) }

    static func review(_ name: String) throws -> AdmissionReview {
        try AdmissionReview(parsing: bytes("reviews/\(name).request.json"))
    }

    static func json(_ name: String) throws -> JSONValue {
        try JSONValue.parse(try bytes("reviews/\(name).request.json"))
    }

    static let targets = [
        target("ehr", upstream: "ehr-db.example.internal", listen: "127.77.0.1"),
        target("billing", upstream: "billing-db.clinic.svc.cluster.local", listen: "127.77.0.2"),
    ]

    static func target(_ name: String, upstream: String, port: UInt16 = 5432, listen: String) -> Target {
        Target(
            name: name, service: .postgres(PostgresTerms(database: name, tls: .verifyFull)),
            upstream: .init(host: upstream, port: port), listen: .init(host: listen, port: 5432), credential: name)
    }

    static func settings(strict: Bool = false, fence: Bool = false) -> InjectionSettings {
        var settings = InjectionSettings(
            image: "registry.example.org/chaperone/chaperone:0.2.0",
            hub: "https://chaperone-hub.chaperone-system.svc:8443",
            hubAuthorities: "-----BEGIN CERTIFICATE-----\nthe hub's authority\n-----END CERTIFICATE-----\n")
        settings.isStrict = strict || fence
        if fence {
            settings.fence = FenceSettings(
                image: "registry.example.org/chaperone/fence:0.2.0",
                networks: ["10.20.0.0/16", "fd00:1:0:0:0:0:0:0/32"],
                exceptions: ["10.20.0.10/32"], ports: [5432, 5432])
        }
        settings.meshImages = ["registry.example.org/mesh/"]
        (settings.lanes, settings.unnamed) = LaneName.all(of: targets)
        settings.stateMebibytes = 320
        return settings
    }

    /// The review of a pod like a recorded one, with changes.
    static func review(
        _ name: String, _ change: (inout JSONPatch) -> Void
    ) throws -> AdmissionReview {
        var patch = JSONPatch()
        change(&patch)
        return try AdmissionReview(parsing: try patch.applied(to: try json(name)).text.utf8)
    }

    /// The same review after the API server applied the patch.
    static func again(_ name: String, _ patch: JSONPatch) throws -> AdmissionReview {
        let review = try json(name)
        let pod = try patch.applied(to: review["request"]?["object"] ?? .null)
        return try AdmissionReview(
            parsing: try JSONPatch([.replace(path: "/request/object", pod)]).applied(to: review).text.utf8)
    }
}
