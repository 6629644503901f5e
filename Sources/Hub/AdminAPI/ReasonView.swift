/// Why somebody does what they do.
package struct ReasonView: Codable, Sendable {
    package var reason: String?
    package init(reason: String?) { self.reason = reason }
}
