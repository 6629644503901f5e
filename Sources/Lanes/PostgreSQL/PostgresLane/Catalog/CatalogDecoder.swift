import Policy
import SQLRewrite

/// Builds a `Catalog` from the rows of `CatalogQueries`.
struct CatalogDecoder {
    var result = Catalog()
    var names: [String: QualifiedName] = [:]
    var relations: [String: Relation] = [:]
    /// Relations that were left out.
    private var unnamed: Set<String> = []
    var columnNames: [String: [String: String]] = [:]
    /// Routines by number.
    var signatures: [String: RoutineSignature] = [:]
    /// Those of pg_catalog that may be called.
    var allowed: Set<String> = []

    init() {}

    var catalog: Catalog {
        var catalog = result
        catalog.relations = relations.values.reduce(into: [:]) { $0[$1.name] = $1 }
        return catalog
    }

    /// The cells of a row; a missing one, or NULL where none may be, is a failure.
    func cells(_ row: [String?], _ count: Int, _ what: String) throws(CatalogFailure) -> [String] {
        let cells = row.compactMap(\.self)
        guard row.count == count, cells.count == count else {
            throw CatalogFailure(reason: "the server's answer about \(what) is not understood")
        }
        return cells
    }

    /// What is not composed is left out, as if it were not there: no statement can name it, and it must not stand in the
    /// place of something that is equal to it as a String.
    static func isComposed(_ name: QualifiedName) -> Bool {
        name.schema.isComposed && name.name.isComposed
    }

    private mutating func leaveOut(_ relation: String) {
        unnamed.insert(relation)
        names[relation] = nil
        relations[relation] = nil
    }

    mutating func session(_ rows: [[String?]]) throws(CatalogFailure) {
        guard let first = rows.first, rows.count == 1, first.count == 6, let role = first[0],
            let version = first[1].flatMap({ Int($0) }), let encoding = first[2], let isolation = first[3],
            let path = first[4], let timeout = first[5]
        else { throw CatalogFailure(reason: "the server's answer about the session is not understood") }
        // What is equal here would not be there, and names are folded by the server's locale.
        guard encoding == "UTF8" else {
            throw CatalogFailure(
                reason: "the database's encoding is \(encoding), and a lane serves databases in UTF8 only")
        }
        result.role = role
        result.serverVersion = version
        guard let path = SearchPathText.names(path) else {
            throw CatalogFailure(reason: "the role's search_path is not written plainly: names, commas and spaces")
        }
        result.defaultSearchPath = SearchPathText.resolved(path, role: role)
        result.defaultStatementTimeout = timeout
        result.defaultIsolation = isolation
    }

    /// Nothing is known of what it is made of.
    mutating func leaveOut(view oid: UInt32) { leaveOut(String(oid)) }

    /// As it was read before.
    mutating func session(of known: Catalog) {
        result.role = known.role
        result.serverVersion = known.serverVersion
        result.defaultSearchPath = known.defaultSearchPath
        result.defaultStatementTimeout = known.defaultStatementTimeout
        result.defaultIsolation = known.defaultIsolation
    }

    mutating func schemas(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 3, "schemas")
            guard cells[0].isComposed else { continue }
            if cells[1] == "t" { result.schemas.insert(cells[0]) }
            if cells[2] == "t" { result.fixedSchemas.insert(cells[0]) }
        }
    }

    mutating func relations(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 10, "relations")
            guard let kind = Relation.Kind(rawValue: cells[3]) else { continue }
            let name = QualifiedName(cells[1], cells[2])
            guard Self.isComposed(name) else {
                leaveOut(cells[0])
                continue
            }
            names[cells[0]] = name
            var relation = Relation(
                name: name, kind: kind, columns: [], hasRules: cells[5] == "t", hasTriggers: cells[6] == "t",
                rowSecurity: cells[4] == "t" ? RowSecurity() : nil)
            relation.oid = try Self.number(cells[0])
            relation.inExtension = cells[7] == "t"
            relation.isSecurityBarrier = cells[8] == "t"
            relation.hasDormantCode = cells[9] == "t"
            relations[cells[0]] = relation
        }
    }

    mutating func columns(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 12, "columns")
            guard cells[1].isComposed else {
                leaveOut(cells[0])
                continue
            }
            guard let type = UInt32(cells[7]) else { throw CatalogFailure(reason: "a type without a number") }
            var column = Column(
                name: cells[1], sqlType: cells[4], typeName: cells[5], typeSchema: cells[6], typeOID: type,
                typeKind: cells[8], notNull: cells[3] == "t")
            column.number = Int(cells[2]) ?? 0
            column.isInline = cells[9] == "t"
            column.isNondeterministic = cells[10] == "t"
            column.isGenerated = !cells[11].isEmpty
            column.isVirtual = cells[11] == "v"
            relations[cells[0]]?.columns.append(column)
            columnNames[cells[0], default: [:]][cells[2]] = cells[1]
        }
    }

    mutating func definitions(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 2, "views")
            relations[cells[0]]?.definition = cells[1]
        }
    }

    mutating func parents(_ rows: [[String?]]) throws(CatalogFailure) {
        let pairs = try rows.map { row throws(CatalogFailure) in try cells(row, 2, "inheritance") }
        // The server reads a table with its children: one of which nothing is known takes its parents with it.
        var leftOut = -1
        while leftOut != unnamed.count {
            leftOut = unnamed.count
            for pair in pairs where unnamed.contains(pair[0]) { leaveOut(pair[1]) }
        }
        for cells in pairs {
            if let parent = names[cells[1]] { relations[cells[0]]?.parents.append(parent) }
        }
    }

    mutating func statistics(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 4, "statistics")
            let name = QualifiedName(cells[0], cells[1])
            relations[cells[2]]?.expressionsOfStatistics.formUnion(
                Self.elements(cells[3]).compactMap { columnNames[cells[2]]?[$0] })
            if Self.isComposed(name), let relation = names[cells[2]] { result.statistics[name] = relation }
        }
    }

    mutating func sequences(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 3, "sequences")
            guard let relation = names[cells[1]] else { continue }
            if cells[2] == "t" {
                relations[cells[0]]?.owner = relation
            } else {
                relations[cells[0]]?.counts.insert(relation)
            }
        }
    }

    mutating func generated(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 3, "generated columns")
            guard let column = columnNames[cells[0]]?[cells[1]], let source = columnNames[cells[0]]?[cells[2]],
                let index = relations[cells[0]]?.columns.firstIndex(where: { $0.name == column }), source != column
            else { continue }
            relations[cells[0]]?.columns[index].generatedFrom.append(source)
        }
    }

    mutating func constraints(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 4, "constraints")
            guard let column = columnNames[cells[0]]?[cells[3]] else { continue }
            let kind: Constraint.Kind =
                switch cells[2] {
                case "c": .check
                case "f": .foreignKey
                case "x": .exclusion
                default: .unique
                }
            let known = relations[cells[0]]?.constraints.firstIndex { $0.name == cells[1] && $0.kind == kind }
            if let known {
                relations[cells[0]]?.constraints[known].columns.insert(column)
            } else {
                relations[cells[0]]?.constraints.append(Constraint(name: cells[1], kind: kind, columns: [column]))
            }
        }
    }

    mutating func checks(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 3, "checks")
            for index in relations[cells[0]]?.constraints.indices ?? 0..<0
            where relations[cells[0]]?.constraints[index].name == cells[1]
                && relations[cells[0]]?.constraints[index].kind == .check
            {
                relations[cells[0]]?.constraints[index].text = cells[2]
            }
        }
    }

    mutating func triggers(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 7, "triggers")
            guard let type = Int(cells[2]) else {
                throw CatalogFailure(reason: "the server's numbers are not understood")
            }
            let events = AttachedCode.Events(rawValue: type).intersection(.all)
            let columns = Set(Self.elements(cells[3]).compactMap { columnNames[cells[0]]?[$0] })
            let isBefore = type & 2 != 0
            if isBefore, events.contains(.update) { relations[cells[0]]?.hasTriggersBeforeUpdate = true }
            if cells[5] == "t" { continue }
            if isBefore {
                let arguments = Self.arguments(cells[6])
                var trigger = RowTrigger(
                    name: cells[1], events: events, columns: columns, writes: Self.writes(cells[6], arguments))
                trigger.reads = Set(arguments.dropFirst())
                relations[cells[0]]?.rowTriggers.append(trigger)
            }
            if cells[4].isEmpty { continue }
            relations[cells[0]]?.conditions.append(
                ConditionOfTrigger(trigger: cells[1], events: events, columns: columns, definition: cells[4]))
        }
    }

    /// Of a function that is known: the column that it sets, then those that it reads, among other words.
    private static func arguments(_ cell: String) -> [String] {
        guard cell.first == "c" else { return [] }
        // Zero bytes, as `encode(…, 'escape')` writes them.
        return cell.dropFirst().replacing("\\000", with: "\0").split(separator: "\0", omittingEmptySubsequences: false)
            .map(String.init)
    }

    private static func writes(_ cell: String, _ arguments: [String]) -> RowTrigger.Writes {
        switch cell.first {
        case "b": .body(String(cell.dropFirst()))
        case "c": .columns(Set(arguments.prefix(1)))
        case "n": .columns([])
        default: .anything
        }
    }

    mutating func expressionColumns(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 3, "indexes")
            guard let column = columnNames[cells[0]]?[cells[2]] else { continue }
            for index in relations[cells[0]]?.constraints.indices ?? 0..<0
            where relations[cells[0]]?.constraints[index].name == cells[1] {
                relations[cells[0]]?.constraints[index].expressionColumns.insert(column)
            }
        }
    }

    mutating func references(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 7, "foreign keys")
            guard let onUpdate = Constraint.Action(rawValue: cells[4]),
                let onDelete = Constraint.Action(rawValue: cells[5])
            else { throw CatalogFailure(reason: "a foreign key does what is not known") }
            let known = relations[cells[0]]?.constraints.firstIndex { $0.name == cells[1] && $0.kind == .foreignKey }
            guard let known, let relation = names[cells[2]], let column = columnNames[cells[2]]?[cells[3]] else {
                continue
            }
            var reference =
                relations[cells[0]]?.constraints[known].reference
                ?? Constraint.Reference(
                    relation: relation, columns: [], onUpdate: onUpdate, onDelete: onDelete,
                    setOnDelete: Set(Self.elements(cells[6]).compactMap { columnNames[cells[0]]?[$0] }))
            reference.columns.insert(column)
            relations[cells[0]]?.constraints[known].reference = reference
        }
    }

    mutating func primaryKeys(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 2, "primary keys")
            guard let column = columnNames[cells[0]]?[cells[1]] else { continue }
            relations[cells[0]]?.primaryKey.insert(column)
        }
    }

    mutating func indexes(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 9, "indexes")
            let names = columnNames[cells[0]] ?? [:]
            var index = Index(
                name: cells[1], method: cells[2], isUnique: cells[3] == "t",
                keys: Self.elements(cells[4]).map { names[$0] }, orders: Self.elements(cells[5]),
                others: Set(Self.elements(cells[6]).compactMap { names[$0] }))
            index.carried = Set(Self.elements(cells[7]).compactMap { names[$0] })
            index.keepsBounds = Self.elements(cells[8]).map { $0 == "t" }
            relations[cells[0]]?.indexes.append(index)
        }
    }

    /// Of an array of numbers as text: `{1,2}`.
    static func elements(_ array: String) -> [String] {
        array.dropFirst().dropLast().split(separator: ",").map(String.init)
    }

    mutating func settled(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 3, "checks")
            guard var relation = relations[cells[0]] else { continue }
            let isCheck = cells[2] == "c"
            if cells[2] == "g" {
                if let index = relation.columns.firstIndex(where: { $0.name == cells[1] }) {
                    relations[cells[0]]?.columns[index].isSettled = true
                }
                continue
            }
            for index in relation.constraints.indices {
                let constraint = relation.constraints[index]
                guard constraint.name == cells[1], (constraint.kind == .check) == isCheck else { continue }
                relation.constraints[index].isSettled = true
            }
            for index in relation.indexes.indices where !isCheck && relation.indexes[index].name == cells[1] {
                relation.indexes[index].isSettled = true
            }
            relations[cells[0]] = relation
        }
    }

    mutating func nullsCollide(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 2, "indexes")
            for index in relations[cells[0]]?.constraints.indices ?? 0..<0
            where relations[cells[0]]?.constraints[index].name == cells[1] {
                relations[cells[0]]?.constraints[index].nullsCollide = true
            }
        }
    }

    mutating func sharedDefaults(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 2, "defaults")
            guard let column = columnNames[cells[0]]?[cells[1]],
                let index = relations[cells[0]]?.columns.firstIndex(where: { $0.name == column })
            else { continue }
            relations[cells[0]]?.columns[index].hasSharedDefault = true
        }
    }

    mutating func partitionKeys(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 2, "partition keys")
            guard let column = columnNames[cells[0]]?[cells[1]] else { continue }
            relations[cells[0]]?.partitionKey.insert(column)
        }
    }

    mutating func policyColumns(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 3, "row security")
            guard let relation = names[cells[1]] else { continue }
            let column = columnNames[cells[1]]?[cells[2]]
            relations[cells[0]]?.rowSecurity?.columns[relation, default: []].formUnion(column.map { [$0] } ?? [])
        }
    }

    mutating func builtins(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 3, "built-in functions")
            if cells[2] == "t" { result.steadyBuiltins.insert(cells[0]) }
            if cells[1] == "t" {
                result.immutableBuiltins.insert(cells[0])
            } else {
                result.otherBuiltins.insert(cells[0])
            }
        }
    }
}
