/// One record of a log, with what it is searched by.
package struct StoredRecord: Sendable, Equatable {
    package var origin: String
    package var seq: UInt64
    package var atMicroseconds: Int64
    package var type: String
    package var session: String
    package var principal: String
    package var target: String
    package var rule: String
    /// `allow`, `deny`, `completed` …; empty where the type has none.
    package var verdict: String
    /// Protected columns that it read or wrote, separated by spaces.
    package var phi: String
    /// The record as it was signed.
    package var line: String

    package init(
        origin: String, seq: UInt64, atMicroseconds: Int64, type: String, session: String, principal: String,
        target: String, rule: String, verdict: String, phi: String, line: String
    ) {
        self.origin = origin
        self.seq = seq
        self.atMicroseconds = atMicroseconds
        self.type = type
        self.session = session
        self.principal = principal
        self.target = target
        self.rule = rule
        self.verdict = verdict
        self.phi = phi
        self.line = line
    }
}
