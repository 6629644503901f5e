/// A policy as it was pushed.
package struct PolicyVersion: Sendable, Equatable {
    package var number: UInt64
    /// The file, YAML.
    package var source: String
    /// What was put in place of the file's values: JSON.
    package var overrides: String
    package var pushedBy: String
    package var pushedAtSeconds: Int64

    package init(number: UInt64, source: String, overrides: String, pushedBy: String, pushedAtSeconds: Int64) {
        self.number = number
        self.source = source
        self.overrides = overrides
        self.pushedBy = pushedBy
        self.pushedAtSeconds = pushedAtSeconds
    }
}
