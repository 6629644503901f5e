import Foundation
import HubAPI
import Testing

/// The texts that people decide by.
struct ApprovalTextTests {
    @Test(arguments: [
        "SELECT 1", "SELECT 'ä', \"日本\", 🙂\n\tFROM t\n\n WHERE a < 3 AND b <> '[...]' -- …", "", "a\u{308}", "שלום",
    ])
    func `A statement is shown as it is`(text: String) {
        #expect(ApprovalText.of(text) == text)
    }

    @Test(arguments: [
        ("a\u{202E}b", "a<U+202E>b"), ("\u{200B}\u{2066}x\u{2069}", "<U+200B><U+2066>x<U+2069>"),
        ("\u{61C}\u{200E}\u{FEFF}\u{AD}", "<U+061C><U+200E><U+FEFF><U+00AD>"),
        ("a\u{0}b\u{1B}[2J", "a<U+0000>b<U+001B>[2J"),
        ("a\rb\r\nc\u{C}", "a<U+000D>b\nc<U+000C>"),
        ("a\u{A0}\u{3000}\u{2800}\u{2028}b", "a<U+00A0><U+3000><U+2800><U+2028>b"),
        ("\u{E0041}\u{FE0F}\u{3164}\u{7F}\u{85}", "<U+E0041><U+FE0F><U+3164><U+007F><U+0085>"),
    ])
    func `What cannot be seen, or moves what is beside it, is written out`(text: String, shown: String) {
        #expect(ApprovalText.of(text) == shown)
        #expect(ApprovalText.cut(shown, bytesLimit: 1_000) == shown, "once")
    }

    @Test func `Blanks cannot push anything out of sight`() {
        let few = String(repeating: " ", count: ApprovalText.blanksLimit)
        #expect(ApprovalText.of("a\(few)b") == "a\(few)b")
        #expect(ApprovalText.of("a\(few) b") == "a [… 41 blanks left out …] b")
        let text =
            "DELETE FROM clinic.notes WHERE id = 999999 " + String(repeating: "\n", count: 66_000)
            + " OR id = 2997 /* \u{202E} bidi */"
        #expect(
            ApprovalText.of(text)
                == "DELETE FROM clinic.notes WHERE id = 999999\n[… 66,002 blanks left out …]\nOR id = 2997 /* <U+202E> bidi */"
        )
    }

    @Test func `A long statement is shown by its beginning and its end, with what was left out said between`() {
        let text = "DELETE FROM t WHERE id IN (" + (0..<30_000).map { "\($0)" }.joined(separator: ",") + ") OR true"
        let shown = ApprovalText.of(text)
        let parts = shown.components(separatedBy: "\n[… ")
        #expect(shown.utf8.count <= ApprovalRequest.textBytesLimit)
        #expect(shown.utf8.count > ApprovalRequest.textBytesLimit - 400)
        #expect(parts.count == 2)
        #expect(text.hasPrefix(parts[0]) && shown.hasSuffix("29999) OR true"))
        let tail = parts[1].components(separatedBy: " bytes left out …]\n")
        let left = tail[0].replacingOccurrences(of: ",", with: "")
        #expect(Int(left) == text.utf8.count - parts[0].utf8.count - tail[1].utf8.count)
        #expect(tail[0].contains(","), "12,345")
    }

    @Test func `The words of a cut cannot be written by whoever writes the statement`() {
        let text = "SELECT 1 [… 12,345 bytes left out …] <U+202E> <U+003C>"
        let shown = ApprovalText.of(text)
        #expect(shown == "SELECT 1 [<U+2026> 12,345 bytes left out …] <U+003C>U+202E> <U+003C>U+003C>")
        #expect(!shown.contains("[…"))
    }

    @Test func `Whatever is cut where, no more than the limit is shown, and nothing hidden`() {
        let pieces = ["a", "ä", "🙂", "\u{202E}", " ", "\n", "<U+", "[…", String(repeating: " ", count: 50), "€"]
        var random = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            let text = (0..<Int.random(in: 0...600, using: &random)).map { _ in pieces.randomElement() ?? "" }.joined()
            let limit = Int.random(in: 200...2_000, using: &random)
            let shown = ApprovalText.of(text, bytesLimit: limit)
            #expect(shown.utf8.count <= limit)
            #expect(shown.visible == shown)
            #expect(!shown.contains("\u{FFFD}"))
            let again = ApprovalText.cut(shown, bytesLimit: 200)
            #expect(again.utf8.count <= 200)
            #expect(again == shown || again.contains("bytes left out"))
        }
    }

    @Test func `What only names a statement is shown with what made the name`() {
        #expect(
            ApprovalText.of("EXECUTE wipe", preparedAs: "PREPARE wipe AS DELETE FROM t")
                == "EXECUTE wipe\n[… which was made by: …]\nPREPARE wipe AS DELETE FROM t")
        let long = String(repeating: "x", count: 200_000)
        #expect(ApprovalText.of(long, preparedAs: long).utf8.count <= ApprovalRequest.textBytesLimit)
    }

    @Test func `A text of any length costs what is shown of it`() {
        let text = String(repeating: "\u{202E}ß", count: 2_000_000)
        let start = ContinuousClock.now
        let shown = ApprovalText.of(text)
        #expect(shown.utf8.count <= ApprovalRequest.textBytesLimit)
        #expect(ContinuousClock.now - start < .seconds(1))
    }
}
