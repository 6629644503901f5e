import Judge

/// What code of the database could tell of raw rows, in messages that are of no row.
struct Exposure {
    /// What was sent in the transaction that may be open has touched protected columns: its words are kept short.
    private(set) var hasTouchedProtected = false
    private var entrusted = Entrusted.never

    /// Code on raw rows that is trusted because the policy names it.
    private enum Entrusted {
        case never
        /// It may have run in an earlier transaction of the session.
        case before
        /// It may run in the transaction that may be open.
        case now
    }

    /// Notifications, and words, are such code's as well.
    var hasRunEntrusted: Bool { entrusted == .now }
    /// Texts of parameters may be such code's.
    var mayHoldLeftovers: Bool { entrusted != .never }

    /// It goes upstream.
    mutating func note(_ judged: JudgedStatement) {
        if judged.scrubs { hasTouchedProtected = true }
        if judged.profile.runsEntrusted { entrusted = .now }
    }

    /// Nothing is on its way, and no transaction is open.
    mutating func transactionEnded() {
        hasTouchedProtected = false
        if entrusted == .now { entrusted = .before }
    }
}
