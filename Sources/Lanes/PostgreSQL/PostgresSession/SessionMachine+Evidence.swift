import AuditLog
package import Judge
package import SQLRewrite

/// Answers that come late. The server looks names up when it has the locks for a statement, and that may be long after the
/// statement was judged: its answer is evidence of a later time than what it was judged by.
extension SessionMachine {
    /// Something was sent that has not been answered to its end.
    package var awaitsAnswers: Bool { !sent.isEmpty }

    /// The server would go on with something else when what runs now has been cancelled.
    package var hasSentAhead: Bool { sent.isNextSentAhead }

    /// Whether all that is on its way is what it was judged to be.
    /// - Parameters:
    ///   - judge: the one in force when the first of it was sent.
    ///   - own: that of the open transaction's own definitions then.
    ///   - catalog: as it is now.
    package func isAsJudged(by judge: Judge, own: Judge? = nil, in catalog: Catalog) -> Bool {
        let change = CatalogChange(since: judge, own: own, to: catalog)
        return !sent.judged.contains { change.concerns($0.recorded.rawText, $0.profile) }
    }
}
