import Policy

extension ViewLineage {
    /// What is known of one output column.
    enum Taint: Equatable {
        case none
        case plain(ColumnMask)
        /// - Parameter isComputed: by an expression, which could fail.
        case derived(origins: Set<String>, isComputed: Bool)

        var origins: Set<String> {
            switch self {
            case .none: []
            case .plain(let mask): Set(mask.origins)
            case .derived(let origins, _): origins
            }
        }

        var isComputed: Bool { if case .derived(_, true) = self { true } else { false } }

        /// - Parameter origins: none for what has no protected data in it.
        static func from(_ origins: Set<String>, isComputed: Bool = true) -> Taint {
            origins.isEmpty ? .none : .derived(origins: origins, isComputed: isComputed)
        }
    }

    struct Column {
        var name: String
        var taint = Taint.none
        /// An index could answer for it with rows in the order of a protected column.
        var isOrdered = false
        /// Of a plain column of a relation, as the catalog writes it.
        var type: String?
        /// Values of that type are equal where their texts are, and nowhere else.
        var isExact = false
        /// Its type, as `pg_type` calls it, where equal values of it look alike.
        var uniform: String?
        /// What kind of type it has, and how its expression may fail.
        var family: Family?
        var failures: Set<Failure> = []
        /// Where in the same output the subject of a shifted date is.
        var subject: Int?

        /// Other rows have this one there.
        mutating func add(_ other: Column) {
            let origins = taint.origins.union(other.taint.origins)
            if taint != other.taint || type != other.type || type == nil { taint = .from(origins) }
            isOrdered = isOrdered || other.isOrdered
            isExact = isExact && other.isExact && type == other.type
            if type != other.type { type = nil }
            if uniform != other.uniform { uniform = nil }
            if family != other.family { family = nil }
            failures.formUnion(other.failures)
        }
    }

    struct Output {
        var columns: [Column]

        init(columns: [Column]) { self.columns = columns }

        /// A virtual column is an expression that stands where it is read.
        init(_ relation: Relation, _ masks: [String: ColumnMask], ordered: Set<String>) {
            columns = relation.columns.map { column in
                let mask = masks[column.name]
                var subject: Int?
                if case .shift(let name)? = mask?.mask { subject = relation.columns.firstIndex { $0.name == name } }
                var shown = Column(
                    name: column.name, taint: mask.map(Taint.plain) ?? .none, isOrdered: ordered.contains(column.name),
                    type: column.sqlType, isExact: column.isExact, uniform: column.uniform,
                    family: column.typeSchema == "pg_catalog" ? Family(column.typeName) : nil, subject: subject)
                if column.isVirtual {
                    shown.failures = [.unknown]
                    let isComputed = column.generatedFrom.contains { masks[$0] != nil }
                    if let mask, isComputed { shown.taint = .from(Set(mask.origins)) }
                }
                return shown
            }
        }

        /// The same of rows that are kept: nothing of them is computed when they are read, and they have indexes of their own.
        /// - Parameter ordered: the columns by which these find rows in the order of protected ones.
        func stored(as relation: Relation, ordered: Set<String>) -> Output {
            var copy = self
            for index in columns.indices {
                copy.columns[index].isOrdered = ordered.contains(relation.columns[index].name)
                copy.columns[index].failures = []
                if case .derived(let origins, _) = columns[index].taint {
                    copy.columns[index].taint = .derived(origins: origins, isComputed: false)
                }
            }
            return copy
        }

        func renamed(_ names: [String]) -> Output {
            var copy = self
            for (index, name) in names.enumerated() where index < copy.columns.count { copy.columns[index].name = name }
            return copy
        }

        /// The row of a join: merged columns first, then the others of the left side, then those of the right.
        /// - Parameter pairs: the places of columns that are merged.
        init(joining left: Output, _ right: Output, merging pairs: [(Int, Int)]) {
            let (lefts, rights) = (pairs.map(\.0), pairs.map(\.1))
            var places: [Int: Int] = [:]
            var all: [Column] = []
            for (a, b) in pairs {
                places[a] = all.count
                places[left.columns.count + b] = all.count
                var column = left.columns[a]
                if column.taint != right.columns[b].taint {
                    column.taint = .from(column.taint.origins.union(right.columns[b].taint.origins))
                }
                column.isOrdered = column.isOrdered || right.columns[b].isOrdered
                if column.type != right.columns[b].type { column.type = nil }
                column.isExact = column.isExact && right.columns[b].isExact
                if column.uniform != right.columns[b].uniform { column.uniform = nil }
                column.failures.formUnion(right.columns[b].failures)
                all.append(column)
            }
            for index in left.columns.indices where !lefts.contains(index) {
                places[index] = all.count
                all.append(left.columns[index])
            }
            let firstOfRight = all.count
            for index in right.columns.indices where !rights.contains(index) {
                places[left.columns.count + index] = all.count
                all.append(right.columns[index])
            }
            for index in all.indices {
                let offset = index < firstOfRight ? 0 : left.columns.count
                all[index].subject = all[index].subject.flatMap { places[$0 + offset] }
            }
            columns = all
        }
    }

    /// One FROM item: its columns, by the name it is called in this query.
    struct Item {
        var name: String
        var output: Output
    }

    struct Scope {
        var items: [Item] = []
        var ctes: [String: Output] = [:]
    }

    /// Why a view is not readable.
    struct Influence: Error {
        enum Kind {
            /// Which rows there are.
            case rows
            /// In which order they come.
            case order
            /// What it computes, or whether that fails.
            case computation

            func words(_ view: QualifiedName) -> String {
                switch self {
                case .rows: "the rows of \(view) depend on protected values"
                case .order: "the rows of \(view) may come in the order of protected values"
                case .computation: "\(view) computes from protected values as a whole, whatever is read of it"
                }
            }
        }

        var kind: Kind
        var reason: String

        init(_ reason: String, _ kind: Kind = .rows) {
            self.kind = kind
            self.reason = reason
        }
    }
}
