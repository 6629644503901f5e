/// Something that people should know of. The time is RFC 3339.
package struct EventView: Codable, Sendable {
    package var id: UInt64
    package var at: String
    package var kind: String
    package var severity: String
    package var subject: String
    package var detail: String

    package init(id: UInt64, at: String, kind: String, severity: String, subject: String, detail: String) {
        self.id = id
        self.at = at
        self.kind = kind
        self.severity = severity
        self.subject = subject
        self.detail = detail
    }
}
