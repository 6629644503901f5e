/// `search_path` as the server keeps it: a setting that ends or stays with its transaction.
package struct SearchPath: Sendable, Equatable {
    package private(set) var current: [String]
    /// What it is when the transaction has committed: SET LOCAL does not change this.
    private var kept: [String]
    private let initial: [String]
    private var transaction: Transaction?

    private struct Transaction: Sendable, Equatable {
        /// What a rollback leads back to.
        var start: [String]
        var savepoints: [Savepoint] = []
        /// When it began: see `SessionNames.moment`.
        var moment: UInt64
    }

    private struct Savepoint: Sendable, Equatable {
        var name: String
        var current: [String]
        var kept: [String]
        var moment: UInt64
    }

    init(_ path: [String]) {
        (current, kept, initial) = (path, path, path)
    }

    /// How a transaction that is open ends decides what the path is.
    package var isAtStake: Bool { transaction.map { current != $0.start || kept != $0.start } ?? false }

    mutating func set(_ path: [String], local: Bool, at moment: UInt64) {
        // Outside of BEGIN the statement is a transaction of its own, or its string or pipeline is one.
        begin(at: moment)
        current = path
        if !local { kept = path }
    }

    mutating func reset(at moment: UInt64) { set(initial, local: false, at: moment) }

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
    var openSince: UInt64? { transaction?.moment }
}
