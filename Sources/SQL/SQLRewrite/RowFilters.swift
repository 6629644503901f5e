package import Policy

/// Which rows of which tables a role sees: the policy's conditions carried over to everything that shares rows, and written as SQL.
///
/// A condition is made of comparisons that cannot fail for any value of their types, with values of the column's own type, so in
/// whatever order the server asks them, beside each other and beside lookups, nothing tells of a row that is kept back.
package struct RowFilters: Sendable {
    /// By relation: the conditions of its own, and of all that its rows are also rows of.
    private var conditions: [QualifiedName: [RowCondition.Term]] = [:]
    /// Where what the policy says does not fit to the catalog, by the table that it says it of.
    private(set) var misfits: [(relation: QualifiedName, reason: String)] = []
    /// Parents of tables with conditions, of which the rows would be shown without: these are closed, and their children are not.
    private(set) var parents: [(relation: QualifiedName, reason: String)] = []
    /// Tables of the policy that are not there, with the columns that are asked for.
    private(set) var missing: [QualifiedName: Set<String>] = [:]
    private let settings: RowSettings
    /// Other tables that count by a sequence of one of these.
    private(set) var countingAlike: Set<QualifiedName> = []
    /// Sequences of these.
    private(set) var sequences: Set<QualifiedName> = []
    /// These, what their foreign keys refer to, and so on: TRUNCATE … CASCADE of it reaches them.
    private(set) var reachedByTruncating: Set<QualifiedName> = []

    package init() { settings = RowSettings([]) }

    package init(_ filters: [RowFilter], _ catalog: Catalog, _ families: Families) {
        settings = RowSettings(filters)
        for filter in filters {
            guard let relation = catalog.relations[filter.relation], relation.kind.holdsRows else {
                missing[filter.relation] = filter.condition.columns
                continue
            }
            guard relation.kind == .table || relation.kind == .partitionedTable else {
                misfits.append((relation.name, "it is no table: name the tables that it shows"))
                continue
            }
            do { _ = try sql(filter.condition.root, of: relation, unindexed: []) } catch {
                misfits.append((relation.name, error.reason))
            }
        }
        spread(filters, catalog, families)
        guard !isEmpty else { return }
        findSequences(catalog)
        findReferred(catalog, families)
    }

    package var isEmpty: Bool { conditions.isEmpty }

    /// Those whose rows are kept back, but for some.
    var relations: some Sequence<QualifiedName> { conditions.keys }

    func covers(_ relation: QualifiedName) -> Bool { conditions[relation] != nil }

    /// Nil where all rows are shown.
    /// - Parameter unindexed: columns for which no index may answer, since it would give rows in the order of protected values.
    func sql(of relation: Relation, unindexed: Set<String>) -> String? {
        guard let terms = conditions[relation.name] else { return nil }
        let written = terms.map { (try? sql($0, of: relation, unindexed: unindexed)) ?? "FALSE" }
        return written.joined(separator: " AND ")
    }

    /// Every column of every one of them: whatever tells of a value tells of a row.
    func everything(in catalog: Catalog) -> [QualifiedName: [String: ColumnMask]] {
        conditions.keys.reduce(into: [:]) { all, name in
            let columns = catalog.relations[name]?.columns.map { ($0.name, ColumnMask(mask: .null, origins: [])) } ?? []
            all[name] = Dictionary(columns) { first, _ in first }
        }
    }

    // MARK: what shares rows

    private mutating func spread(_ filters: [RowFilter], _ catalog: Catalog, _ families: Families) {
        let places = filters.filter { missing[$0.relation] == nil }
        for family in Set(places.map { families.of($0.relation) }) {
            for name in family {
                let applied = Self.applied(to: name, places, families)
                if !applied.isEmpty { conditions[name] = applied.map { places[$0].condition.root } }
            }
            for name in family.sorted() {
                let own = Self.applied(to: name, places, families)
                let parts = families.below(name).sorted()
                if let other = parts.first(where: { Self.applied(to: $0, places, families) != own }) {
                    let reason =
                        "its rows are also those of \(other), of which other conditions choose: say the same of all, by naming "
                        + "the uppermost parent alone"
                    // Partitions have the keys of their parents.
                    if catalog.relations[name]?.kind == .table {
                        parents.append((name, reason))
                    } else {
                        misfits.append((name, reason))
                    }
                } else if !own.isEmpty,
                    let foreign = ([name] + parts).first(where: {
                        catalog.relations[$0]?.kind == .foreignTable
                    })
                {
                    misfits.append((name, "\(foreign) is on another server, which would be asked for its rows"))
                }
            }
        }
    }

    /// By number.
    private static func applied(to name: QualifiedName, _ filters: [RowFilter], _ families: Families) -> [Int] {
        let above = families.above(name)
        return filters.indices.filter { above.contains(filters[$0].relation) }
    }

    private mutating func findSequences(_ catalog: Catalog) {
        for relation in catalog.relations.values where relation.kind == .sequence {
            let users = relation.counts.union([relation.owner].compactMap(\.self))
            guard users.contains(where: covers) else { continue }
            sequences.insert(relation.name)
            countingAlike.formUnion(users.filter { !covers($0) })
        }
    }

    private mutating func findReferred(_ catalog: Catalog, _ families: Families) {
        var references: [QualifiedName: [QualifiedName]] = [:]
        for relation in catalog.relations.values {
            for case let reference? in relation.constraints.lazy.map(\.reference) {
                references[relation.name, default: []].append(reference.relation)
            }
        }
        var pending = Array(conditions.keys)
        while let name = pending.popLast() {
            for relative in families.of(name) where reachedByTruncating.insert(relative).inserted {
                pending += references[relative] ?? []
            }
        }
    }

    // MARK: SQL

    private struct Misfit: Error { var reason: String }

    private func sql(
        _ term: RowCondition.Term, of relation: Relation, unindexed: Set<String>
    ) throws(Misfit) -> String {
        func column(_ name: String) -> String {
            unindexed.contains(name) ? SQLText.unindexed(name) : SQLText.identifier(name)
        }
        switch term {
        case .all(let terms), .any(let terms):
            var parts: [String] = []
            for inner in terms { parts.append(try sql(inner, of: relation, unindexed: unindexed)) }
            if case .all = term { return "(\(parts.joined(separator: " AND ")))" }
            return "(\(parts.joined(separator: " OR ")))"
        case .not(let inner): return "(NOT \(try sql(inner, of: relation, unindexed: unindexed)))"
        case .isTrue(let name):
            let type = try type(of: name, in: relation)
            guard type == .bool else {
                throw Misfit(reason: "\"\(name)\" stands by itself in the condition, and is not of type boolean")
            }
            return column(name)
        case .isNull(let name):
            let found = try self.column(name, of: relation)
            guard found.typeKind != "c", found.typeKind != "p" else {
                throw Misfit(reason: "\"\(name)\" is of type \(found.sqlType), which is not one value")
            }
            return "(\(column(name)) IS NULL)"
        case .compares(let name, let comparator, let value):
            let type = try type(of: name, in: relation)
            let isOfOrder = comparator != .equal && comparator != .unequal
            guard !isOfOrder || type.isOrdered else {
                throw Misfit(reason: "\"\(name)\" is compared by =, <> and IN only")
            }
            let written = try self.value(value, type, name, relation, column)
            return "(\(column(name)) OPERATOR(pg_catalog.\(comparator.rawValue)) \(written))"
        case .isAmong(let name, let values):
            let type = try type(of: name, in: relation)
            var written: [String] = []
            for value in values { written.append(try self.value(value, type, name, relation, column)) }
            return "(\(column(name)) OPERATOR(pg_catalog.=) ANY (ARRAY[\(written.joined(separator: ", "))]))"
        }
    }

    private func column(_ name: String, of relation: Relation) throws(Misfit) -> Column {
        guard let found = relation.columns.first(where: { $0.name == name }) else {
            throw Misfit(reason: "\(relation.name) has no column \"\(name)\"")
        }
        guard !found.isVirtual else {
            throw Misfit(reason: "\"\(name)\" is computed when it is read, which may fail for rows that are kept back")
        }
        return found
    }

    private func type(of name: String, in relation: Relation) throws(Misfit) -> RowValueType {
        let column = try column(name, of: relation)
        guard let type = RowValueType(column) else {
            throw Misfit(
                reason: "\"\(name)\" is of type \(column.sqlType), of which conditions on rows do not speak: "
                    + "use \(RowValueType.words)")
        }
        return type
    }

    private func value(
        _ value: RowCondition.Value, _ type: RowValueType, _ name: String, _ relation: Relation,
        _ write: (String) -> String
    ) throws(Misfit) -> String {
        switch value {
        case .column(let other):
            guard try self.type(of: other, in: relation) == type else {
                throw Misfit(reason: "\"\(name)\" and \"\(other)\" are not of one type")
            }
            return write(other)
        case .claim(let claim):
            guard type.takesClaims, claim != .principal || type.isText, let setting = settings.names[claim] else {
                throw Misfit(reason: "\"\(name)\" is of type \(type.name), which is not compared with \(claim)")
            }
            return "NULLIF(pg_catalog.current_setting('\(setting)', true), '')::\(type.cast)"
        case .text, .number, .truth:
            guard let written = type.literal(value) else {
                throw Misfit(reason: "\"\(name)\" is of type \(type.name): write \(type.form)")
            }
            return written
        }
    }

    /// What is compared with claims, for the look at a session's own: by claim, types of columns.
    package func typesOfClaims(in catalog: Catalog) -> [RowClaim: Set<RowValueType>] {
        var found: [RowClaim: Set<RowValueType>] = [:]
        func add(_ term: RowCondition.Term, _ relation: Relation) {
            switch term {
            case .all(let terms), .any(let terms): for inner in terms { add(inner, relation) }
            case .not(let inner): add(inner, relation)
            case .isTrue, .isNull: break
            case .compares(let column, _, let value): add([value], column, relation)
            case .isAmong(let column, let values): add(values, column, relation)
            }
        }
        func add(_ values: [RowCondition.Value], _ column: String, _ relation: Relation) {
            guard let type = try? type(of: column, in: relation) else { return }
            for case .claim(let claim) in values { found[claim, default: []].insert(type) }
        }
        for (name, terms) in conditions {
            guard let relation = catalog.relations[name] else { continue }
            for term in terms { add(term, relation) }
        }
        return found
    }
}
