/// A prepared statement at the server, as judging sees it: of a named Parse, or of SQL PREPARE, which share one
/// namespace. What has the same name in a client's view later is another object.
package final class ServerStatement: Sendable {
    package let name: LaneName
    package let profile: StatementProfile
    /// Of the judge that permitted it.
    package let stamp: JudgeStamp
    /// Of `SessionNames`, by which it was permitted.
    package let meaning: UInt64

    package init(_ name: LaneName, _ profile: StatementProfile, stamp: JudgeStamp, meaning: UInt64) {
        self.name = name
        self.profile = profile
        self.stamp = stamp
        self.meaning = meaning
    }
}
