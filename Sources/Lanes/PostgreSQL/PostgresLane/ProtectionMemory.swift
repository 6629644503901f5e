import Policy
import SQLRewrite
import Synchronization

/// What was protected of databases, by their own numbers, as long as the sidecar runs: of a lane's database, and not of the
/// judge, role or connection that it was found by. A lane that connects anew, a role that nobody had for a while, and a target
/// that the policy takes up again find here what is stored.
package final class ProtectionMemory: Sendable {
    /// A database as a target reaches it.
    struct Place: Hashable, Sendable {
        var target: String
        var host: String
        var port: UInt16
        var database: String

        init(_ target: Target) {
            self.target = target.name
            host = target.upstream.host
            port = target.upstream.port
            database = target.postgres?.database ?? ""
        }
    }

    private let known = Mutex<[Place: RememberedTables]>([:])

    package init() {}

    func add(_ remembered: RememberedTables, of place: Place) {
        known.withLock { $0[place] = $0[place]?.adding(remembered) ?? remembered }
    }

    func all(of place: Place) -> RememberedTables { known.withLock { $0[place] ?? RememberedTables() } }

    /// What a policy still protects of it for somebody, whatever is revealed to some; the rest is forgotten.
    func kept(by terms: PostgresTerms, of place: Place, in catalog: Catalog) -> RememberedTables {
        known.withLock { known in
            guard let remembered = known[place] else { return RememberedTables() }
            let everyone = Role(name: "", groups: [], targets: [])
            let kept = remembered.kept(by: terms, for: everyone, in: catalog)
            known[place] = kept
            return kept
        }
    }
}
