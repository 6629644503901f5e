import Policy
import SQLRewrite

/// The rows of `CodeQueries`.
extension CatalogDecoder {
    static func number(_ cell: String) throws(CatalogFailure) -> UInt32 {
        guard let number = UInt32(cell) else { throw CatalogFailure(reason: "the server's numbers are not understood") }
        return number
    }

    /// A column can have a type that no statement can name: here names are not asked whether they are composed.
    mutating func typeNames(_ rows: [[String?]]) throws(CatalogFailure) {
        var names: [UInt32: QualifiedName] = [:]
        for row in rows {
            let cells = try cells(row, 3, "types")
            names[try Self.number(cells[0])] = QualifiedName(cells[1], cells[2])
        }
        result.typeOIDs = names
    }

    mutating func cascades(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 4, "dependents")
            guard let kind = Droppable.Kind(rawValue: cells[0]) else {
                result.dropsAnything = true
                continue
            }
            // One that is left out is in nobody's sight, and may be any.
            let taken = names[cells[3]] ?? QualifiedName("relation", cells[3])
            result.cascades[Droppable(kind, QualifiedName(cells[1], cells[2])), default: []].insert(taken)
        }
    }

    mutating func typeRows(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 2, "row types")
            // One that is left out is in nobody's sight.
            guard let relation = names[cells[1]] else { continue }
            result.typeRows[try Self.number(cells[0]), default: []].insert(relation)
        }
    }

    mutating func routines(_ rows: [[String?]]) throws(CatalogFailure) {
        var all: [[String]] = []
        for row in rows {
            let cells = try cells(row, 15, "functions")
            signatures[cells[0]] = RoutineSignature(QualifiedName(cells[1], cells[2]), cells[3])
            all.append(cells)
        }
        for cells in all {
            let name = QualifiedName(cells[1], cells[2])
            guard Self.isComposed(name) else { continue }
            // An aggregate has a row for each of its support functions: all of them must be trusted.
            let isBuiltinSupport = cells[8] == "a" && cells[5] == "internal"
            var routine = Routine(
                name: name, arguments: cells[3], language: isBuiltinSupport ? "c" : cells[5], volatility: cells[6],
                inExtension: cells[7] == "t", kind: cells[8], returnsSet: cells[9] == "t")
            routine.oid = try Self.number(cells[0])
            routine.types = try types(cells[4])
            if !cells[10].isEmpty { routine.extensionName = cells[10] }
            if !cells[11].isEmpty { routine.ownPath = SearchPathText.names(cells[11]) }
            routine.isParsed = cells[12] == "t"
            routine.calls = routines(cells[13])
            if !cells[14].isEmpty { routine.support = cells[14] }
            result.functions[cells[2], default: []].append(routine)
        }
    }

    /// What may be called anyway need not be remembered wherever it stands.
    mutating func builtinRoutines(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 3, "built-in functions")
            guard !BuiltinFunctions.mayStandInDefinitions(cells[1], in: result) else {
                allowed.insert(cells[0])
                continue
            }
            signatures[cells[0]] = RoutineSignature(QualifiedName("pg_catalog", cells[1]), cells[2])
        }
    }

    mutating func types(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 5, "types")
            guard let kind = TypeCode.Kind(rawValue: cells[2]) else {
                throw CatalogFailure(reason: "code of a type is of a kind that is not known")
            }
            let use = CodeUse(routines: routines(cells[4]))
            guard !use.isEmpty, let whole = result.typeOIDs[try Self.number(cells[0])],
                let part = result.typeOIDs[try Self.number(cells[1])]
            else { continue }
            result.types[whole, default: []].append(TypeCode(kind: kind, name: cells[3], type: part, use: use))
        }
    }

    mutating func operators(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 3, "operators")
            let use = try use(cells[1], cells[2])
            if !use.isEmpty { result.operators[cells[0]] = use }
        }
    }

    mutating func anywhere(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 2, "casts")
            result.anywhere.append(UnnamedCode(cells[0], use: CodeUse(routines: routines(cells[1]))))
        }
    }

    mutating func attached(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 7, "code")
            let use = try use(cells[5], cells[6])
            guard !use.isEmpty else { continue }
            if cells[1] == "p" {
                relations[cells[0]]?.rowSecurity?.code.routines.formUnion(use.routines)
                relations[cells[0]]?.rowSecurity?.code.types.formUnion(use.types)
                continue
            }
            guard let kind = AttachedCode.Kind(rawValue: cells[1]), let events = Int(cells[4]) else {
                throw CatalogFailure(reason: "code of a relation is of a kind that is not known")
            }
            let columns = Self.elements(cells[3]).compactMap { columnNames[cells[0]]?[$0] }
            relations[cells[0]]?.code.append(
                AttachedCode(
                    kind: kind, name: cells[2], columns: Set(columns),
                    events: AttachedCode.Events(rawValue: events).intersection(.all), use: use))
        }
    }

    mutating func reads(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 2, "views")
            if let relation = names[cells[1]] { relations[cells[0]]?.reads.insert(relation) }
        }
    }

    mutating func otherDefinitions(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 3, "definitions")
            relations[cells[0]]?.definitions.append("\(cells[1]) \(cells[2])")
        }
    }

    mutating func extensions(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows { result.extensions.insert(try cells(row, 1, "extensions")[0]) }
    }

    mutating func eventTriggers(_ rows: [[String?]]) throws(CatalogFailure) {
        for row in rows {
            let cells = try cells(row, 2, "event triggers")
            result.eventTriggers.append(
                UnnamedCode("event trigger \(cells[0])", use: CodeUse(routines: routines("{\(cells[1])}"))))
        }
    }

    // MARK: numbers

    private func use(_ routines: String, _ types: String) throws(CatalogFailure) -> CodeUse {
        CodeUse(routines: self.routines(routines), types: try self.types(types))
    }

    private func routines(_ array: String) -> Set<RoutineSignature> {
        let numbers = Self.elements(array).filter { !allowed.contains($0) }
        // One that is not there is trusted by nobody.
        return Set(numbers.map { signatures[$0] ?? RoutineSignature(QualifiedName("routine", $0)) })
    }

    /// Only of those that run anything.
    private func types(_ array: String) throws(CatalogFailure) -> Set<QualifiedName> {
        var found: Set<QualifiedName> = []
        for element in Self.elements(array) {
            if let name = result.typeOIDs[try Self.number(element)] { found.insert(name) }
        }
        return found
    }
}
