package import SQLSyntax

/// How many values of protected columns one execution of a statement looks up: constants that are compared with raw values
/// (`lookup: equality`), and values of which an index tells whether they are there already.
package struct LookupCount: Sendable, Equatable {
    /// As the text has them.
    package var constants = 0
    /// By number, from 1: those whose value is an array, of which each element is one.
    package var arrays: [Int] = []
    /// It looks up as many as a query gives, and says of each whether it was there.
    package var isOpen = false

    package init() {}

    package var isEmpty: Bool { constants == 0 && arrays.isEmpty && !isOpen }

    mutating func add(_ comparison: Comparison) {
        guard let array = comparison.array else {
            constants += comparison.values.count
            return
        }
        add(array: array)
    }

    /// Of `= ANY (…)`, as `Constant.arrayTokens` takes it.
    private mutating func add(array node: SyntaxNode) {
        switch node.kind {
        case .typeCast: if let inner = node[.arg] { add(array: inner) }
        case .paramRef: arrays.append(node.int(.number) ?? 0)
        case .aArrayExpr: constants += node.list(.elements).count
        default: constants += node.literalText.map { Self.elements(of: $0.utf8) } ?? 1
        }
    }

    /// Of an array in its text form, of any dimensions. At least 1.
    @inlinable
    package static func elements(of text: some Sequence<UInt8>) -> Int {
        var count = 1
        var isQuoted = false
        var isEscaped = false
        for byte in text {
            if isEscaped {
                isEscaped = false
                continue
            }
            switch byte {
            case UInt8(ascii: "\\"): isEscaped = true
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ","): if !isQuoted { count += 1 }
            default: break
            }
        }
        return count
    }
}

extension LookupCount {
    /// Of rows that an INSERT writes: of each the constraints tell whether one like it is there.
    mutating func add(insertion node: SyntaxNode) {
        let rows = node[.selectStmt].map { $0.list(.valuesLists).count } ?? 1
        if rows > 0 {
            constants += rows
            return
        }
        // An error of a constraint tells one thing of the rows up to it, and what is not rolled back (a sequence) which those are.
        isOpen = true
    }

    /// Of values that an UPDATE gives columns which a constraint looks up.
    mutating func add(assignments: [SyntaxNode]) {
        let areConstant = assignments.allSatisfy { $0[.val]?.isAssignedConstant ?? false }
        if areConstant { constants += 1 } else { isOpen = true }
    }

    /// Of EXECUTE: what arrays it is given, in place of the parameters that `self` names.
    package func given(_ arguments: [SyntaxNode]) -> LookupCount {
        var given = self
        given.arrays = []
        for number in arrays {
            guard number >= 1, number <= arguments.count else { continue }
            let node = arguments[number - 1]
            if node.isArrayConstant { given.add(array: node) } else { given.isOpen = true }
        }
        return given
    }
}

extension SyntaxNode {
    fileprivate var literalText: String? { self[.sval].map { $0.string(.sval) ?? "" } }

    fileprivate var isAssignedConstant: Bool {
        switch kind {
        case .typeCast: self[.arg]?.isAssignedConstant ?? false
        case .aConst, .paramRef, .setToDefault: true
        default: false
        }
    }

    fileprivate var isArrayConstant: Bool {
        switch kind {
        case .typeCast: self[.arg]?.isArrayConstant ?? false
        case .aConst, .aArrayExpr, .paramRef: true
        default: false
        }
    }
}
