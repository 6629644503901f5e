/// What a write does to rows of one relation.
package struct RowChange: Sendable, Equatable {
    package var inserts = false
    package var deletes = false
    /// All rows go at once (TRUNCATE): no trigger of rows and no foreign key's action runs.
    package var truncates = false
    /// The columns that rows which are inserted get a value in.
    package var inserted: Set<String> = []
    /// The columns that an update assigns.
    package var assigned: Set<String> = []

    package init(
        inserts: Bool = false, deletes: Bool = false, truncates: Bool = false, inserted: Set<String> = [],
        assigned: Set<String> = []
    ) {
        self.inserts = inserts
        self.deletes = deletes
        self.truncates = truncates
        self.inserted = inserted
        self.assigned = assigned
    }

    package var isEmpty: Bool { self == RowChange() }

    /// The columns that hold another value than before, or the first one.
    package var written: Set<String> { inserted.union(assigned) }

    mutating func formUnion(_ other: RowChange) {
        inserts = inserts || other.inserts
        deletes = deletes || other.deletes
        truncates = truncates || other.truncates
        inserted.formUnion(other.inserted)
        assigned.formUnion(other.assigned)
    }
}
