import Mustache

extension String {
    /// With entities in the place of some scalars.
    ///
    /// By scalars, not by Characters: a mark behind a quote, or a sign before a `<`, makes one Character of both, and a
    /// browser still sees the quote.
    func escaping(_ entities: [Unicode.Scalar: String]) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if let entity = entities[scalar] {
                escaped.append(contentsOf: entity.unicodeScalars)
            } else {
                escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}

/// HTML, in element content and in quoted attributes.
struct EscapedMarkup: MustacheContentType {
    /// What templates begin with to be escaped so.
    static let pragma = "{{% CONTENT_TYPE:\(name)}}"
    static let name = "MARKUP"

    private static let entities: [Unicode.Scalar: String] = [
        "<": "&lt;", ">": "&gt;", "&": "&amp;", "\"": "&quot;", "'": "&#39;",
    ]

    func escapeText(_ text: String) -> String { text.escaping(Self.entities) }
}
