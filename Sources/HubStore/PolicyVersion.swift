/// A policy as it was pushed.
package struct PolicyVersion: Sendable, Equatable {
    package var number: UInt64
    /// The file, YAML.
    package var source: String
    package var pushedBy: String
    package var pushedAtSeconds: Int64

    package init(number: UInt64, source: String, pushedBy: String, pushedAtSeconds: Int64) {
        self.number = number
        self.source = source
        self.pushedBy = pushedBy
        self.pushedAtSeconds = pushedAtSeconds
    }
}
