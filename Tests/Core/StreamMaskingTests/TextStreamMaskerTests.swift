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

    static func masked(_ parts: [[UInt8]]) -> String {
        var masker = TextStreamMasker(.all)
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
        ("536-22-0001\u{8}2\n", "[SSN]\u{8}2\n"),
        ("x536-2\u{8}\u{8}\u{8}\u{8}\u{8}\u{8} 536-22-0001\n", "x536-2\u{8}\u{8}\u{8}\u{8}\u{8}\u{8} [SSN]\n"),
        ("\u{1B}[ 536-22-0001 m\n", "\u{1B}[ [SSN] m\n"), ("tab\t536-22-0001\t.\n", "tab\t[SSN]\t.\n"),
    ])
    func `What steers a terminal hides nothing, and goes on`(text: String, expected: String) {
        let bytes = Array(text.utf8)
        #expect(Self.masked([bytes]) == expected)
        #expect(Self.masked(bytes.map { [$0] }) == expected)
    }

    @Test
    func `A line longer than a window is searched across the windows' borders, and no more is held than a window`() {
        let number = "536-22-0001"
        for shift in stride(from: 0, through: 2_200, by: 211) {
            let text =
                String(repeating: "x ", count: (StreamLimits.windowBytes - shift) / 2) + number + " end "
                + String(repeating: "y ", count: 40_000) + number + "\n"
            var masker = TextStreamMasker(.all)
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
    ])
    func `When nothing comes, only what no finding can begin in goes`(text: String, expected: String) {
        var masker = TextStreamMasker(.all)
        _ = masker.append(ByteBuffer(string: text))
        #expect(String(buffer: masker.pause()) == expected)
    }

    @Test func `What was held in a pause is masked when its rest comes`() {
        var masker = TextStreamMasker(.all)
        var output = String(buffer: masker.append(ByteBuffer(string: "ssn 536-22-")))
        output += String(buffer: masker.pause())
        output += String(buffer: masker.append(ByteBuffer(string: "0001\n")))
        #expect(output == "ssn [SSN]\n")
    }
}
