/// What records are searched by; what is nil does not matter.
package struct RecordQuery: Sendable, Equatable {
    package var origin: String?
    package var principal: String?
    package var target: String?
    /// A table or column that the record's PHI begins with: `clinic.patients`.
    package var table: String?
    package var rule: String?
    package var verdict: String?
    package var type: String?
    package var session: String?
    package var fromMicroseconds: Int64?
    /// Not itself included.
    package var toMicroseconds: Int64?
    package var limit: Int

    package init(limit: Int) { self.limit = limit }
}
