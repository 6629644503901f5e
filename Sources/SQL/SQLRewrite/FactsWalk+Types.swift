import Policy
import SQLSyntax

/// Types and domains stand in schemas and have names as relations have, and the two share them: rules that name tables see
/// both.
extension FactsWalk {
    static let typeTypes: Set<String> = ["OBJECT_TYPE", "OBJECT_DOMAIN"]

    /// CREATE TYPE and CREATE DOMAIN.
    func makeType(_ node: SyntaxNode) {
        // A composite type is written as a relation is.
        if let name = node[.typevar] { return make(name) }
        guard reader.index != nil else { return }
        let parts = node.definedTypeName
        guard let name = parts.last, parts.count <= 3 else { return touchUnknown() }
        if let schema = parts.dropLast().last { return made(QualifiedName(schema, name)) }
        let full = names.creationSchema(in: catalog, beside: reading.made).map { QualifiedName($0, name) }
        guard let full, spell(type: full, at: token(after: 2)) else { return touchUnknown(name) }
        made(full)
    }

    /// ALTER TYPE … ADD VALUE.
    func alterEnum(_ node: SyntaxNode) { touch(type: node.definedTypeName, at: token(after: 2)) }

    /// - Parameter isOptional: DROP … IF EXISTS.
    func drop(types node: SyntaxNode, isOptional: Bool) {
        var place = firstName(of: node)
        for object in node.list(.objects) {
            let parts = object.names(.names)
            touch(type: parts, at: place, isOptional: isOptional)
            place = place.flatMap { RelationSpan.skipNames(from: $0, count: parts.count, parsed, dotAfterLast: false) }
                .map { $0 + 1 }
        }
    }

    /// ALTER … RENAME TO, SET SCHEMA and OWNER TO of a type, and COMMENT on one.
    /// - Parameter new: what it is called afterwards, where that is another name.
    func change(type node: SyntaxNode, after words: Int, to new: (QualifiedName) -> QualifiedName? = { _ in nil }) {
        let object = node[.object]
        let parts = object.map { $0.kind == .typeNameNode ? $0.names(.names) : $0.names(.items) } ?? []
        guard let old = touch(type: parts, at: token(after: words)), let name = new(old) else { return }
        made(name)
    }

    // MARK: names

    private func token(after words: Int) -> Int { parsed.tokenIndex(at: start) + words }

    /// One that is there, or was made by the transaction.
    /// - Parameter place: the index of its token; nil: an unqualified name is not written out, and so not known.
    @discardableResult
    func touch(type parts: [String], at place: Int?, isOptional: Bool = false) -> QualifiedName? {
        guard reader.index != nil else { return nil }
        guard let name = parts.last, parts.count <= 3 else {
            touchUnknown()
            return nil
        }
        if let schema = parts.dropLast().last {
            touch(QualifiedName(schema, name))
            return QualifiedName(schema, name)
        }
        let path = names.searchPath.filter(isUsable)
        let found = path.lazy.map { QualifiedName($0, name) }.first { full in
            catalog.typeNames.contains(full) || catalog.relations[full] != nil || names.made.contains(full)
        }
        let guess = isOptional ? path.first.map { QualifiedName($0, name) } : nil
        guard let full = found ?? guess, spell(type: full, at: place) else {
            touchUnknown(name)
            return nil
        }
        touch(full)
        return full
    }

    private func touchUnknown(_ name: String) {
        touchUnknown()
        reading.unknownNames.append(name)
    }

    private func spell(type name: QualifiedName, at place: Int?) -> Bool {
        guard let place, parsed.tokens.indices.contains(place) else { return false }
        return spell(place, at: parsed.tokens[place].start, as: name)
    }
}

extension SyntaxNode {
    /// The parts of the name of a type that is defined, which come first; a composite type is written as a relation is.
    var definedTypeName: [String] {
        self[.typevar].map { [$0.string(.schemaname), $0.string(.relname)].compactMap(\.self) }
            ?? children.first.map { $0.children.compactMap { $0.string(.sval) } } ?? []
    }
}
