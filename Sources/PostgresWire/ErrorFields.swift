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
    package var sqlState: String { self["C"] ?? "XX000" }

    /// What remains when the server's words could quote values: severity, SQLSTATE and its condition name.
    package var scrubbed: ErrorFields {
        ErrorFields([
            (UInt8(ascii: "S"), self["S"] ?? severity), (UInt8(ascii: "V"), severity), (UInt8(ascii: "C"), sqlState),
            (UInt8(ascii: "M"), ConditionName.of(sqlState)),
        ])
    }

    /// Without the position, which counts in a text that the client did not write.
    package var withoutPosition: ErrorFields {
        ErrorFields(fields.filter { $0.code != UInt8(ascii: "P") })
    }
}
