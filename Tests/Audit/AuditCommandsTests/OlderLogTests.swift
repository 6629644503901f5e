import Foundation
import TestSupport
import Testing

/// Logs that earlier versions wrote stay readable.
@Suite("A log of before") struct OlderLogTests {
    private static func chaperone(_ arguments: [String]) throws -> String {
        try Command(Repository.chaperone.path(), arguments).check()
    }

    @Test func `is verified, shown and replayed as it was`() throws {
        let log = Repository.fixture("audit-0.1.0").path()
        #expect(
            try Self.chaperone(["audit", "verify", log, "--key", log + "/instance.pub"]).contains("intact: 13 records"))
        let rows = try Self.chaperone(["audit", "show", log]).split(separator: "\n")
        #expect(rows.count == 14)
        let masked = "clinic.patients (birth_date, contact, mrn, name, ssn, zip) masked: SELECT * FROM clinic.patients"
        #expect(rows.contains { $0.contains(masked) })
        #expect(rows.contains { $0.hasSuffix("part 1 of 2") })
        let session = try Self.chaperone(["replay", "84c4ee9b64198eba", "--from", log, "--speed", "max"])
        #expect(session.contains(String(repeating: "x", count: 70_000)))
        #expect(session.contains("REFUSED (chaperone/definition-over-protected)"))
        #expect(!session.contains("not kept") && !session.contains("cannot be read"))
    }
}
