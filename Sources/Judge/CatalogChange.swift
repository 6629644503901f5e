import PgParser
package import SQLRewrite
import SQLSyntax

/// What has become of the catalog since a judge permitted something.
package struct CatalogChange {
    private let judge: Judge
    private let names: UnsettledNames
    private let now: RelationReach

    package init(since judge: Judge, to catalog: Catalog) {
        self.judge = judge
        names = catalog.changes(since: judge.catalog)
        now = names.isEmpty ? judge.reach : RelationReach(catalog)
    }

    /// Whether what a text was permitted for is another by now: something that it reaches has changed. Definitions change what
    /// they are about themselves.
    /// - Parameter raw: as the client sent it; empty where it is not known.
    package func concerns(_ raw: [UInt8], _ profile: StatementProfile) -> Bool {
        if names.isEmpty || profile.effects.contains(.catalogChanged) { return false }
        guard let parsed = try? PgParser.parse(profile.source?.raw ?? raw, for: judge.catalog.server),
            !parsed.statements.isEmpty
        else { return true }
        let said = parsed.statements.reduce(into: Set<String>()) { $0.formUnion(SaidNames.of($1)) }
        return names.concern(reaching: judge.reach.names(from: said).union(now.names(from: said))) != nil
    }
}
