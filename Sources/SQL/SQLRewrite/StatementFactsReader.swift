import Policy
package import SQLSyntax

/// Reads from a statement what rules ask for: kinds, tables, whether it is unfiltered. One reader for every lane, whether
/// it protects anything or not.
package final class StatementFactsReader: Sendable {
    let catalog: Catalog
    /// Nil where no rule asks for tables: they are left out then.
    let index: RelationIndex?
    let parse: Rewriter.Parse
    /// What writes set in motion; known where any rule asks for tables.
    package let consequences: Consequences?

    /// - Parameters:
    ///   - namesTables: whether any rule asks for tables.
    ///   - consequences: what writes set in motion, where any rule asks for tables.
    ///   - parse: PostgreSQL's parser.
    package init(
        catalog: Catalog, namesTables: Bool, consequences: Consequences?, parse: @escaping Rewriter.Parse
    ) {
        self.catalog = catalog
        self.parse = parse
        self.consequences = consequences
        index = namesTables ? RelationIndex(catalog, parse: parse) : nil
    }

    /// - Parameters:
    ///   - start: where the statement begins in the text, or what stands before it.
    ///   - isOwn: it changes nothing but the session's own temporary relations, and the text that is sent will say so.
    ///   - derives: it makes a table of a query where masked values may stand.
    package func read(
        _ statement: SyntaxNode, of parsed: ParsedText, start: Int, names: NameEnvironment, isOwn: Bool = false,
        derives: Bool = false
    ) -> StatementReading {
        let walk = FactsWalk(self, parsed, start: start, names, isOwn: isOwn)
        walk.statement(statement)
        if isOwn, let kind = statement.statementKind {
            walk.reading.facts.kinds.remove(kind)
            walk.reading.facts.kinds.insert(.temporary)
            walk.reading.facts.unfiltered = false
        }
        if derives, walk.reading.facts.kinds.remove(.ddl) != nil {
            walk.reading.facts.kinds.formUnion([.derive, .select])
        }
        return walk.reading
    }

    // MARK: names in full

    /// That a finished text names the tables that were read, and nothing that could mean another.
    package func verify(_ bytes: [UInt8], _ readings: [(StatementReading, NameEnvironment)]) throws(RewriteRefusal) {
        guard index != nil else { return }
        guard let again = parse(bytes) else { throw Self.notVerified }
        let raws = Array(again.tree.root.list(.stmts))
        guard raws.count == readings.count else { throw Self.notVerified }
        for (raw, (then, names)) in zip(raws, readings) {
            guard let statement = raw[.stmt] else { throw Self.notVerified }
            let walk = FactsWalk(self, again, start: raw.int(.stmtLocation) ?? 0, names)
            walk.statement(statement)
            let now = walk.reading
            guard now.facts.tables == then.facts.tables, now.facts.parts == then.facts.parts,
                now.facts.touchesUnknown == then.facts.touchesUnknown, now.edits.isEmpty
            else { throw Self.notVerified }
        }
    }

    private static let notVerified = RewriteRefusal(
        "rewrite-not-verified", "the names of this statement could not be written out in full",
        hint: "write them as schema.table")
}

extension Rewriter.Draft {
    /// Adds what makes a statement's names mean what its reading took them for, where the rewriter has not dealt with
    /// the same places.
    package mutating func add(_ reading: StatementReading) {
        guard !reading.edits.isEmpty else { return }
        let taken = edits.map(\.range).sorted { $0.lowerBound < $1.lowerBound }
        edits += reading.edits.filter { edit in
            // The last that begins before this one ends: edits do not overlap, so no other can reach it.
            var (low, high) = (0, taken.count)
            while low < high {
                let middle = (low + high) / 2
                if taken[middle].lowerBound < edit.range.upperBound { low = middle + 1 } else { high = middle }
            }
            return low == 0 || taken[low - 1].upperBound <= edit.range.lowerBound
        }
    }
}
