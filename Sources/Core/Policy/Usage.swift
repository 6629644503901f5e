/// A limit of a role, by its name in the policy file.
package enum UsageLimit: String, Sendable, CaseIterable, Codable {
    case rowsPerSession = "rows_per_session"
    case rowsPerHour = "rows_per_hour"
    case phiCellsPerHour = "phi_cells_per_hour"
    case lookupsPerHour = "lookups_per_hour"

    /// Those of a principal, whatever the session.
    package static let hourly: [UsageLimit] = [.rowsPerHour, .phiCellsPerHour, .lookupsPerHour]

    /// The product's own rule that refuses what goes over it.
    package var rule: String {
        switch self {
        case .rowsPerSession: "chaperone/rows-per-session"
        case .rowsPerHour: "chaperone/rows-per-hour"
        case .phiCellsPerHour: "chaperone/phi-cells-per-hour"
        case .lookupsPerHour: "chaperone/lookups-per-hour"
        }
    }
}

/// What somebody takes, or has taken: numbers that do not overflow.
package struct Usage: Sendable, Equatable {
    package var rows: UInt64
    package var cells: UInt64
    package var lookups: UInt64

    package init(rows: UInt64 = 0, cells: UInt64 = 0, lookups: UInt64 = 0) {
        self.rows = rows
        self.cells = cells
        self.lookups = lookups
    }

    package var isEmpty: Bool { rows == 0 && cells == 0 && lookups == 0 }

    /// What counts for a limit.
    @inlinable
    package subscript(limit: UsageLimit) -> UInt64 {
        switch limit {
        case .rowsPerSession, .rowsPerHour: rows
        case .phiCellsPerHour: cells
        case .lookupsPerHour: lookups
        }
    }

    package static func + (one: Usage, other: Usage) -> Usage {
        Usage(
            rows: sum(one.rows, other.rows), cells: sum(one.cells, other.cells),
            lookups: sum(one.lookups, other.lookups))
    }

    /// Of each the larger.
    package func larger(_ other: Usage) -> Usage {
        Usage(rows: max(rows, other.rows), cells: max(cells, other.cells), lookups: max(lookups, other.lookups))
    }

    package static func sum(_ one: UInt64, _ other: UInt64) -> UInt64 {
        let (sum, overflow) = one.addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}

/// An hour of the clock (UTC): what principals take is counted from its beginning to its end.
package struct UsageHour: Sendable, Hashable, Comparable {
    /// Hours since 1970.
    package var number: Int64

    package static let seconds: Int64 = 3_600

    package init(number: Int64) { self.number = number }

    /// The one that a time is in.
    /// - Parameter seconds: since 1970.
    package init(atSeconds seconds: Int64) {
        number = seconds / Self.seconds - (seconds % Self.seconds < 0 ? 1 : 0)
    }

    /// The first second after it, since 1970.
    package var endSeconds: Int64 { (number + 1) * Self.seconds }

    /// When it is over: `14:00 UTC`.
    package var endText: String {
        let hour = ((number + 1) % 24 + 24) % 24
        return "\(hour < 10 ? "0" : "")\(hour):00 UTC"
    }

    package static func < (one: UsageHour, other: UsageHour) -> Bool { one.number < other.number }
}

/// What stands against taking more.
package struct SpentLimit: Sendable, Equatable {
    package var limit: UsageLimit
    package var most: UInt64
    /// Of that, by all sessions and sidecars that are known of.
    package var used: UInt64
    /// What would come now.
    package var asked: UInt64
    /// When it is free again; nil: not for this session.
    package var hour: UsageHour?

    package init(limit: UsageLimit, most: UInt64, used: UInt64, asked: UInt64, hour: UsageHour?) {
        self.limit = limit
        self.most = most
        self.used = used
        self.asked = asked
        self.hour = hour
    }
}
