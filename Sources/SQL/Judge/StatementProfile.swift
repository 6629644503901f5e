package import Policy
package import SQLRewrite

/// What the lane must do with one permitted statement's answer, and what the log says of it.
package struct StatementProfile: Sendable, Equatable {
    /// ERROR, NOTICE, INFO and WARNING texts of the server while this statement runs.
    package enum ServerText: Sendable { case pass, scrub }

    package var kinds: Set<StatementKind>
    /// The rule that allowed it; nil: the policy's default.
    package var rule: String?
    package var observed: Bool
    package var phiRead: [String]
    /// By the statement, and by foreign keys that follow it.
    package var phiWritten: [String]
    /// What of `phiRead` is masked in the text that is sent.
    package var masked: [String]
    package var serverText: ServerText
    /// It may run code on raw rows that is trusted because the policy names it.
    package var runsEntrusted = false
    /// What it costs is not shown.
    package var isNearProtected = false
    /// It makes, changes or drops something: nothing of it is prepared but its text.
    package var isDefinition = false
    /// The select lists of its masked tables, as the server was sent them.
    package var lists: [QualifiedName: String] = [:]
    /// The command word that CommandComplete must carry in place of `SELECT` (a RETURNING that was moved):
    /// `SELECT 3` becomes `UPDATE 3`, `INSERT 0 3` …
    package var tagRepair: TagRepair?
    package var rowLimits: [RowLimit]
    /// Executing it, or what it prepares, waits for all of these, one after the other.
    package var approvals: [ApprovalDemand]
    /// What the statement itself waits for: what it only prepares is approved when that is executed.
    package var demands: [ApprovalDemand] { effects.contains(where: \.isPrepare) ? [] : approvals }
    /// Detectors run over text-like cells and COPY data that go to the client.
    package var detects: Bool
    /// Bind parameters and COPY FROM data must not carry our own mask marker.
    package var refusesMaskMarker: Bool
    /// Sent to the client as one NOTICE each before the statement's CommandComplete.
    package var notices: [String]
    package var effects: [SessionEffect]
    /// Of PREPARE and DECLARE: what they are judged once more by.
    package var source: StatementSource?
    /// What is called by a name of the lane's own in the text that is sent: the server's words may repeat it.
    package var names: [LaneName]
    /// The cursor that its rows are of (FETCH).
    package var cursor: LaneName?
    /// It is about the row that a cursor stands at.
    package var isPositioned = false
    /// The relations that it names or reads, through temporary views and prepared statements too; of a definition, those whose
    /// rows it reads.
    package var reached: Set<QualifiedName> = []
    /// What it touches besides, as far as rules ask for it (by foreign keys), and what a definition makes, changes, drops or
    /// grants: an approval is about that, too.
    package var touched: Set<QualifiedName> = []
    /// What the open transaction had made, if anything, when it was judged: those names are written in full in what was sent.
    package var madeThen: [NameEnvironment.Made] = []
    /// What made the name under which it is known.
    package var madeBy: MakingText?
    /// The same of what it runs, where it says nothing but the name (EXECUTE, FETCH).
    package var runs: MakingText?

    /// What is counted of it; nil: its role has no limits.
    package var metering: Metering?
    /// What executing it looks up, where that is counted: what it only prepares is looked up when that is executed.
    package var countedLookups: LookupCount? {
        guard let metering, metering.countsLookups, !effects.contains(where: \.isPrepare) else { return nil }
        return metering.lookups
    }

    package enum TagRepair: String, Sendable {
        case insert = "INSERT"
        case update = "UPDATE"
        case delete = "DELETE"
    }

    package init(kinds: Set<StatementKind>) {
        self.kinds = kinds
        rule = nil
        observed = false
        phiRead = []
        phiWritten = []
        masked = []
        serverText = .pass
        tagRepair = nil
        rowLimits = []
        approvals = []
        detects = false
        refusesMaskMarker = false
        notices = []
        effects = []
        names = []
        cursor = nil
        source = nil
    }
}
