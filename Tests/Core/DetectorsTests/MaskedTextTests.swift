import Detectors
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@Suite struct MaskedTextTests {
    @Test(arguments: 0..<20) func `Masking masked text changes nothing`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<1000 {
            let text = RandomText.make(&generator, pieces: Int.random(in: 1...12, using: &generator))
            let once = masked(Array(text.utf8))
            let again = spans(once)
            #expect(again.isEmpty, "\(text) → \(String(decoding: once, as: UTF8.self))")
        }
    }

    @Test(arguments: 0..<10) func `Spans are in order, within the text, not empty and do not overlap`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed &+ 100)
        for _ in 0..<500 {
            let text = Array(RandomText.make(&generator, pieces: 20).utf8)
            var last = 0
            for span in spans(text) {
                #expect(span.lowerBound >= last && !span.isEmpty && span.upperBound <= text.count)
                last = span.upperBound
            }
        }
    }

    @Test(arguments: 0..<10) func `Valid UTF-8 stays valid`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed &+ 200)
        for _ in 0..<500 {
            let text = RandomText.make(&generator, pieces: 12)
            #expect(String(validating: masked(Array(text.utf8)), as: UTF8.self) != nil, "\(text)")
        }
    }

    @Test func `A text cut at any byte is scanned to its end`() {
        let text = Array(
            "患者 josé@bücher.de, 536–22–0001\u{a0}é😀 (312)\u{a0}555\u{2011}0147 born 3 May 1980 \\u00e9".utf8)
        for cut in 0...text.count {
            for part in [Array(text[..<cut]), Array(text[cut...])] {
                for span in spans(part) { #expect(span.upperBound <= part.count) }
                #expect(spans(masked(part)).isEmpty)
            }
        }
    }

    @Test(arguments: 0..<10) func `Random bytes are scanned without harm`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed &+ 300)
        for _ in 0..<300 {
            let bytes = (0..<Int.random(in: 0...300, using: &generator)).map { _ in
                UInt8.random(in: .min ... .max, using: &generator)
            }
            var pieces = Array(RandomText.make(&generator, pieces: 8).utf8)
            for _ in 0..<4 where !pieces.isEmpty {
                pieces[Int.random(in: 0..<pieces.count, using: &generator)] = UInt8.random(
                    in: .min ... .max, using: &generator)
            }
            for text in [bytes, pieces] {
                for span in spans(text) { #expect(span.upperBound <= text.count) }
                #expect(spans(masked(text)).isEmpty)
            }
        }
    }

    @Test func `Findings among invalid UTF-8 are found`() {
        let text: [UInt8] = [0xff, 0xc3] + Array("536-22-0001".utf8) + [0x80, 0xfe]
        #expect(masked(text) == [0xff, 0xc3] + Array("[SSN]".utf8) + [0x80, 0xfe])
    }

    @Test(arguments: 0..<10) func `Valid JSON stays valid JSON`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed &+ 400)
        for _ in 0..<150 {
            let text = RandomJSON.make(&generator, depth: 3)
            let result = masked(Array(text.utf8), isJSON: true)
            #expect(throws: Never.self, "\(text) → \(String(decoding: result, as: UTF8.self))") {
                try JSONDecoder().decode(AnyJSON.self, from: Data(result))
            }
        }
    }

    @Test func `A JSON number becomes a number, and a string a string`() throws {
        #expect(try masked(#"{"npi": 1234567893, "n": "1234567893"}"#) == #"{"npi": 0         , "n": "[NPI]"}"#)
        #expect(try masked("[4111111111111111,1]") == "[0               ,1]")
        #expect(try masked(#"[-1234567893]"#) == "[-0         ]")
        #expect(try masked("1234567893", isJSON: true) == "0         ")
        #expect(try masked("1234567893") == "[NPI]")
        #expect(try masked("1\t\"5 inch\t{\"npi\": 1234567893}") == "1\t\"5 inch\t{\"npi\": 0         }")
    }

    @Test(arguments: [
        "SELECT * FROM p WHERE ssn = '536-22-0001' AND e = 'maria@example.org'",
        "INSERT INTO p VALUES ('MRN0000037', '(312) 555-0147', E'a\\n536-22-0001\\'', $$https://example.org/a$$)",
    ])
    func `An SQL string keeps its quotes`(text: String) throws {
        let result = try masked(text)
        #expect(result != text)
        #expect(result.count(where: { $0 == "'" }) == text.count(where: { $0 == "'" }))
        #expect(result.count(where: { $0 == "\\" }) == text.count(where: { $0 == "\\" }))
    }

    @Test(arguments: 0..<10) func `A span holds nothing that ends a literal, a cell or a line`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed &+ 500)
        let ends = Set("\"'\\\n\t\r{}<>`".utf8)
        for _ in 0..<500 {
            let text = Array(RandomText.make(&generator, pieces: 12).utf8)
            for span in spans(text) { #expect(text[span].allSatisfy { !ends.contains($0) }) }
        }
    }

    @Test(arguments: [
        "1-", "1.", "a@", "a@b.", "1:", ":", "123456789 ", "2024-01-01 ", "\\", "\\u0035", "www.", "http://", "+1 ",
        "(312) ", "4111 ", "born ", "[", "1", "a", "@", "MRN ", "ssn 1", "é", "0x", "1a", "A1", "536-22-", "fe80::",
    ])
    func `Hostile text costs time in proportion to its length`(piece: String) {
        // The processor's time of this thread: a busy machine does not count.
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        func seconds(_ count: Int) -> Double {
            let text = Array(String(repeating: piece, count: count).utf8)
            return (0..<3).map { _ in
                let start = now()
                _ = spans(text)
                return now() - start
            }.min() ?? 0
        }
        // Ten times the text: ten times the time, not a hundred times.
        #expect(seconds(20_000) < max(seconds(2000), 0.0005) * 40)
    }
}
