import Mustache

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
