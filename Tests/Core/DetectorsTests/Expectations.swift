import Testing

/// `example` is a text that is all a finding, or `text|what is found in it`.
func expectFound(_ example: String, by detector: String, _ mask: String) throws {
    let parts = example.split(separator: "|")
    let text = String(parts[0])
    let found = String(parts[parts.count - 1])
    let expected = text.split(separator: found, omittingEmptySubsequences: false).joined(separator: mask)
    #expect(expected.contains(mask))
    #expect(try masked(text, by: detector) == expected)
    let again = try masked(expected, by: detector)
    #expect(again == expected)
}

func expectNothing(_ text: String, by detector: String) throws {
    let result = try masked(text, by: detector)
    #expect(result == text)
}
