/// How much a principal may take who has the role. Each is at least 1; nil: as much as the rules let them.
package struct RoleLimits: Codable, Sendable, Equatable {
    /// Rows of all answers of one session.
    package var rowsPerSession: Int?
    /// Rows of all answers of all sessions of the principal, in one hour of the clock (UTC).
    package var rowsPerHour: Int?
    /// Cells with values of protected columns, masked or not, the same.
    package var phiCellsPerHour: Int?
    /// Values that protected columns are compared with by `lookup: equality`, the same.
    package var lookupsPerHour: Int?

    package static let range = 1...1_000_000_000_000

    package init(
        rowsPerSession: Int? = nil, rowsPerHour: Int? = nil, phiCellsPerHour: Int? = nil, lookupsPerHour: Int? = nil
    ) {
        self.rowsPerSession = rowsPerSession
        self.rowsPerHour = rowsPerHour
        self.phiCellsPerHour = phiCellsPerHour
        self.lookupsPerHour = lookupsPerHour
    }

    package subscript(limit: UsageLimit) -> Int? {
        switch limit {
        case .rowsPerSession: rowsPerSession
        case .rowsPerHour: rowsPerHour
        case .phiCellsPerHour: phiCellsPerHour
        case .lookupsPerHour: lookupsPerHour
        }
    }

    package var countsHours: Bool { UsageLimit.hourly.contains { self[$0] != nil } }
}
