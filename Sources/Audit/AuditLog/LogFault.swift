/// What is wrong with a log, and where it begins.
package struct LogFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The first bad record; nil when the fault is not of one record.
    package var seq: UInt64?
    /// Never holds data.
    package var what: String

    package init(seq: UInt64?, what: String) {
        self.seq = seq
        self.what = what
    }

    package var description: String {
        if let seq { "record \(seq): \(what)" } else { what }
    }
}
