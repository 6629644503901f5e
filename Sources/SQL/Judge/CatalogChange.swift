import PgParser
import Policy
package import SQLRewrite
import SQLSyntax

/// What has become of the catalog since a judge permitted something.
package struct CatalogChange {
    private let judge: Judge
    private let own: Judge?
    private let names: UnsettledNames
    private let now: RelationReach

    /// - Parameter own: the judge by the transaction's own definitions, where there is one: what they are made of is in no other
    ///   catalog.
    package init(since judge: Judge, own: Judge? = nil, to catalog: Catalog) {
        self.judge = judge
        self.own = own
        names = catalog.changes(since: judge.catalog)
        now = names.isEmpty ? judge.reach : RelationReach(catalog)
    }

    /// Whether what a text was permitted for is another by now: something that it names, or was found to read, has changed, or
    /// what that is made of. Definitions change what they are about themselves: of them, what they read counts.
    /// - Parameter raw: as the client sent it; empty where it is not known.
    package func concerns(_ raw: [UInt8], _ profile: StatementProfile) -> Bool {
        if names.isEmpty { return false }
        let reached = Set(profile.reached.map(\.name))
        if profile.effects.contains(.catalogChanged) { return concerns(reached) }
        guard let parsed = try? PgParser.parse(profile.source?.raw ?? raw, for: judge.catalog.server),
            !parsed.statements.isEmpty
        else { return true }
        return concerns(parsed.statements.reduce(into: reached) { $0.formUnion(SaidNames.of($1)) })
    }

    private func concerns(_ said: Set<String>) -> Bool {
        var all = judge.reach.names(from: said).union(now.names(from: said))
        if let own { all.formUnion(own.reach.names(from: said)) }
        // What it leads to may be known by those alone.
        return names.concern(reaching: all.union(now.names(from: all))) != nil
    }
}
