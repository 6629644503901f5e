import SQLSyntax

/// Whether the condition of a write leaves rows of its target out, as far as the text tells. It is recognised by what
/// restricts: a comparison, or another test, of a column of the target, or of a `Term` that is made of one, with something
/// that does not follow from the row, and that is not true of every value. What is not recognised restricts nothing.
struct Restriction {
    /// By what name the statement calls its target.
    let alias: String
    /// The target, where the catalog knows it.
    let relation: Relation?
    /// Other relations stand beside it, whose columns an unqualified name may mean.
    let hasOthers: Bool
    let sources: TargetSources
    /// Of a view: the table's column behind each of its own.
    var behind: [String: String]?
    /// What else gives every row of the target: to be compared with that tells nothing.
    var twins: Set<String> = []
    /// In a subquery an unqualified name means a column of the subquery first.
    var isInner = false
    /// The columns that are certain to be of the subquery.
    var innerColumns: Set<String> = []
    /// What the subquery reads may be made of the target's own row: nothing in it is other than that.
    var isTainted = false

    /// What a condition does to the rows.
    struct Outcome {
        var restricts: Bool
        /// The one thing that it looks at; nil for several.
        var subject: Subject?
        var shape = Shape.narrow
        /// The opposite restricts as well.
        var isNegatable = true
        /// The columns of the target that it looks at; nil: any.
        var columns: Set<String>?

        static let none = Outcome(restricts: false)

        init(
            restricts: Bool, subject: Subject? = nil, shape: Shape = .narrow, isNegatable: Bool = true,
            columns: Set<String>? = nil
        ) {
            self.restricts = restricts
            self.subject = subject
            self.shape = shape
            self.isNegatable = isNegatable
            self.columns = columns ?? subject?.column.map { [$0] }
        }

        func mayLookAtTheSame(as other: Outcome) -> Bool {
            guard let columns, let others = other.columns else { return true }
            return !columns.isDisjoint(with: others)
        }
    }

    /// A column, or an expression of columns by its fingerprint, and of which column where it is one.
    enum Subject: Hashable {
        case column(String)
        case expression(Int, of: String? = nil)

        var column: String? {
            switch self {
            case .column(let name): name
            case .expression(_, let name): name
            }
        }
    }

    /// Which values of its subject pass, as far as two conditions together could let all of them pass.
    enum Shape: Equatable {
        /// Some values.
        case narrow
        case truth(Bool)
        /// From or up to a number, where it is one.
        case above(Double?)
        case below(Double?)
        /// All but some values.
        case wide
        case null
        case notNull

        var negated: Shape {
            switch self {
            case .narrow: .wide
            case .wide: .narrow
            case .truth(let value): .truth(!value)
            case .above(let limit): .below(limit)
            case .below(let limit): .above(limit)
            case .null: .notNull
            case .notNull: .null
            }
        }
    }

    func restricts(_ condition: SyntaxNode) -> Bool { outcome(condition, isNegated: false).restricts }

    func outcome(_ node: SyntaxNode, isNegated: Bool) -> Outcome {
        guard node.kind == .boolExpr else {
            var outcome = atom(node)
            if isNegated {
                guard outcome.isNegatable else { return .none }
                outcome.shape = outcome.shape.negated
            }
            // What is never NULL is not told apart by that.
            if outcome.shape == .notNull, case .column(let name)? = outcome.subject, !isNullable(name) { return .none }
            return outcome
        }
        switch node.string(.boolop) {
        case "NOT_EXPR": return node.list(.args).first.map { outcome($0, isNegated: !isNegated) } ?? .none
        case "AND_EXPR": return combined(node, isAnd: !isNegated, isNegated)
        default: return combined(node, isAnd: isNegated, isNegated)
        }
    }

    private func combined(_ node: SyntaxNode, isAnd: Bool, _ isNegated: Bool) -> Outcome {
        isAnd
            ? Self.all(of: node.list(.args).map { outcome($0, isNegated: isNegated) })
            : Self.any(of: choices(node, isNegated: isNegated))
    }

    /// The conditions of which one has to hold, however they are written one within the other.
    private func choices(_ node: SyntaxNode, isNegated: Bool) -> [Outcome] {
        switch (node.kind, node.string(.boolop), isNegated) {
        case (.boolExpr, "NOT_EXPR", _):
            return node.list(.args).flatMap { choices($0, isNegated: !isNegated) }
        case (.boolExpr, "OR_EXPR", false), (.boolExpr, "AND_EXPR", true):
            return node.list(.args).flatMap { choices($0, isNegated: isNegated) }
        case (.boolExpr, _, _): return [outcome(node, isNegated: isNegated)]
        default:
            guard let (inner, isOpposite) = wrapped(node) else { return [outcome(node, isNegated: isNegated)] }
            return choices(inner, isNegated: isNegated != isOpposite)
        }
    }

    private static func all(of parts: [Outcome]) -> Outcome {
        let restricting = parts.filter(\.restricts)
        guard let first = restricting.first else { return .none }
        if restricting.count == 1 { return first }
        guard first.subject != nil, restricting.allSatisfy({ $0.subject == first.subject }) else {
            // What would have to hold instead is that one of them does not.
            return Outcome(
                restricts: true, shape: restricting.contains { $0.shape.isNarrow } ? .narrow : .wide,
                columns: columns(of: restricting))
        }
        // Several conditions on one thing: as narrow as the narrowest.
        let bounds = restricting.map(\.shape)
        let isBounded =
            bounds.contains { $0.isBelow } && bounds.contains { $0.isAbove } || bounds.contains(.narrow)
            || bounds.contains(.null) || bounds.contains { $0.isTruth }
        return Outcome(restricts: true, subject: first.subject, shape: isBounded ? .narrow : .wide)
    }

    private static func any(of parts: [Outcome]) -> Outcome {
        guard parts.allSatisfy(\.restricts), !mayCover(parts) else { return .none }
        var bySubject: [Subject: [Shape]] = [:]
        for part in parts { if let subject = part.subject { bySubject[subject, default: []].append(part.shape) } }
        guard !bySubject.values.contains(where: cover) else { return .none }
        let isOne = bySubject.count == 1 && parts.allSatisfy { $0.subject != nil }
        guard isOne, let (subject, shapes) = bySubject.first else {
            return Outcome(
                restricts: true, shape: parts.allSatisfy { $0.shape.isNarrow } ? .narrow : .wide,
                columns: columns(of: parts))
        }
        if let first = shapes.first, shapes.allSatisfy({ $0 == first }) {
            return Outcome(restricts: true, subject: subject, shape: first)
        }
        let isNarrow = shapes.allSatisfy { $0 == .narrow || $0 == .null }
        return Outcome(restricts: true, subject: subject, shape: isNarrow ? .narrow : .wide)
    }

    private static func columns(of parts: [Outcome]) -> Set<String>? {
        parts.reduce(into: Set()) { all, part in
            if let columns = part.columns { all?.formUnion(columns) } else { all = nil }
        }
    }

    /// What is not about one thing may be the opposite of another part (`EXISTS (q) OR NOT EXISTS (q)`,
    /// `(a > 5 AND b > 5) OR a <= 5 OR b <= 5`), and what is about a column and what is computed from it are not told apart:
    /// beside what looks at the same columns only conditions count that some values pass.
    private static func mayCover(_ parts: [Outcome]) -> Bool {
        parts.indices.contains { index in
            !parts[index].shape.isNarrow
                && parts.indices.contains { other in
                    other != index && (parts[index].subject == nil || parts[index].subject != parts[other].subject)
                        && parts[index].mayLookAtTheSame(as: parts[other])
                }
        }
    }

    /// Whether conditions on one thing, of which one has to hold, could together hold for every value.
    private static func cover(_ shapes: [Shape]) -> Bool {
        guard shapes.count > 1 else { return false }
        if shapes.contains(.notNull) { return true }
        if shapes.contains(.wide) { return shapes.count(where: { $0 != .null }) > 1 }
        if shapes.contains(.truth(true)), shapes.contains(.truth(false)) { return true }
        // Single values may be all that lie between.
        let isOpenBothWays = shapes.contains(where: \.isAbove) && shapes.contains(where: \.isBelow)
        if isOpenBothWays, shapes.contains(.narrow) { return true }
        let above = shapes.filter(\.isAbove).map(\.limit)
        let below = shapes.filter(\.isBelow).map(\.limit)
        guard !above.isEmpty, !below.isEmpty else { return false }
        // A gap between two numbers is one.
        guard let lowest = above.min(by: Self.isLower), let highest = below.max(by: Self.isLower),
            let from = lowest, let to = highest
        else { return true }
        return from <= to
    }

    /// What is not a number may be any.
    private static func isLower(_ a: Double?, _ b: Double?) -> Bool {
        guard let a, let b else { return a == nil && b != nil }
        return a < b
    }
}

extension Restriction.Shape {
    fileprivate var isAbove: Bool { if case .above = self { true } else { false } }
    fileprivate var isBelow: Bool { if case .below = self { true } else { false } }
    fileprivate var isNarrow: Bool { self == .narrow || self == .null }
    fileprivate var isTruth: Bool { if case .truth = self { true } else { false } }
    fileprivate var limit: Double? {
        switch self {
        case .above(let limit), .below(let limit): limit
        default: nil
        }
    }
}
