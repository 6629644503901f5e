import PgParser
import Policy
import SQLRewrite
import SQLSyntax

/// A second opinion on texts that are about to go upstream. It shares nothing with the rewriter but the parser and the
/// select lists of the derived tables: those are cut out of the text first, and then no protected relation may be left
/// where rows are read.
package enum RawReferences {
    private static let protection = ProtectionMap(
        columns: FuzzLane.phi, catalog: FuzzLane.catalog,
        code: TrustedCode(catalog: FuzzLane.catalog, named: Set(FuzzLane.target.postgres?.functions ?? []))
    ) { try? PgParser.parse(Array($0.utf8), for: .newest) }

    /// The start of each derived table, with its raw relation.
    private static let derived: [[UInt8]] = protection.selectLists.flatMap { name, list in
        ["", "ONLY "].map { Array("(SELECT \(list) FROM \($0)\(SQLText.relation(name))".utf8) }
    }.sorted { $0.count > $1.count }

    private static let stand = Array("(SELECT 1 FROM nothing.at_all".utf8)

    /// - Throws: where `text` reads a protected relation of the clinic as it is, or wants what a raw target hides, or does
    ///   not parse.
    package static func requireNone(in text: [UInt8]) throws(BrokenProperty) {
        let parsed: ParsedText
        do { parsed = try PgParser.parse(replaced(text), for: .newest) } catch {
            throw BrokenProperty("what is sent upstream does not parse: \(error.message): \(shown(text))")
        }
        let made = commonNames(parsed.tree.root)
        try visit(parsed.tree.root, parent: .other, list: .other, made, text)
        try RawTargets(protection: protection, catalog: FuzzLane.catalog, text: shown(text))
            .requireNone(in: parsed.tree.root)
    }

    private static func replaced(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = text[...]
        while !rest.isEmpty {
            if let table = derived.first(where: { rest.starts(with: $0) }) {
                result += stand
                rest = rest.dropFirst(table.count)
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result
    }

    /// Names of WITH queries, wherever they are.
    private static func commonNames(_ node: SyntaxNode) -> Set<String> {
        var names = Set([node.string(.ctename)].compactMap(\.self))
        for child in node.children { names.formUnion(commonNames(child)) }
        return names
    }

    /// - Parameters:
    ///   - parent: the kind of the nearest node above, and `list` the field in it.
    ///   - made: names that a WITH has made.
    private static func visit(
        _ node: SyntaxNode, parent: SyntaxKey, list: SyntaxKey, _ made: Set<String>, _ text: [UInt8]
    ) throws(BrokenProperty) {
        if node.kind == .rangeVar, isRead(parent, list), let name = protected(node, made) {
            throw BrokenProperty("\(name) is read without its mask: \(shown(text))")
        }
        if node.kind == .copyStmt, !node.bool(.isFrom), let name = node[.relation].flatMap({ protected($0, made) }) {
            throw BrokenProperty("\(name) is copied out without its mask: \(shown(text))")
        }
        for child in node.children {
            let field = child.key == .other ? list : child.key
            try visit(child, parent: node.kind == .other ? parent : node.kind, list: field, made, text)
        }
    }

    private static func isRead(_ parent: SyntaxKey, _ field: SyntaxKey) -> Bool {
        switch parent {
        case .selectStmtNode, .joinExpr, .rangeTableSample: true
        case .insertStmt, .updateStmt, .deleteStmt, .mergeStmt: field != .relation
        default: false
        }
    }

    private static func protected(_ node: SyntaxNode, _ made: Set<String>) -> String? {
        guard let name = node.string(.relname) else { return nil }
        if let schema = node.string(.schemaname) {
            let relation = QualifiedName(schema, name)
            let isProtected = protection.masks[relation] != nil || protection.unreadable[relation] != nil
            return isProtected ? relation.description : nil
        }
        return protection.names.contains(name) && !made.contains(name) ? name : nil
    }

    private static func shown(_ text: [UInt8]) -> String { String(decoding: text, as: UTF8.self) }
}
