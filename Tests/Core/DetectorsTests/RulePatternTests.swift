import Detectors
import Testing

@Suite struct RulePatternTests {
    private func matches(_ pattern: String, _ text: String) throws -> Bool {
        let pattern = try RulePattern(pattern)
        return Array(text.utf8).withUnsafeBytes { pattern.matches($0) }
    }

    @Test func `A pattern matches anywhere, and is case-sensitive unless it says otherwise`() throws {
        #expect(try matches("clinic", "SELECT 1 FROM clinic.notes"))
        #expect(try !matches("CLINIC", "SELECT 1 FROM clinic.notes"))
        #expect(try matches("(?i)CLINIC", "SELECT 1 FROM clinic.notes"))
        #expect(try !matches("^clinic", "SELECT 1 FROM clinic.notes"))
        #expect(try matches("^$", ""))
        #expect(try matches("^j.sé$", "josé"))
        #expect(try matches(#"^\pL+$"#, "患者"))
    }

    @Test(arguments: ["(", "[a", "a**", "(?<n", #"\1"#, "(?=a)", #"\xzz"#, "a{2000}", "((a{100}){100}){100}"])
    func `A bad pattern is refused with the reason`(pattern: String) {
        do {
            _ = try RulePattern(pattern)
            Issue.record("accepted")
        } catch let error as PatternError {
            #expect(!error.description.isEmpty)
        } catch { Issue.record("another error") }
    }

    @Test func `A pattern that is too long is refused`() {
        #expect(throws: PatternError.self) {
            try RulePattern(String(repeating: "a", count: RulePattern.patternBytesLimit + 1))
        }
        #expect(throws: Never.self) { try RulePattern(String(repeating: "a", count: RulePattern.patternBytesLimit)) }
    }

    @Test func `Invalid UTF-8 and NUL in the text do no harm`() throws {
        let pattern = try RulePattern("a.b")
        #expect(![0x61, 0xff, 0x62].withUnsafeBytes { pattern.matches($0) })
        #expect(([0xff, 0x00, 0x61, 0x2d, 0x62] as [UInt8]).withUnsafeBytes { pattern.matches($0) })
        #expect(try !matches("a", ""))
    }

    @Test func `A pattern that makes backtracking engines hang answers`() throws {
        #expect(try !matches("^(a+)+$", String(repeating: "a", count: 50_000) + "b"))
    }

    @Test func `One pattern is used by many tasks at once`() async throws {
        let pattern = try RulePattern("(?i)drop +table")
        await withTaskGroup(of: Bool.self) { group in
            for index in 0..<8 {
                group.addTask {
                    let text = Array((index.isMultiple(of: 2) ? "select 1; DROP  TABLE x" : "select drop").utf8)
                    return (0..<500).allSatisfy { _ in
                        text.withUnsafeBytes { pattern.matches($0) } == index.isMultiple(of: 2)
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }
}
