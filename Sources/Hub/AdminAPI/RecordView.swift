/// One record of a log.
package struct RecordView: Codable, Sendable {
    package var origin: String
    package var seq: UInt64
    /// As it was signed: a JSON object.
    package var line: String

    package init(origin: String, seq: UInt64, line: String) {
        self.origin = origin
        self.seq = seq
        self.line = line
    }
}
