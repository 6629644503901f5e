import Detectors
import TestSupport

/// A text with its findings masked, by one detector, or by all.
func masked(_ text: String, by detector: String? = nil, isJSON: Bool = false) throws -> String {
    let set = try detector.map { try DetectorSet(names: [$0]) } ?? .all
    return String(decoding: masked(Array(text.utf8), by: set, isJSON: isJSON), as: UTF8.self)
}

func masked(_ text: [UInt8], by set: DetectorSet = .all, isJSON: Bool = false) -> [UInt8] {
    text.withUnsafeBytes { set.masked($0, isJSON: isJSON) } ?? text
}

func spans(_ text: [UInt8], by set: DetectorSet = .all) -> [Range<Int>] { text.withUnsafeBytes { set.spans(in: $0) } }

/// Texts made of what detectors look for, of what ends it, and of what breaks it.
enum RandomText {
    static let pieces: [String] = [
        "536-22-0001", "536220001", "SSN", "ssn: ", "[SSN]", "1234567893", "AB1234563", "1EG4-TE5-MK73", "1EG4TE5MK73",
        "MRN", "mrn: ", "MRN0000037", "medical record number ", "0000037", "(312) 555-0147", "312-555-0147",
        "3125550147",
        "+1 312 555 0147", "+442079460958", "call ", "555-0147", "maria.k@example.org", "@", "example.org",
        "josé@x.org",
        "10.0.0.1", "2001:db8::1", "fe80::", ":", "::", "http://x.org/a", "www.example.org", "://", "https://",
        "1HGCM82633A004352", "4111111111111111", "4111 1111 1111 1111", "3782-822463-10005", "123", "born ", "DOB ",
        "1980-05-03", "05/03/1980", "3 May 1980", "May 3, 1980", "19800503", "birth", "1980-05-03T00:00:00Z",
        " ", " ", " ", "-", ".", ",", "/", "(", ")", "[", "]", "{", "}", "\"", "'", "\\", "\\n", "\\u00e9", "\\u0035",
        "\n", "\t", "_", "+", "#", "=", "a", "Z", "é", "–", "\u{a0}", "患者", "😀", "0", "5", "12", "1", "[PHONE]", "x",
        "patientSsn", "Mrn", "ssnNumber", "homeTel", "dobValue", "\u{2003}", "\u{3000}", "May\u{a0}3,\u{a0}1980",
    ]

    static func make(_ generator: inout SeededGenerator, pieces count: Int) -> String {
        (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }.joined()
    }
}
