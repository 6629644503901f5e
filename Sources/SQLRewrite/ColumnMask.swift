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
}
