/// Why a line is not a record.
package struct RecordFault: Error, Sendable, Equatable {
    /// Never holds data.
    package var reason: String
    package init(reason: String) { self.reason = reason }
}
