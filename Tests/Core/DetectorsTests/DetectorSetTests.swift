import Detectors
import Testing

@Suite struct DetectorSetTests {
    @Test func `The names are those that a policy may use`() {
        #expect(
            DetectorSet.names == [
                "us_ssn", "npi", "dea", "mbi", "mrn", "phone", "email", "ip", "url", "vin", "card", "birth_date",
            ])
    }

    @Test(arguments: ["ssn", "", "US_SSN", "phone "])
    func `An unknown name is refused by its name`(name: String) {
        #expect(throws: UnknownDetector.self) { try DetectorSet(names: ["phone", name]) }
        do { _ = try DetectorSet(names: [name]) } catch { #expect("\(error)".contains("\"\(name)\"")) }
    }

    @Test func `A set without names is empty and finds nothing`() throws {
        let set = try DetectorSet(names: [])
        #expect(set.isEmpty)
        #expect(spans(Array("SSN 536-22-0001, maria@example.org".utf8), by: set).isEmpty)
        #expect(!DetectorSet.all.isEmpty)
    }

    @Test(arguments: DetectorSet.names)
    func `A set of one finds no more than its own`(name: String) throws {
        let set = try DetectorSet(names: [name])
        let all = Array(
            """
            SSN 536-22-0001, NPI 1234567893, DEA AB1234563, MBI 1EG4-TE5-MK73, MRN0000037, (312) 555-0147, \
            maria@example.org, 10.0.0.1, https://example.org/, 1HGCM82633A004352, 4111111111111111, born 1980-05-03
            """.utf8)
        #expect(spans(all, by: set).count == 1)
        #expect(spans(all).count == DetectorSet.names.count)
    }

    @Test func `Text without a finding is not copied`() {
        let text = Array("Follow-up visit 12. Stable, continue current plan.".utf8)
        #expect(text.withUnsafeBytes { DetectorSet.all.masked($0) } == nil)
        #expect(UnsafeRawBufferPointer(start: nil, count: 0).isEmpty)
        #expect(DetectorSet.all.masked(UnsafeRawBufferPointer(start: nil, count: 0)) == nil)
    }

    @Test func `Findings that overlap become one with the mask of the longest`() throws {
        #expect(try masked("312-555-0147@example.org") == "[EMAIL]")
        #expect(try masked("see https://example.org/?q=maria@example.org&ssn=536-22-0001.") == "see [URL].")
        #expect(try masked("call (312) 555-0147 x 4111 1111 1111 1111 now") == "call [PHONE] now")
        #expect(try masked("see https://example.org/?ssn=536 22 0001.") == "see [URL].")
        #expect(try masked("4111 1111 1111 1111 536-22-0001") == "[CARD] [SSN]")
        #expect(try masked("536-22-0001 or https://10.0.0.1/") == "[SSN] or [URL]")
    }

    @Test func `The notes of the demo are masked`() throws {
        #expect(
            try masked("Follow-up visit 3. Call back at (312) 555-0147 about results.")
                == "Follow-up visit 3. Call back at [PHONE] about results.")
        #expect(
            try masked("Follow-up visit 4. Verified identity, SSN 536-22-0005.")
                == "Follow-up visit 4. Verified identity, SSN [SSN].")
        #expect(
            try masked("Follow-up visit 5. Send summary to maria.k@example.org.")
                == "Follow-up visit 5. Send summary to [EMAIL].")
    }

    @Test func `One set is used by many tasks at once`() async {
        let text = Array("born 3 May 1980, SSN 536-22-0001, call 555-0147, maria@example.org".utf8)
        let expected = masked(text)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 { group.addTask { (0..<200).allSatisfy { _ in masked(text) == expected } } }
            for await isEqual in group { #expect(isEqual) }
        }
    }
}
