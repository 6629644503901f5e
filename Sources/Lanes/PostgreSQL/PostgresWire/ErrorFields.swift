package import NIOCore

/// The body of an ErrorResponse or NoticeResponse: fields by their letter.
package struct ErrorFields: Sendable, Equatable {
    package var fields: [(code: UInt8, text: String)]

    package init(_ fields: [(code: UInt8, text: String)]) { self.fields = fields }

    package static func == (a: Self, b: Self) -> Bool {
        a.fields.elementsEqual(b.fields) { $0.code == $1.code && $0.text == $1.text }
    }

    /// Nil when the body is not well-formed.
    package init?(body: ByteBuffer) {
        var body = body
        fields = []
        while let code = body.readInteger(as: UInt8.self), code != 0 {
            guard let text = body.readCStringBytes() else { return nil }
            fields.append((code, String(decoding: text, as: UTF8.self)))
        }
    }

    package subscript(code: Character) -> String? {
        fields.first { $0.code == code.asciiValue }?.text
    }

    /// V, or S where the server is older than 9.6.
    package var severity: String { self["V"] ?? self["S"] ?? "ERROR" }
    /// It is the end of the session.
    package var isFatal: Bool { severity == "FATAL" || severity == "PANIC" }
    package var sqlState: String { self["C"] ?? "XX000" }

    /// Said by the parser or its analysis, before any row was read: names that do not exist or do not fit. These alone
    /// tell a position in the client's statement; a function's own statement has another field for it.
    package var isOfText: Bool { self["P"] != nil && self["p"] == nil && Self.ofText.contains(sqlState) }

    // syntax_error, undefined_column, ambiguous_column, undefined_function, ambiguous_function, undefined_table,
    // duplicate_alias, grouping_error, datatype_mismatch, wrong_object_type, cannot_coerce, invalid_column_reference,
    // undefined_parameter, ambiguous_parameter, indeterminate_datatype, windowing_error, undefined_object
    private static let ofText: Set<String> = [
        "42601", "42703", "42702", "42883", "42725", "42P01", "42712", "42803", "42804", "42809", "42846", "42P10",
        "42P02", "42P08", "42P18", "42P20", "42704",
    ]

    /// The position in another text; nil: it is nowhere there.
    package func withPosition(_ moved: (Int) -> Int?) -> ErrorFields {
        ErrorFields(
            fields.compactMap { field in
                guard field.code == UInt8(ascii: "P") else { return field }
                return Int(field.text).flatMap(moved).map { (field.code, "\($0)") }
            })
    }
}
