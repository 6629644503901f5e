package import Policy

/// What was protected earlier under one policy, by the numbers of the database's own: names change.
package struct RememberedTables: Sendable, Equatable {
    /// Tables, with the names that they had when they were last seen.
    package var tables: [UInt32: QualifiedName]
    /// By table or materialized view and `Column.number`: the policy's own columns whose values these held. What is stored
    /// stays what it was when names and definitions change. Of a materialized view nothing in the catalog says that its rows
    /// were computed anew: VACUUM FULL and CLUSTER move them as REFRESH does, and REFRESH CONCURRENTLY leaves them in place.
    package var columns: [UInt32: [Int: Set<String>]]

    package init(tables: [UInt32: QualifiedName] = [:], columns: [UInt32: [Int: Set<String>]] = [:]) {
        self.tables = tables
        self.columns = columns
    }

    package func adding(_ newer: RememberedTables) -> RememberedTables {
        var both = self
        both.tables.merge(newer.tables) { _, new in new }
        for (relation, columns) in newer.columns {
            both.columns[relation, default: [:]].merge(columns) { $0.union($1) }
        }
        return both
    }

    /// What of it another policy of the same target still protects: what it names, and what held values of what it names.
    /// - Parameters:
    ///   - isKept: of a table.
    ///   - isProtected: of a column of the policy, as it calls it.
    package func filter(
        _ isKept: (QualifiedName) -> Bool, where isProtected: (String) -> Bool
    ) -> RememberedTables {
        let columns = columns.mapValues { columns in columns.filter { $0.value.contains(where: isProtected) } }
            .filter { !$0.value.isEmpty }
        return RememberedTables(
            tables: tables.filter { isKept($0.value) || columns[$0.key] != nil }, columns: columns)
    }

    /// The columns of a relation that hold what they held then.
    func held(by relation: Relation) -> [Int: Set<String>] { columns[relation.oid] ?? [:] }
}
