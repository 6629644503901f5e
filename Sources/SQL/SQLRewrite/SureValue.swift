import SQLSyntax

/// What a client compares a column with, where that stands beside the condition on a table's rows: the server asks both of rows that
/// are kept back, in an order of its own. So nothing is converted there but a literal that has been read as a value of the type,
/// and what can become one whatever it is: by a cast that fails for some values, an error would tell that a row is there.
struct SureValue {
    /// The types of columns of which a value is found by what it is compared with, however that is written.
    static let types: Set<String> = ["bool", "date", "int2", "int4", "int8", "text", "uuid", "varchar"]

    /// Types that every value of one can become without fail, and is equal then.
    private enum Kind: Equatable {
        case integer, text, uuid, date, bool

        init?(_ name: String) {
            switch name {
            case "int2", "int4", "int8": self = .integer
            case "text", "varchar": self = .text
            case "uuid": self = .uuid
            case "date": self = .date
            case "bool": self = .bool
            default: return nil
            }
        }

        /// - Parameters:
        ///   - number: of a type of the server's own, whose numbers are the same for ever (`pg_type.dat`).
        init?(number: UInt32, isArray: Bool) {
            switch (number, isArray) {
            case (20, false), (21, false), (23, false), (1005, true), (1007, true), (1016, true): self = .integer
            case (25, false), (1043, false), (1009, true), (1015, true): self = .text
            case (2950, false), (2951, true): self = .uuid
            case (1082, false), (1182, true): self = .date
            case (16, false), (1000, true): self = .bool
            default: return nil
            }
        }

        /// Whether a literal of this text is a value of it, in every setting.
        func takes(_ text: String) -> Bool {
            switch self {
            case .integer: RowValueType.integer(8).takes(text)
            case .text: true
            case .uuid: RowValueType.uuid.takes(text)
            case .date: RowValueType.date.takes(text)
            case .bool: ["true", "false", "t", "f"].contains(text)
            }
        }
    }

    private enum Parameter {
        /// The server takes it for what it is cast to, since it stands nowhere else.
        case open
        case declared(number: UInt32)
        /// By PREPARE, as a plain type of the server's own.
        case named(String, isArray: Bool)
        case unclear
    }

    private let column: Column
    private let parsed: ParsedText
    /// Of the Parse message.
    private let parameterTypes: [UInt32]

    init(_ column: Column, _ parsed: ParsedText, parameterTypes: [UInt32]) {
        self.column = column
        self.parsed = parsed
        self.parameterTypes = parameterTypes
    }

    /// What is written behind each value; nil where one of them could fail.
    ///
    /// - Parameter isRaw: the column is masked, and the value is looked up in it.
    func cast(_ comparison: Comparison, isRaw: Bool) -> String? {
        guard column.typeSchema == "pg_catalog", let kind = Kind(column.typeName) else {
            // Of other types nothing is known but what the server itself reads, before it looks at any row.
            let isSure = isRaw && !comparison.isArray && comparison.constants.allSatisfy { isOwn($0) }
            return isSure ? comparison.cast(to: column) : nil
        }
        guard comparison.constants.allSatisfy({ isSure($0, kind, isArray: comparison.isArray) }) else { return nil }
        // One that nobody has declared is asked for as PostgreSQL would; other integers are found by the widest.
        let isUndeclared = comparison.constants.allSatisfy { $0.kind == .paramRef && isOpen($0) }
        var compared = column
        if kind == .integer, !isUndeclared { compared.typeName = "int8" }
        return comparison.cast(to: compared)
    }

    private func isOwn(_ node: SyntaxNode) -> Bool {
        switch node.kind {
        case .aConst: return node[.sval] != nil
        case .paramRef:
            if case .declared(let number) = parameter(node) { return number == column.typeOID }
            return isOpen(node)
        default: return false
        }
    }

    private func isOpen(_ node: SyntaxNode) -> Bool {
        if case .open = parameter(node) { return true }
        return false
    }

    private func isSure(_ node: SyntaxNode, _ kind: Kind, isArray: Bool) -> Bool {
        switch node.kind {
        case .aConst: return !isArray && text(of: node).map(kind.takes) ?? false
        case .paramRef:
            return switch parameter(node) {
            case .open: true
            case .declared(let number): Kind(number: number, isArray: isArray) == kind
            case .named(let name, let isNamedArray): isNamedArray == isArray && Kind(name) == kind
            case .unclear: false
            }
        case .aArrayExpr: return isArray && node.list(.elements).allSatisfy { isSure($0, kind, isArray: false) }
        case .typeCast:
            guard let inner = node[.arg], let name = plainName(of: node), name.isArray == isArray,
                Kind(name.text) == kind
            else { return false }
            // What does not fit into a smaller one fails.
            if inner.kind == .aConst, kind == .integer {
                return text(of: inner).map(RowValueType.integer(Self.bytes[name.text] ?? 2).takes) ?? false
            }
            // A parameter of a wider type would be made less.
            if inner.kind == .paramRef, isOpen(inner) { return true }
            return inner.kind == .aConst && isSure(inner, kind, isArray: isArray)
        default: return false
        }
    }

    private static let bytes = ["int2": 2, "int4": 4, "int8": 8]

    private func text(of node: SyntaxNode) -> String? {
        if let value = node[.ival] { return String(value.int(.ival) ?? 0) }
        return node[.fval]?.string(.fval) ?? node.constantString
    }

    /// Of a cast, or of a type that PREPARE names: without a length, and not of several dimensions.
    private func plainName(of node: SyntaxNode) -> (text: String, isArray: Bool)? {
        guard let type = node.kind == .typeCast ? node[.typeName] : node else { return nil }
        let names = type.names(.names)
        guard let last = names.last, names.count == 1 || names.count == 2 && names[0] == "pg_catalog",
            type.list(.typmods).isEmpty, type.list(.arrayBounds).count <= 1
        else { return nil }
        return (last, !type.list(.arrayBounds).isEmpty)
    }

    private func parameter(_ node: SyntaxNode) -> Parameter {
        guard let number = node.int(.number), number > 0 else { return .unclear }
        let prepared = parsed.statements.filter { $0.kind == .prepareStmt }
        // In a text of several statements nobody sends parameters, but for those of PREPARE.
        guard prepared.isEmpty || parsed.statements.count == 1 else { return .unclear }
        if let types = prepared.first.map({ Array($0.list(.argtypes)) }) {
            if number <= types.count {
                return plainName(of: types[number - 1]).map { .named($0.text, isArray: $0.isArray) } ?? .unclear
            }
        } else if number <= parameterTypes.count, parameterTypes[number - 1] != 0 {
            return .declared(number: parameterTypes[number - 1])
        }
        let uses = parsed.tokens.count(where: { token in
            token.kind == .parameter && Int(parsed.string(token.start..<token.end).dropFirst()) == number
        })
        return uses == 1 ? .open : .unclear
    }
}
