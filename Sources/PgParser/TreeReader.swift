import Policy
package import SQLSyntax

/// Reads libpg_query's JSON into a `SyntaxTree`. The input is made by libpg_query itself, so anything but its form of
/// JSON is an error, never a guess.
package struct TreeReader {
    /// Levels of JSON; one operator is about three. A walk recurses as deep as this.
    package static let depthLimit = 3_000

    private let bytes: UnsafeBufferPointer<UInt8>
    private let server: ServerVersion
    private let keys = SyntaxKeyTable.shared
    private var position = 0
    private var slots: [SyntaxTree.Slot] = []
    private var strings: [String] = []

    private init(_ bytes: UnsafeBufferPointer<UInt8>, _ server: ServerVersion) {
        self.bytes = bytes
        self.server = server
        slots.reserveCapacity(bytes.count / 12)
    }

    /// - Throws: where `bytes` are no JSON of that form, nest too deeply, or name what `server` does not have.
    package static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, for server: ServerVersion
    ) throws(SyntaxFailure) -> SyntaxTree {
        var reader = TreeReader(bytes, server)
        _ = try reader.value(key: .other, depth: 0)
        guard reader.position == bytes.count else { throw reader.malformed }
        try reader.requireComposedNames()
        return SyntaxTree(slots: reader.slots, strings: reader.strings)
    }

    /// Constants are data, and fields that are not listed are read by nobody; every other string is a name.
    private func requireComposedNames() throws(SyntaxFailure) {
        var bits: UInt8 = 0
        for byte in bytes { bits |= byte }
        guard bits >= 0x80 else { return }
        let tree = SyntaxTree(slots: slots, strings: strings)
        var constants: Set<Int32> = []
        for index in slots.indices where slots[index].kind == .aConst {
            let constant = SyntaxNode(tree: tree, index: Int32(index))
            if let text = constant[.sval]?[.sval] { constants.insert(text.index) }
        }
        for (index, slot) in slots.enumerated() where slot.shape == .string && slot.key != .other {
            let name = strings[slot.value]
            guard name.isComposed || constants.contains(Int32(index)) else {
                throw SyntaxFailure(sqlState: "42602", message: "name \(SQLName.Malformed.decomposed(part: name))")
            }
        }
    }

    private var malformed: SyntaxFailure {
        SyntaxFailure(sqlState: "XX000", message: "the parser's output could not be read")
    }

    private mutating func value(key: SyntaxKey, depth: Int) throws(SyntaxFailure) -> Int32 {
        guard depth < Self.depthLimit else {
            throw SyntaxFailure(sqlState: "54001", message: "statement nests too deeply")
        }
        switch try peek() {
        case UInt8(ascii: "{"): return try object(key: key, depth: depth)
        case UInt8(ascii: "["): return try list(key: key, depth: depth)
        case UInt8(ascii: "\""):
            let string = try stringLiteral()
            strings.append(string)
            return append(SyntaxTree.Slot(shape: .string, key: key, value: strings.count - 1))
        case UInt8(ascii: "t"):
            try expect("true")
            return append(SyntaxTree.Slot(shape: .boolean, key: key, value: 1))
        case UInt8(ascii: "f"):
            try expect("false")
            return append(SyntaxTree.Slot(shape: .boolean, key: key, value: 0))
        default: return append(SyntaxTree.Slot(shape: .integer, key: key, value: try integer()))
        }
    }

    private mutating func object(key: SyntaxKey, depth: Int) throws(SyntaxFailure) -> Int32 {
        let own = append(SyntaxTree.Slot(shape: .object, key: key))
        try expect("{")
        if try peek() == UInt8(ascii: "}") {
            position += 1
            return own
        }
        // {"RangeVar":{…}}: a node wrapped in its kind. The wrapper is dropped and the kind kept.
        if let kind = try wrapperKind() {
            if try peek() == UInt8(ascii: "{") {
                slots.removeLast()
                let inner = try object(key: key, depth: depth + 1)
                slots[Int(inner)].kind = kind
                try expect("}")
                return inner
            }
            throw malformed
        }
        var last: Int32 = -1
        while true {
            let child = try value(key: try name(), depth: depth + 1)
            if slots[Int(child)].key == .returningClause {
                dissolve(child, after: &last, in: own)
            } else {
                link(child, after: &last, in: own)
            }
            guard try separator(or: UInt8(ascii: "}")) else { break }
        }
        if slots[Int(own)].kind == .other { slots[Int(own)].kind = typedKind(own) }
        return own
    }

    private mutating func list(key: SyntaxKey, depth: Int) throws(SyntaxFailure) -> Int32 {
        let own = append(SyntaxTree.Slot(shape: .list, key: key))
        try expect("[")
        if try peek() == UInt8(ascii: "]") {
            position += 1
            return own
        }
        var last: Int32 = -1
        while true {
            let child = try value(key: .other, depth: depth + 1)
            link(child, after: &last, in: own)
            guard try separator(or: UInt8(ascii: "]")) else { break }
        }
        return own
    }

    /// Fields of a fixed node type are written without the wrapper; what they are follows from their members.
    private func typedKind(_ index: Int32) -> SyntaxKey {
        let node = slots[Int(index)]
        var child = node.firstChild
        while child >= 0 {
            switch slots[Int(child)].key {
            case .relname: return .rangeVar
            case .limitOption: return .selectStmtNode
            case .aliasname: return .aliasNode
            case .ctes: return .withClauseNode
            case .typemod: return .typeNameNode
            default: child = slots[Int(child)].nextSibling
            }
        }
        return .other
    }

    private mutating func append(_ slot: SyntaxTree.Slot) -> Int32 {
        slots.append(slot)
        return Int32(slots.count - 1)
    }

    private mutating func link(_ child: Int32, after last: inout Int32, in parent: Int32) {
        if last < 0 { slots[Int(parent)].firstChild = child } else { slots[Int(last)].nextSibling = child }
        last = child
    }

    /// What RETURNING gives stands in the statement itself; so do its options, where it has some.
    private mutating func dissolve(_ clause: Int32, after last: inout Int32, in parent: Int32) {
        var child = slots[Int(clause)].firstChild
        while child >= 0 {
            let next = slots[Int(child)].nextSibling
            slots[Int(child)].nextSibling = -1
            if slots[Int(child)].key == .exprs { slots[Int(child)].key = .returningList }
            link(child, after: &last, in: parent)
            child = next
        }
    }

    // A kind starts with a capital; no field does.
    private mutating func wrapperKind() throws(SyntaxFailure) -> SyntaxKey? {
        guard position + 1 < bytes.count, (0x41...0x5A).contains(bytes[position + 1]) else { return nil }
        return try name()
    }

    private mutating func name() throws(SyntaxFailure) -> SyntaxKey {
        try expect("\"")
        let start = position
        while try peek() != UInt8(ascii: "\"") { position += 1 }
        let name = UnsafeBufferPointer(rebasing: bytes[start..<position])
        let (key, since) = keys.entry(name)
        if since > server.major, let newer = NewerSyntax(of: String(decoding: name, as: UTF8.self)) {
            throw SyntaxFailure(newer, server: server)
        }
        position += 1
        try expect(":")
        return key
    }

    private mutating func separator(or end: UInt8) throws(SyntaxFailure) -> Bool {
        let byte = try peek()
        position += 1
        if byte == UInt8(ascii: ",") { return true }
        guard byte == end else { throw malformed }
        return false
    }

    private func peek() throws(SyntaxFailure) -> UInt8 {
        guard position < bytes.count else { throw malformed }
        return bytes[position]
    }

    private mutating func expect(_ text: StaticString) throws(SyntaxFailure) {
        let count = text.utf8CodeUnitCount
        guard bytes.count - position >= count else { throw malformed }
        for offset in 0..<count where bytes[position + offset] != text.utf8Start[offset] { throw malformed }
        position += count
    }

    private mutating func integer() throws(SyntaxFailure) -> Int {
        let negative = try peek() == UInt8(ascii: "-")
        if negative { position += 1 }
        var value = 0
        var digits = 0
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
            // FETCH ALL is the largest integer there is.
            let (tens, overflows) = value.multipliedReportingOverflow(by: 10)
            let (sum, exceeds) = tens.addingReportingOverflow(Int(bytes[position] - 0x30))
            guard !overflows, !exceeds else { throw malformed }
            value = sum
            position += 1
            digits += 1
        }
        guard digits > 0 else { throw malformed }
        return negative ? -value : value
    }

    private mutating func stringLiteral() throws(SyntaxFailure) -> String {
        try expect("\"")
        let start = position
        while try peek() != UInt8(ascii: "\"") {
            if bytes[position] == UInt8(ascii: "\\") { return try escapedString(from: start) }
            position += 1
        }
        defer { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func escapedString(from start: Int) throws(SyntaxFailure) -> String {
        var text = Array(bytes[start..<position])
        while true {
            let byte = try peek()
            position += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            let escape = try peek()
            position += 1
            switch escape {
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "u"): text.append(contentsOf: try unicodeEscape())
            default: text.append(escape)
            }
        }
    }

    private mutating func unicodeEscape() throws(SyntaxFailure) -> [UInt8] {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(UnicodeScalar(try peek())).hexDigitValue else { throw malformed }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        guard let scalar = UnicodeScalar(code) else { throw malformed }
        return Array(String(scalar).utf8)
    }
}
