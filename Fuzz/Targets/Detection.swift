import Detectors

/// Findings are in order and within the text; what is masked has no finding, valid UTF-8 stays valid, and masking
/// leaves what lies between findings as it was.
///
/// An input is: whether the text is of a JSON type, the text.
enum Detection {
    static let seeds: [[UInt8]] = [
        "0Jane, SSN 536-22-0001, born 3 May 1980, (312) 555-0147", "0患者 josé@bücher.de, 536–22–0001\u{a0}é😀\\u00e9",
        "1{\"phone\": 3125550147, \"a\": [\"4111 1111 1111 1111\", 536220001], \"b\": null}", "1 -3125550147 ",
        "010.1.2.3 2001:db8::1 00:1B:44:11:3A:B7 https://a.example/b?c=d MRN0000037 12/31/1999 1999-12-31",
        "0GB82 WEST 1234 5698 7654 32, NPI 1234567893, DEA AB1234563, 94110-1234, account 000123456789",
    ].map { Array($0.utf8) }

    static func run(_ bytes: [UInt8]) throws(BrokenProperty) {
        guard let first = bytes.first else { return }
        let isJSON = first == UInt8(ascii: "1")
        let text = Array(bytes.dropFirst())
        let spans = text.withUnsafeBytes { DetectorSet.all.spans(in: $0) }
        var last = 0
        for span in spans {
            try require(span.lowerBound >= last && !span.isEmpty && span.upperBound <= text.count, "spans \(spans)")
            last = span.upperBound
        }
        let masked = masked(text, isJSON: isJSON)
        try require((masked == nil) == spans.isEmpty, "spans and mask disagree")
        guard let masked else { return }
        try require(self.masked(masked, isJSON: isJSON) == nil, "what was masked has a finding")
        try requireRest(of: text, spans, in: masked)
        if String(validating: text, as: UTF8.self) != nil {
            try require(String(validating: masked, as: UTF8.self) != nil, "UTF-8 was broken")
        }
    }

    private static func masked(_ text: [UInt8], isJSON: Bool) -> [UInt8]? {
        text.withUnsafeBytes { DetectorSet.all.masked($0, isJSON: isJSON) }
    }

    /// What lies between the spans comes again, in order.
    private static func requireRest(
        of text: [UInt8], _ spans: [Range<Int>], in masked: [UInt8]
    ) throws(BrokenProperty) {
        let head = text[..<(spans.first?.lowerBound ?? 0)]
        let tail = text[(spans.last?.upperBound ?? 0)...]
        try require(masked.starts(with: head), "what stands before the first finding has changed")
        try require(masked.suffix(tail.count).elementsEqual(tail), "what stands after the last finding has changed")
    }
}
