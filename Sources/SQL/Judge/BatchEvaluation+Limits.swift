import Policy
import SQLRewrite
import SQLSyntax

/// What is counted of a statement whose role has limits.
extension BatchEvaluation {
    /// - Parameters:
    ///   - executed: what the statement executes by its name.
    ///   - fetched: whose rows it fetches. What that looks up was counted when it was declared.
    func meter(
        _ statement: SyntaxNode, _ analysis: StatementAnalysis, known executed: StatementProfile?,
        _ fetched: StatementProfile?, _ limits: RoleLimits, _ profile: inout StatementProfile
    ) throws(Rejection) {
        let known = executed ?? fetched
        let readsProtected = !profile.phiRead.isEmpty || !(known?.phiRead ?? []).isEmpty
        let read =
            known.map { $0.metering?.weight ?? .unknown }
            ?? AnswerWeightReader.weight(of: statement, readsCopies: analysis.readsCopies)
        var found = analysis.lookups
        if let executed {
            let kept = executed.metering?.lookups ?? LookupCount()
            let query = statement.kind == .executeStmt ? statement : statement[.query] ?? statement
            found = kept.given(Array(query.list(.params)))
        }
        if limits.lookupsPerHour != nil, found.isOpen {
            throw Rejection(
                refusal: refusal(
                    UsageLimit.lookupsPerHour.rule,
                    "how many values of protected columns this statement would look up cannot be told, and role "
                        + "\"\(judge.role.name)\" has \(UsageLimit.lookupsPerHour.rawValue)",
                    hint: "write rows with INSERT … VALUES, assign constants or parameters, and give arrays as such",
                    kinds: profile.kinds, phi: profile.phiRead))
        }
        profile.metering = Metering(
            role: judge.role.name, limits: limits, weight: readsProtected ? read.strict : read.lenient, lookups: found,
            readsProtected: readsProtected)
    }
}
