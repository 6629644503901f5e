/// Columns that carry PHI by what they are called, in whatever table they stand, and how they are masked.
package struct ProtectedPattern: Codable, Sendable, Equatable {
    /// A ``ColumnGlob``.
    package var columns: String
    package var mask: Mask
    package var lookup: ProtectedColumn.Lookup
    /// As `ProtectedColumn.write`.
    package var write: Bool?

    /// Who may write what is shown so has a dictionary of all that is shown so.
    package var tellsWhatIsWritten: Bool {
        switch mask {
        case .pseudonym, .shift: write != true
        default: false
        }
    }

    package init(
        columns: String, mask: Mask, lookup: ProtectedColumn.Lookup = .none, write: Bool? = nil
    ) {
        self.columns = columns
        self.mask = mask
        self.lookup = lookup
        self.write = write
    }
}
