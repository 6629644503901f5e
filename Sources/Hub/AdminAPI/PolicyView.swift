/// A policy that was pushed. Times are RFC 3339.
package struct PolicyView: Codable, Sendable {
    package var number: UInt64
    package var pushedBy: String
    package var pushedAt: String

    package init(number: UInt64, pushedBy: String, pushedAt: String) {
        self.number = number
        self.pushedBy = pushedBy
        self.pushedAt = pushedAt
    }
}
