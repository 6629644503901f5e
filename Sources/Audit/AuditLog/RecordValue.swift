/// The value of a record's field.
package enum RecordValue: Sendable, Equatable {
    case string(String)
    case number(UInt64)
    case bool(Bool)
    case list([String])
}
