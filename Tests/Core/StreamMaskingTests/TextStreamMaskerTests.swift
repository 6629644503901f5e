import Detectors
import NIOCore
import StreamMasking
import TestSupport
import Testing

/// Text in pieces is masked as text that is whole.
struct TextStreamMaskerTests {
    static let texts = [
        "", "nothing\n", "ssn 536-22-0001 here\n", "MRN:\n12345678\nno line's end 536-22-0001",
        "a.b@example.org, call 555-867-5309\r\nthen 536-22-0001\r\n", "dob:\n1980-05-03\n\n\n2001:db8::1\n",
        "https://example.org/a?b=1 and www.example.org\nSSN\n\n536220001", "(212) 555-\n867 5309\n",
        "naïve é 536-22-0001 ünïcode\n中文 a@b.org\n",
    ]

    static func masked(_ parts: [[UInt8]], isTerminal: Bool = true) -> String {
        var masker = TextStreamMasker(.all, isTerminal: isTerminal)
        var output: [UInt8] = []
        for part in parts { output += masker.append(ByteBuffer(bytes: part)).readableBytesView }
        output += masker.finish().readableBytesView
        return String(decoding: output, as: UTF8.self)
    }

    static func whole(_ text: [UInt8]) -> String {
        var output: [UInt8] = []
        text.withUnsafeBytes { bytes in
            var position = 0
            for (range, mask) in DetectorSet.all.masks(in: bytes) {
                output += bytes[position..<range.lowerBound]
                mask.withUTF8Buffer { output += $0 }
                position = range.upperBound
            }
            output += bytes[position...]
        }
        return String(decoding: output, as: UTF8.self)
    }

    @Test(arguments: [
        ("GET /u?email=jane.doe%40example.org 200\n", "GET /u?email=[EMAIL] 200\n"),
        ("GET /p?phone=%28415%29%20555-0132 200\n", "GET /p?phone=[PHONE] 200\n"),
        ("GET /p?phone=%2B14155550132&x=1\n", "GET /p?phone=[PHONE]&x=1\n"),
        ("GET /p?ssn=536%2D22%2d0001 200\n", "GET /p?ssn=[SSN] 200\n"),
        (
            #"{"m": "jane.doe\u0040example.org", "s": "536\u002d22\u002D0001"}"# + "\n",
            #"{"m": "[EMAIL]", "s": "[SSN]"}"# + "\n"
        ),
        (#"536\x2d22\x2d0001"# + "\n", "[SSN]\n"), ("536&#45;22&#x2D;0001 a.b&#64;example.org\n", "[SSN] [EMAIL]\n"),
        // What is none, and what stands for nothing that is found, goes on as it came.
        (
            #"50% of 12%zz \u00 \x &#; &#9; %0A%00 a%20b &amp; \u0041"# + "\n",
            #"50% of 12%zz \u00 \x &#; &#9; %0A%00 a%20b &amp; \u0041"# + "\n"
        ),
        ("536-22-0001 and 536%2D22%2D0002\n", "[SSN] and [SSN]\n"),
    ])
    func `What URLs, JSON and HTML write in place of characters is searched as those`(text: String, expected: String) {
        let bytes = Array(text.utf8)
        for isTerminal in [false, true] {
            #expect(Self.masked([bytes], isTerminal: isTerminal) == expected)
            #expect(Self.masked(bytes.map { [$0] }, isTerminal: isTerminal) == expected)
        }
    }

    @Test(arguments: texts)
    func `A text is masked the same whole, byte by byte and at every cut`(_ text: String) {
        let bytes = Array(text.utf8)
        let expected = Self.whole(bytes)
        #expect(Self.masked([bytes]) == expected)
        #expect(Self.masked(bytes.map { [$0] }) == expected)
        for cut in bytes.indices { #expect(Self.masked([Array(bytes[..<cut]), Array(bytes[cut...])]) == expected) }
    }

    @Test func `Random texts in random pieces are masked as the whole is`() {
        var random = SeededGenerator(seed: 16)
        let words = [
            "536-22-0001", "ssn", "MRN", "a@b.org", " ", "\n", "\r\n", "555-867-5309", "dob", "1980-05-03", "x", "12",
            "://", "www.", "10.0.0.1", "\"", "\\n", "(", "é",
        ]
        for _ in 0..<400 {
            let text = (0..<Int.random(in: 0...40, using: &random)).compactMap { _ in
                words.randomElement(using: &random)
            }
            let bytes = Array(text.joined().utf8)
            var parts: [[UInt8]] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Int.random(in: 1...20, using: &random)
                parts.append(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
            #expect(Self.masked(parts) == Self.whole(bytes), "\(text.joined())")
        }
    }

    @Test(arguments: [
        ("536-\u{1B}[1;31m22\u{1B}[0m-0001\n", "[SSN]\u{1B}[1;31m\u{1B}[0m\n"),
        ("\u{1B}[1m536-22-0001\u{1B}[0m\n", "\u{1B}[1m[SSN]\u{1B}[0m\n"),
        ("5\u{8}5536-22-0001\n", "5\u{8}5536-22-0001\n"), ("3\u{8}5\u{8}536-22-0001\n", "[SSN]\u{8}\u{8}\n"),
        ("\u{1B}]0;536-22-0001\u{7}x\n", "x\n"), ("\u{1B}]8;;http://a.b/\u{1B}\\link\u{1B}]8;;\u{1B}\\\n", "link\n"),
        ("\u{1B}P536-22-0001\u{1B}\\y\n", "y\n"), ("536\u{0}-22-0001\n", "[SSN]\u{0}\n"),
        ("536-22-0001\u{8}\u{8}\u{8}\u{8}    \n", "[SSN]\u{8}\u{8}\u{8}\u{8}    \n"),
        ("536-22-0001\u{8}2\n", "[SSN]\u{8}\n"),
        ("x536-2\u{8}\u{8}\u{8}\u{8}\u{8}\u{8} 536-22-0001\n", "x[SSN]\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\n"),
        // A backspace moves only: what a terminal shows is what was written last in each place.
        ("53X\u{8}6-22-4410\u{8}\u{8}\u{8}\u{8}\u{8}\n", "[SSN]\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\n"),
        (
            "xxxxxxxxxxx\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}536-22-4410.\n",
            "[SSN]\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}.\n"
        ),
        // Sequences begin with one character, too, have parameters of any length, and end by CAN, SUB and another ESC.
        ("536-22\u{9B}0m-4410\n", "[SSN]\n"), ("536-22\u{1B}[\u{18}-4410\n", "[SSN]\u{18}\n"),
        ("536-22\u{1B}[1\u{1A}-4410\n", "[SSN]\u{1A}\n"), ("536-22\u{1B}[123456m-4410\n", "[SSN]\n"),
        ("536-22\u{1B}[1\u{1B}[m-4410\n", "[SSN]\u{1B}[m\n"), ("536-22\u{1B}[1 2m-4410\n", "[SSN]\n"),
        ("536-22\u{85}-4410\n", "[SSN]\n"), ("\u{9B}1mx \u{1B}[123456my\n", "\u{9B}1mx \u{1B}[123456my\n"),
        // What does not end on its line was no string.
        ("â€\u{9D} 536-22-0001\nx\n", "â€ [SSN]\nx\n"), ("\u{1B}]0;536-22-0001\nx\n", "0;[SSN]\nx\n"),
        ("\u{1B}]0;\u{1B}Pa\u{9D}b\u{1B}[m\nx\n", "0;ab\u{1B}[m\nx\n"), ("\u{1B}]0;end", "0;end"),
        // What is taken out joins nothing to a beginning.
        ("\u{1B}\u{1B}]x\u{7}]0;y\n", "]0;y\n"), ("\u{1B}\u{9D}x\u{7}]0;y\n", "]0;y\n"),
        // A control character behind an ESC acts, and the string begins all the same; so it does by one character.
        ("\u{1B}\u{7}]0;536-22-0001\u{7}x\n", "\u{7}x\n"), ("\u{1B}\0\u{1B}\u{8}P536\u{1B}\\y\n", "\0\u{8}y\n"),
        ("\u{1B}\n]52;c;QUJD\u{7}x\n", "\nx\n"), ("\u{1B}\u{18}]0;a\n", "\u{1B}\u{18}]0;a\n"),
        ("\u{9D}52;c;QUJD\u{9C}x\n", "x\n"), ("\u{90}q536-22-0001\u{1B}\\x\u{A0}\n", "x\u{A0}\n"),
        ("536-\u{1B}[1\u{7};31m22\u{1B}[\0m-0001\n", "[SSN]\u{1B}[1\u{7};31m\u{1B}[\0m\n"),
        ("\u{1B}[ 536-22-0001 m\n", "\u{1B}[ [SSN] m\n"), ("tab\t536-22-0001\t.\n", "tab\t[SSN]\t.\n"),
        // What has no width parts nothing.
        ("536\u{200B}-22-0001\n", "[SSN]\n"), ("5\u{301}36-2\u{FE0F}2-00\u{AD}01\n", "[SSN]\n"),
        ("a\u{2060}b@exa\u{FEFF}mple.o\u{200D}rg\n", "[EMAIL]\n"), ("53\u{E0041}6-22-00\u{1160}01\n", "[SSN]\n"),
        ("5\u{200B}\u{8}536\u{200E}-22-0001\n", "[SSN]\u{8}\n"),
        ("e\u{301}\u{200B}\u{AD}\n", "e\u{301}\u{200B}\u{AD}\n"),
        ("\u{1B}[1\u{200B}536-22-0001\n", "\u{1B}[1\u{200B}[SSN]\n"),
    ])
    func `What steers a terminal hides nothing, and goes on`(text: String, expected: String) {
        let bytes = Array(text.utf8)
        #expect(Self.masked([bytes]) == expected)
        #expect(Self.masked(bytes.map { [$0] }) == expected)
    }

    /// Two bytes in a text hide nothing of it, from nobody.
    @Test(arguments: [
        ("â€\u{9D}a\nb\n", "â€\u{9D}a\nb\n"), ("\u{1B}]0;536-22-0001\u{7}x\n", "\u{1B}]0;[SSN]\u{7}x\n"),
        ("\u{9D}536-22-0001\u{9C}x\n", "\u{9D}[SSN]\u{9C}x\n"), ("a\u{1B}Pb\nc", "a\u{1B}Pb\nc"),
        ("536-\u{1B}]0;x\u{7}22-0001\n", "[SSN]\u{7}\n"), ("536-\u{9D}x\u{9C}22-0001\n", "[SSN]\n"),
        ("536-22\u{9B}0m-4410\n", "[SSN]\n"),
    ])
    func `Where there is no terminal nothing is taken out, and what strings hold is searched`(
        text: String, expected: String
    ) {
        let bytes = Array(text.utf8)
        #expect(Self.masked([bytes], isTerminal: false) == expected)
        #expect(Self.masked(bytes.map { [$0] }, isTerminal: false) == expected)
    }

    @Test func `A string that is longer than its limit was none, and nothing but its beginning is lost`() {
        let long = String(repeating: "x", count: StreamLimits.controlStringBytesLimit + 100)
        let bytes = Array("\u{1B}]52;\(long)\u{7}\n".utf8)
        #expect(Self.masked([bytes]) == "52;\(long)\u{7}\n")
        #expect(Self.masked(bytes.map { [$0] }) == "52;\(long)\u{7}\n")
    }

    @Test func `Behind a window's border a label counts that is written in escapes`() {
        let label = "born in a part of Ohio, ".utf8.map { "&#0000\($0 < 100 ? "0" : "")\($0);" }.joined()
        let written = StreamLimits.windowBytes - StreamLimits.overlapBytes
        let filler = written + 5 - label.utf8.count
        let text =
            String(repeating: "x", count: filler % 2) + String(repeating: " x", count: filler / 2 - 1) + "  " + label
            + "1980-05-03 end " + String(repeating: "y ", count: 10_000) + "\n"
        #expect(Self.masked([Array(text.utf8)]) == text.replacing("1980-05-03", with: "[BIRTH-DATE]"))
    }

    @Test
    func `A line longer than a window is searched across the windows' borders, and no more is held than a window`() {
        let number = "536-22-0001"
        for shift in stride(from: 0, through: 2_200, by: 211) {
            let text =
                String(repeating: "x ", count: (StreamLimits.windowBytes - shift) / 2) + number + " end "
                + String(repeating: "y ", count: 40_000) + number + "\n"
            var masker = TextStreamMasker(.all, isTerminal: true)
            var output = ""
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                output += String(
                    decoding: masker.append(ByteBuffer(bytes: rest.prefix(5_000))).readableBytesView, as: UTF8.self)
                rest = rest.dropFirst(5_000)
                #expect(masker.heldByteCount <= StreamLimits.windowBytes + 5_000)
            }
            output += String(decoding: masker.finish().readableBytesView, as: UTF8.self)
            #expect(output == text.replacing(number, with: "[SSN]"))
            #expect(masker.maskedCount == 2)
        }
    }

    @Test(arguments: [
        ("agent@ward-7:~$ ", "agent@ward-7:~$ "), ("Password: ", "Password: "), ("Choose 1 or 2: ", "Choose 1 or 2: "),
        ("ls", "ls"), ("ssn 536-22-", "ssn "), ("call 555 867 ", "call "), ("born 3 May ", "born "),
        ("mail me@exa", "mail "), ("http://a", ""), ("# ", "# "), ("a\nb 12", "b "),
        ("x 536-22-00\u{8}\u{8}", "x "), ("x 536 \u{1B}[m", "x "), ("x 536-22-0\u{1B}[K", "x "),
        ("[agent@ward-7 ~]$ ", "[agent@ward-7 ~]$ "), ("ward-7% ", "ward-7% "), ("ls -l 20 files", "ls -l 20 files"),
        ("536220001 S", ""), ("x 536220001 is the patient's", "x "), ("born May", "born "), ("born 3rd of ", "born "),
        ("1EG4 TE", ""), ("1EG4 TE5 M", ""), ("(212) 555-0147 e", ""), ("1980-05-03 (date o", ""),
        ("see the", "see the"),
    ])
    func `When nothing comes, only what no finding can begin in goes`(text: String, expected: String) {
        var masker = TextStreamMasker(.all, isTerminal: true)
        _ = masker.append(ByteBuffer(string: text))
        #expect(String(buffer: masker.pause()) == expected)
    }

    static let examples = [
        "ssn 536-22-0001.", "536 22 0001 x", "536\u{2011}22\u{2011}0001", "536220001 SSN", "536220001 (SSN)",
        "536220001  is her social security number", "536220001, patient ssn", "SSN: 536220001", "NPI 1234567893 x",
        "DEA AB1234563 x", "mbi 1EG4-TE5-MK73 x", "mbi 1EG4 TE5 MK73 x", "1EG4TE5MK73", "MRN 1234567 x", "MRN0000037",
        "medical record number: 12-34-56 x", "(312) 555-0147 x", "(312) 555-0147 x123 y", "312-555-0147 ext. 9",
        "312-555-0147 extension 12345678", "+1 312 555 0147", "1 (312) 555-0147", "+44 20 7946 0958 x",
        "call 3125550147",
        "call 555-0147 x", "312\u{a0}555\u{a0}0147", "john.smith1@example.org x", "maria@example.org",
        "from 10.0.0.1 on", "2001:db8:0:0:0:0:0:1", "fe80::1 x", "https://example.org/a?b=12345678 x",
        "www.example.org/12 x", "VIN 1HGCM82633A004352 x", "4111 1111 1111 1111", "4111-1111-1111-1111 x",
        "3782 822463 10005 x", "4111111111111111", "born 1980-05-03 x", "born on 3 May 1980", "born 3rd of May 1980 x",
        "born May 3, 1980", "Born Sept. 3rd 1980 x", "born 03-MAY-1980 x", "dob 1980-05-03 00:00:00+00 x",
        "1980-05-03 (DOB)", "05/03/1980 is the date of birth", "3 May 1980, his birthday", "dob: 1980-05-03T00:00:00Z",
        "(312) 555-0147 x 4111 1111 1111 1111", "1 2 3 4 5 536 22 0001 7 8 9 10 11",
    ]

    /// Letters that a finding begins with may be shown before its mask.
    static func differ(_ output: String, _ whole: String) -> Bool {
        if output == whole { return false }
        return !whole.indices.contains { index in
            guard whole[index] == "[", output.hasPrefix(whole[..<index]), output.hasSuffix(whole[index...]) else {
                return false
            }
            let shown = output.dropFirst(whole[..<index].count).dropLast(whole[index...].count)
            return output.count > whole.count && !shown.contains { $0.isNumber || $0 == "@" }
        }
    }

    @Test(arguments: examples, ["", "\n"])
    func `A pause between two parts hides no number that is found in the whole`(example: String, end: String) {
        let bytes = Array((example + end).utf8)
        let expected = Self.whole(bytes)
        for cut in bytes.indices {
            var masker = TextStreamMasker(.all, isTerminal: true)
            var output: [UInt8] = []
            for part in [bytes[..<cut], bytes[cut...]] {
                output += masker.append(ByteBuffer(bytes: part)).readableBytesView
                output += masker.pause().readableBytesView
            }
            output += masker.finish().readableBytesView
            let shown = String(decoding: output, as: UTF8.self)
            #expect(!Self.differ(shown, expected), "\(String(decoding: bytes[..<cut], as: UTF8.self))|: \(shown)")
        }
    }

    @Test func `A finding that reaches into what is held stays with it`() {
        let numbers = (10..<60).map { String($0) }.joined(separator: " ")
        let text = Array("\(numbers) 536 22 0001 \(numbers)".utf8)
        let expected = Self.whole(text)
        for count in text.indices {
            var masker = TextStreamMasker(.all, isTerminal: true)
            var output = Array(masker.append(ByteBuffer(bytes: text[..<count])).readableBytesView)
            output += masker.pause().readableBytesView
            output += masker.append(ByteBuffer(bytes: text[count...])).readableBytesView
            output += masker.finish().readableBytesView
            #expect(String(decoding: output, as: UTF8.self) == expected)
        }
    }

    @Test func `A line that comes byte by byte is searched once`() {
        var masker = TextStreamMasker(.all, isTerminal: true)
        let duration = ContinuousClock().measure {
            for _ in 0..<60_000 { _ = masker.append(ByteBuffer(bytes: [UInt8(ascii: "x")])) }
        }
        #expect(masker.heldByteCount == 60_000)
        #expect(duration < .seconds(20))
    }

    @Test func `What was held in a pause is masked when its rest comes`() {
        var masker = TextStreamMasker(.all, isTerminal: true)
        var output = String(buffer: masker.append(ByteBuffer(string: "ssn 536-22-")))
        output += String(buffer: masker.pause())
        output += String(buffer: masker.append(ByteBuffer(string: "0001\n")))
        #expect(output == "ssn [SSN]\n")
    }
}
