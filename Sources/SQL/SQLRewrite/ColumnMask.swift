package import Policy

/// How one column of one relation reaches the client.
package struct ColumnMask: Sendable, Equatable {
    package var mask: Mask
    package var lookup: ProtectedColumn.Lookup
    /// Who sees it masked may write it all the same.
    package var write: Bool
    /// The columns of the policy that it comes from, as `schema.relation.column`, sorted.
    package var origins: [String]

    package init(
        mask: Mask, lookup: ProtectedColumn.Lookup = .none, write: Bool = false, origins: [String]
    ) {
        self.mask = mask
        self.lookup = lookup
        self.write = write
        self.origins = origins
    }

    /// Of rows that are shown by both: what either shows, the other shows as well, or nothing is shown.
    func meeting(_ other: ColumnMask) -> ColumnMask {
        let isSame = mask == other.mask
        return ColumnMask(
            mask: isSame ? mask : .null, lookup: isSame && lookup == other.lookup ? lookup : .none,
            write: isSame && write && other.write, origins: Set(origins).union(other.origins).sorted())
    }

    /// What is shown is the same for every value, and nothing looks at the column.
    var isConstant: Bool { (mask == .null || mask == .redact) && lookup == .none }
}
