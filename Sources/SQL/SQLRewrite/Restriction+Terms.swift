import Policy
import SQLSyntax

/// What a condition may look at, to be one about the rows of its table.
extension Restriction {
    /// A value of each row, by which rows differ as far as anybody can tell: a column, or something that is computed from one.
    struct Term {
        /// The column.
        var name: String
        var tests: Tests
        /// The column itself, not something that is computed from it.
        var isPlain = false
        /// It is true or false.
        var isTruth = false
        /// Constants that it can be equal to have this form.
        var form = Form.any
        /// The numbers that it can be.
        var ends = Ends()
    }

    /// Numbers that there are of a type, or of what is computed from it.
    struct Ends {
        var low: Double?
        var high: Double?
        var isWhole = false

        var isOpen: Bool { low == nil && high == nil }

        init(low: Double? = nil, high: Double? = nil, isWhole: Bool = false) {
            (self.low, self.high, self.isWhole) = (low, high, isWhole)
        }

        init(ofType name: String?) {
            switch name {
            case "int2": self.init(low: Double(Int16.min), high: Double(Int16.max), isWhole: true)
            case "int4": self.init(low: Double(Int32.min), high: Double(Int32.max), isWhole: true)
            case "int8": self.init(low: Double(Int64.min), high: Double(Int64.max), isWhole: true)
            default: self.init()
            }
        }

        func holds(_ number: Double) -> Bool {
            (low.map { number >= $0 } ?? true) && (high.map { number <= $0 } ?? true)
                && (!isWhole || number == number.rounded())
        }

        func moved(by offset: Double) -> Ends {
            Ends(
                low: low.map { $0 + offset }, high: high.map { $0 + offset },
                isWhole: isWhole && offset == offset.rounded())
        }

        func multiplied(by factor: Double) -> Ends {
            let (a, b) = (low.map { $0 * factor }, high.map { $0 * factor })
            return Ends(
                low: factor < 0 ? b : a, high: factor < 0 ? a : b, isWhole: isWhole && factor == factor.rounded())
        }
    }

    /// What may be asked of it without being certain: every `lower(x)` differs from 'A', and no remainder from all others.
    struct Tests: OptionSet {
        let rawValue: Int
        static let equal = Tests(rawValue: 1)
        static let unequal = Tests(rawValue: 2)
        static let order = Tests(rawValue: 4)
        static let pattern = Tests(rawValue: 8)
        static let null = Tests(rawValue: 16)
        static let truth = Tests(rawValue: 32)
        static let content = Tests(rawValue: 64)
        static let all: Tests = [.equal, .unequal, .order, .pattern, .null, .truth, .content]
    }

    enum Form {
        case any
        /// Texts that a function leaves as they are.
        case lower, upper, trimmed

        func fits(_ text: String) -> Bool {
            switch self {
            case .any: true
            case .lower: text == text.lowercased()
            case .upper: text == text.uppercased()
            case .trimmed: text.first?.isWhitespace != true && text.last?.isWhitespace != true
            }
        }
    }

    func subject(_ term: Term, _ node: SyntaxNode) -> Subject {
        term.isPlain ? .column(term.name) : .expression(Self.fingerprint(node), of: term.name)
    }

    /// What an expression is of the target's rows; nil where it is nothing that is recognised.
    func term(_ node: SyntaxNode) -> Term? {
        switch node.kind {
        case .columnRef:
            return column(node).map { name in
                let tests: Tests = Self.systemColumns.contains(name) ? [.equal, .unequal] : .all
                return Term(
                    name: name, tests: tests, isPlain: true, isTruth: isBoolean(name), ends: ends(of: name))
            }
        case .typeCast:
            // 'x'::date of a column is as good as it.
            return node[.arg].flatMap(term).flatMap { converted($0, node[.typeName]) }
        case .collateClause: return node[.arg].flatMap(term)
        case .aExpr: return operation(node)
        case .funcCall: return call(node)
        case .coalesceExpr:
            let parts = Array(node.list(.args))
            guard let first = parts.first, parts.dropFirst().allSatisfy(isConstant) else { return nil }
            return computed(from: first, [.equal, .unequal, .order, .pattern, .truth])
        case .aIndirection:
            // A field, or an element by a constant. A part of an array may be none of it.
            guard
                node.list(.indirection).allSatisfy({ step in
                    !step.bool(.isSlice) && !step.contains(where: { $0.kind == .columnRef })
                })
            else { return nil }
            return node[.arg].flatMap { computed(from: $0, .all, ends: Ends()) }
        default: return nil
        }
    }

    /// A value of another type, which has other ends, and not every value of that type.
    private func converted(_ source: Term, _ type: SyntaxNode?) -> Term? {
        var term = source
        guard let type, let name = type.names(.names).last else { return nil }
        // `varchar(2)` has no longer text, `numeric(3, 1)` no larger number.
        let isWhole = type.list(.typmods).isEmpty && type.list(.arrayBounds).isEmpty
        switch name {
        case "bool": term.isTruth = true
        case "int2", "int4", "int8": term.ends = Ends(ofType: name)
        case "numeric", "float4", "float8": term.ends.isWhole = false
        case "date", "timestamp", "timestamptz", "text", "varchar":
            term.ends = Ends()
            if !isText(source) || !["text", "varchar"].contains(name) { term.tests.remove(.unequal) }
        case "uuid", "jsonb", "json", "inet": term.ends = Ends()
        default: term.tests.formIntersection([.equal, .content, .null, .truth])
        }
        if !isWhole { term.tests.formIntersection(.equal) }
        return term
    }

    private func isText(_ term: Term) -> Bool {
        guard term.isPlain, let relation else { return false }
        return relation.columns.contains { $0.name == term.name && ["text", "varchar", "name"].contains($0.typeName) }
    }

    /// - Parameter tests: at most those that may be asked of what it is computed from.
    /// - Parameter ends: nil: those of what it is computed from.
    private func computed(
        from source: SyntaxNode, _ tests: Tests, _ form: Form = .any, ends: Ends? = nil
    ) -> Term? {
        guard let inner = term(source) else { return nil }
        return Term(
            name: inner.name, tests: tests.intersection(inner.tests), isTruth: inner.isTruth,
            form: inner.form == .any ? form : inner.form, ends: ends ?? inner.ends)
    }

    /// A sum or a difference with something else.
    /// - Parameter isFrom: the column is taken away from it.
    private func moved(_ source: SyntaxNode, by other: SyntaxNode, isTaken: Bool, isFrom: Bool) -> Term? {
        guard let inner = term(source) else { return nil }
        let tests: Tests = [.equal, .unequal, .order]
        if inner.ends.isOpen {
            // A day less another is a number of days; there are not so many.
            let isDays = Self.number(other) == nil && isDate(inner.name) && (isTaken || isFrom)
            return computed(from: source, tests, ends: isDays ? Ends(low: -8e6, high: 8e6) : nil)
        }
        guard let number = Self.number(other) else {
            // What is not written out may move it anywhere.
            return isConstant(other) ? nil : computed(from: source, .equal)
        }
        let ends = isFrom ? inner.ends.multiplied(by: -1) : inner.ends
        return computed(from: source, tests, ends: ends.moved(by: isTaken ? -number : number))
    }

    /// A product or a quotient of a number; nil where few values, or one, come out of all.
    private func scaled(_ source: SyntaxNode, by factor: Double, isQuotient: Bool) -> Term? {
        guard let inner = term(source), factor != 0, factor.isFinite else { return nil }
        let ends = inner.ends.multiplied(by: isQuotient ? 1 / factor : factor)
        if let low = ends.low, let high = ends.high, high - low < 2 { return nil }
        // A quotient of whole numbers is cut off, others are not: either may be meant.
        return computed(from: source, [.equal, .order], ends: Ends(low: ends.low, high: ends.high))
    }

    private func operation(_ node: SyntaxNode) -> Term? {
        if node.string(.kind) == "AEXPR_NULLIF" {
            guard let left = node[.lexpr], let right = node[.rexpr], isFree(right) else { return nil }
            return computed(from: left, [.equal, .null, .order, .pattern])
        }
        guard node.string(.kind) == "AEXPR_OP", let name = node.names(.name).last, let left = node[.lexpr],
            let right = node[.rexpr]
        else { return nil }
        switch name {
        case "+", "-":
            if isFree(right) { return moved(left, by: right, isTaken: name == "-", isFrom: false) }
            return isFree(left) ? moved(right, by: left, isTaken: false, isFrom: name == "-") : nil
        case "*", "/":
            if let factor = Self.number(right) { return scaled(left, by: factor, isQuotient: name == "/") }
            guard name == "*", let factor = Self.number(left) else { return nil }
            return scaled(right, by: factor, isQuotient: false)
        case "%":
            guard let divisor = Self.number(right), abs(divisor) > 1 else { return nil }
            return computed(from: left, .equal, ends: Ends())
        case "||":
            if isFree(right) { return computed(from: left, .equal) }
            return isFree(left) ? computed(from: right, .equal) : nil
        case "->", "->>", "#>", "#>>": return isFree(right) ? computed(from: left, .all) : nil
        default: return nil
        }
    }

    private func call(_ node: SyntaxNode) -> Term? {
        let names = node.names(.funcname)
        guard let name = names.last, names.count == 1 || names.first == "pg_catalog" else { return nil }
        let parts = Array(node.list(.args))
        guard let last = parts.last, parts.count <= 2 else { return nil }
        if parts.count == 2 { return isConstant(parts[0]) ? ofPart(name, parts[0], last) : nil }
        switch name {
        case "lower": return computed(from: last, [.equal, .unequal, .pattern], .lower)
        case "upper": return computed(from: last, [.equal, .unequal, .pattern], .upper)
        case "btrim": return computed(from: last, [.equal, .unequal, .pattern], .trimmed)
        case "date": return computed(from: last, [.equal, .unequal, .order])
        case "md5": return computed(from: last, [.equal])
        case "length", "char_length", "character_length", "octet_length", "cardinality":
            return computed(from: last, [.equal, .order], ends: Ends(low: 0, isWhole: true))
        default: return nil
        }
    }

    /// Years are many; of months, days and hours everybody knows what there are.
    private func ofPart(_ name: String, _ part: SyntaxNode, _ source: SyntaxNode) -> Term? {
        switch name {
        case "date_trunc": return computed(from: source, [.equal, .order])
        case "extract", "date_part":
            let ends: [String: Ends] = [
                "year": Ends(low: -4_800, high: 6e6), "isoyear": Ends(low: -4_800, high: 6e6),
                "epoch": Ends(low: -1e15, high: 1e15),
            ]
            let known = Self.text(part).flatMap { ends[$0] }
            return computed(from: source, known == nil ? .equal : [.equal, .order], ends: known ?? Ends())
        default: return nil
        }
    }

    // MARK: what is the same for every row

    /// It names no column of the target, nor one of what gives every row of it; and no query in it reads the target whole.
    func isFree(_ node: SyntaxNode) -> Bool {
        switch node.kind {
        case .columnRef: return isOther(node)
        case .subLink:
            guard let select = node[.subselect] else { return false }
            return node[.testexpr].map(isFree) ?? true && givesOther(select)
        case .selectStmtNode: return givesOther(node)
        default: return node.children.allSatisfy(isFree)
        }
    }

    /// It is the same for every row of the target, and what it gives is not of the target.
    private func givesOther(_ select: SyntaxNode) -> Bool {
        guard select.string(.op) == "SETOP_NONE", isIndependent(select),
            !sources.isWhole(select: select, beside: twins.union([alias]))
        else { return false }
        let scope = inside(select)
        return select.list(.targetList).allSatisfy(scope.isFree)
    }

    /// No relation stands in it, and no parameter.
    func isConstant(_ node: SyntaxNode) -> Bool {
        !node.contains { [.columnRef, .subLink, .paramRef, .selectStmtNode].contains($0.kind) }
    }

    // MARK: constants

    /// The text of a constant, through casts.
    static func text(_ node: SyntaxNode?) -> String? {
        guard let node else { return nil }
        if node.kind == .typeCast { return text(node[.arg]) }
        guard node.kind == .aConst, !node.bool(.isnull) else { return nil }
        return node[.sval].map { $0.string(.sval) ?? "" }
    }

    static func isNull(_ node: SyntaxNode?) -> Bool {
        if node?.kind == .typeCast { return isNull(node?[.arg]) }
        return node?.kind == .aConst && node?.bool(.isnull) == true
    }

    static func truth(_ node: SyntaxNode?) -> Bool? { node.flatMap(\.constantBool) }

    static func number(_ node: SyntaxNode?) -> Double? {
        guard let node else { return nil }
        if node.kind == .typeCast { return number(node[.arg]) ?? text(node[.arg]).flatMap { Double($0) } }
        if node.kind == .aExpr, node[.lexpr] == nil, node.names(.name) == ["-"] {
            return number(node[.rexpr]).map { -$0 }
        }
        guard node.kind == .aConst else { return nil }
        if let integer = node[.ival] { return Double(integer.int(.ival) ?? 0) }
        return node[.fval]?.string(.fval).flatMap { Double($0) }
    }

    // MARK: written alike

    /// The same for expressions that are written alike, wherever they stand.
    static func fingerprint(_ node: SyntaxNode) -> Int {
        var hasher = Hasher()
        combine(node, into: &hasher)
        return hasher.finalize()
    }

    private static func combine(_ node: SyntaxNode, into hasher: inout Hasher) {
        hasher.combine(node.kind)
        hasher.combine(node.stringValue)
        hasher.combine(node.intValue)
        for child in node.children where child.key != .location {
            hasher.combine(child.key)
            combine(child, into: &hasher)
        }
        hasher.combine(-1)
    }
}
