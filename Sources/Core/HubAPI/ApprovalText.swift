/// A statement as people see it who decide about it: all of it, or its beginning and its end with what was left out said
/// between them.
///
/// What stands in `[… …]` and in `<U+…>` is always ours: where a statement has the like, it is written as `[<U+2026>` and
/// `<U+003C>U+`. So nobody can write a statement that only looks as if something had been left out, or had been shown.
package enum ApprovalText {
    /// More blanks in a row than this are counted and not shown: they would push what follows out of sight.
    package static let blanksLimit = 40

    /// - Parameters:
    ///   - preparedAs: where `text` only names what runs (EXECUTE, FETCH): the text that made the name.
    ///   - bytesLimit: of what is given back; at least 200.
    package static func of(
        _ text: String, preparedAs source: String? = nil, bytesLimit: Int = ApprovalRequest.textBytesLimit
    ) -> String {
        guard let source else { return excerpt(text, bytesLimit, isShown: false) }
        let name = excerpt(text, bytesLimit / 2 - 50, isShown: false)
        return name + "\n[… which was made by: …]\n" + excerpt(source, bytesLimit / 2, isShown: false)
    }

    /// A text that is in this form already, in fewer bytes.
    package static func cut(_ shown: String, bytesLimit: Int) -> String {
        excerpt(shown, bytesLimit, isShown: true)
    }

    private static func excerpt(_ text: String, _ bytesLimit: Int, isShown: Bool) -> String {
        let bytes = Array(text.utf8)
        let all = ShownBytes(bytes, from: 0, limit: bytesLimit, isShown: isShown)
        if all.isWhole { return all.text }
        // For the words between.
        let half = (bytesLimit - 60) / 2
        let head = all.head(half)
        let tail = ShownBytes(bytes, from: max(head.end, bytes.count - half), limit: .max, isShown: isShown).tail(half)
        let count = grouped(tail.start - head.end)
        return head.text + "\n[… \(count) bytes left out …]\n" + tail.text
    }

    /// `12,345`
    static func grouped(_ count: Int) -> String {
        var digits = ""
        for (place, digit) in String(count).reversed().enumerated() {
            if place > 0, place.isMultiple(of: 3) { digits.append(",") }
            digits.append(digit)
        }
        return String(digits.reversed())
    }
}
