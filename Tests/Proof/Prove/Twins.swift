import Foundation
package import TestSupport

/// Three databases with a sidecar before each: two that differ in protected values, and one that is equal to the first.
package struct Twins: Sendable {
    package let one: Stack
    package let two: Stack
    package let again: Stack
    package let schema: Schema
    /// Nil where a schema is too large to be put back often: nothing is committed there.
    private let keepers: [Keeper]?
    /// The policy's target, which is called like the fixture.
    private let target: String

    func lane(_ stack: Stack) throws -> PostgresAddress { try stack.lane(target) }

    /// Starts them; blocks.
    /// - Parameter fixture: the name of a schema, a policy and its one target.
    package init(name: String, fixture: String) throws {
        let sql = Repository.fixture("\(fixture).sql")
        let policy = Repository.fixture("\(fixture).yaml")
        let started = AtOnce.run([("one", 1), ("two", 2), ("again", 1)]) { database, seed in
            try Stack(name: "prove-\(name)-\(database)", seed: seed, only: [sql], policy: policy)
        }
        (one, two, again) = (try started[0].get(), try started[1].get(), try started[2].get())
        target = fixture
        schema = try Schema(of: one.direct, policy: policy).readable(through: one.lane(fixture))
        keepers = schema.isSmall ? try [one, two, again].map { try Keeper($0.direct) } : nil
    }

    func restore() throws {
        for result in AtOnce.run(keepers ?? [], { try $0.restore() }) { try result.get() }
    }
}

/// A difference that a trial showed.
package struct Finding: Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        case leak = "a leak"
        /// Equal databases differ as well, or the difference went away when it was asked again.
        case undecided = "not decidable"
        /// A connection that answered nothing in time, or could not be made.
        case broken = "broken"
    }

    package var kind: Kind
    package var mode: QueryMode
    package var trial: Trial
    package var details: String

    package var description: String {
        """
        \(kind.rawValue): \(trial.origin), \(mode)
        \(trial.steps.map(\.description).joined(separator: "\n"))
        \(details)
        """
    }
}
