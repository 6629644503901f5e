/// A cursor of DECLARE, or a named portal of the protocol, at the server: they share one namespace.
package final class ServerCursor: Sendable {
    package let name: LaneName
    package let profile: StatementProfile
    /// Of the judge that permitted it.
    package let stamp: JudgeStamp
    /// It outlives its transaction (WITH HOLD).
    package let holds: Bool
    /// When it was made: see `SessionNames.moment`.
    package let moment: UInt64

    init(_ name: LaneName, _ profile: StatementProfile, stamp: JudgeStamp, holds: Bool, moment: UInt64) {
        self.name = name
        self.profile = profile
        self.stamp = stamp
        self.holds = holds
        self.moment = moment
    }
}
