import PgParser
package import SQLRewrite
import SQLSyntax

extension Judge {
    /// Whether what a text was permitted for by this judge is so in a later catalog: nothing that it reaches has changed.
    /// Definitions change what they are about themselves.
    /// - Parameter raw: as the client sent it; empty where it is not known.
    package func stillDescribes(_ raw: [UInt8], _ profile: StatementProfile, in now: Catalog) -> Bool {
        let changes = now.changes(since: catalog)
        if changes.isEmpty || profile.effects.contains(.catalogChanged) { return true }
        guard let parsed = try? PgParser.parse(profile.source?.raw ?? raw, for: catalog.server), !parsed.statements.isEmpty else {
            return false
        }
        let said = parsed.statements.reduce(into: Set<String>()) { $0.formUnion(SaidNames.of($1)) }
        return changes.concern(reaching: reach.names(from: said).union(RelationReach(now).names(from: said))) == nil
    }
}
