import Judge
import Testing

/// A judge remembers what a text alone decides, and never what a session's own names decide.
@Suite("Permits that a judge remembers") struct PermitCacheTests {
    private func text(_ judge: Judge, _ sql: String, _ names: SessionNames) -> String? {
        guard case .permit(let permit) = judge.judge(Array(sql.utf8), names: names) else { return nil }
        return String(decoding: permit.text, as: UTF8.self)
    }

    // The first time a text is only noted, the second time kept, from then on remembered.
    @Test("are the same every time")
    func again() throws {
        let judge = SampleLane.judge()
        let first = try #require(text(judge, "SELECT ssn FROM patients", judge.initialNames))
        for _ in 0..<3 { #expect(text(judge, "SELECT ssn FROM patients", judge.initialNames) == first) }
        #expect(first.contains("***-**-"))
    }

    @Test("are not given to a session whose search_path finds another table, nor the other way round")
    func searchPath() throws {
        let judge = SampleLane.judge()
        let elsewhere = SessionNames(searchPath: ["archive"])
        for _ in 0..<4 {
            #expect(try #require(text(judge, "SELECT * FROM patients", judge.initialNames)).contains("***-**-"))
            #expect(try #require(text(judge, "SELECT * FROM patients", elsewhere)).contains("archive"))
        }
    }

    @Test("are not given for a prepared statement's name")
    func prepared() throws {
        let judge = SampleLane.judge()
        var names = judge.initialNames
        guard case .permit(let permit) = judge.judge(Array("PREPARE q AS SELECT ssn FROM patients".utf8), names: names)
        else {
            Issue.record("PREPARE is refused")
            return
        }
        for profile in permit.statements { names.apply(profile) }
        for _ in 0..<3 { #expect(text(judge, "EXECUTE q", names) != nil) }
        #expect(text(judge, "EXECUTE q", judge.initialNames) == nil)
    }

    @Test("are not kept where a text makes a name, which is another each time")
    func made() {
        let judge = SampleLane.judge()
        var names = judge.initialNames
        for number in 1...4 {
            #expect(text(judge, "PREPARE q AS SELECT 1", names) == "PREPARE \"q~\(number)\" AS SELECT 1")
            #expect(text(judge, "DEALLOCATE ALL", names) == "DEALLOCATE ALL")
            names.reserve(upTo: UInt64(number + 1))
        }
    }

    @Test("are forgotten by bytes, and judged again")
    func bounded() {
        let judge = SampleLane.judge()
        for number in 0..<8_000 {
            for _ in 0..<2 {
                #expect(
                    text(judge, "SELECT \(number), ssn FROM patients", judge.initialNames)?.contains("***-**-") == true)
            }
        }
        #expect(text(judge, "SELECT 0, ssn FROM patients", judge.initialNames)?.contains("***-**-") == true)
    }
}
