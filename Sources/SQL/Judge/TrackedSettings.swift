/// The settings of a session that the lane goes by, as the server keeps them: what is set ends or stays with its transaction.
package struct TrackedSettings: Sendable, Equatable {
    package struct Values: Sendable, Equatable {
        package var searchPath: [String]
        /// Nil: a statement may take as long as it will. Known as far as the texts say it: what a function or a parameter
        /// sets is not.
        package var statementTimeoutMilliseconds: Int64?
        /// By SET ROLE; nil: the one that the lane connects as. Known in the same way.
        package var role: String?

        package init(searchPath: [String], statementTimeoutMilliseconds: Int64? = nil) {
            self.searchPath = searchPath
            self.statementTimeoutMilliseconds = statementTimeoutMilliseconds
        }
    }

    package private(set) var current: Values
    /// What they are when the transaction has committed: SET LOCAL does not change this.
    private var kept: Values
    private let initial: Values
    private var transaction: Transaction?

    private struct Transaction: Sendable, Equatable {
        /// What a rollback leads back to.
        var start: Values
        var savepoints: [Savepoint] = []
        /// When it began: see `SessionNames.moment`.
        var moment: UInt64
    }

    private struct Savepoint: Sendable, Equatable {
        var name: String
        var current: Values
        var kept: Values
        var moment: UInt64
    }

    init(_ values: Values) {
        (current, kept, initial) = (values, values, values)
    }

    /// How a transaction that is open ends decides what the path is.
    package var isPathAtStake: Bool {
        transaction.map { current.searchPath != $0.start.searchPath || kept.searchPath != $0.start.searchPath } ?? false
    }

    mutating func set<Value>(_ value: Value, of key: WritableKeyPath<Values, Value>, local: Bool, at moment: UInt64) {
        // Outside of BEGIN the statement is a transaction of its own, or its string or pipeline is one.
        begin(at: moment)
        current[keyPath: key] = value
        if !local { kept[keyPath: key] = value }
    }

    mutating func reset<Value>(_ key: WritableKeyPath<Values, Value>, at moment: UInt64) {
        set(initial[keyPath: key], of: key, local: false, at: moment)
    }

    mutating func begin(at moment: UInt64) {
        guard transaction == nil else { return }
        transaction = Transaction(start: kept, moment: moment)
    }

    mutating func end(rolledBack: Bool) {
        guard let ended = transaction else { return }
        if rolledBack { kept = ended.start }
        current = kept
        transaction = nil
    }

    /// The server says that no transaction is open, as of a message that was sent at `moment`.
    mutating func ended(by moment: UInt64, rolledBack: Bool) {
        if let transaction, transaction.moment <= moment { end(rolledBack: rolledBack) }
    }

    mutating func savepoint(_ name: String, at moment: UInt64) {
        transaction?.savepoints.append(Savepoint(name: name, current: current, kept: kept, moment: moment))
    }

    /// - Returns: when the savepoint was made; nil where it is not known.
    mutating func rollBack(to name: String) -> UInt64? {
        guard let index = transaction?.savepoints.lastIndex(where: { $0.name == name }),
            let savepoint = transaction?.savepoints[index]
        else { return nil }
        (current, kept) = (savepoint.current, savepoint.kept)
        transaction?.savepoints.removeSubrange((index + 1)...)
        return savepoint.moment
    }

    mutating func release(_ name: String) {
        guard let index = transaction?.savepoints.lastIndex(where: { $0.name == name }) else { return }
        transaction?.savepoints.removeSubrange(index...)
    }

    /// When the open transaction began; nil where none is known to be open.
    package var openSince: UInt64? { transaction?.moment }
}
