import Policy

/// What a statement runs without naming it and what is trusted because the policy names it. Such code has raw rows in its
/// hands: what it leaves in the session is not told (notifications, parameters).
struct EntrustedCode: Sendable {
    private let running: RunningCode
    private let code: TrustedCode
    /// Row security of some table runs it.
    private let isInRowSecurity: Bool

    /// Nil where the policy names none.
    init?(catalog: Catalog, code: TrustedCode, families: Families, actions: ReferenceActions) {
        guard code.namesAny else { return nil }
        let bare = code.withoutNamed
        self.code = bare
        running = RunningCode(catalog: catalog, code: bare, families: families, actions: actions)
        isInRowSecurity = catalog.relations.values.contains { relation in
            relation.rowSecurity.map { bare.unknown($0.code) != nil } ?? false
        }
    }

    /// - Parameter question: what `RunningCode` is asked whether it may be run.
    func runs(_ question: (RunningCode) -> String?) -> Bool { isInRowSecurity || question(running) != nil }

    /// Whether any statement on it may run some.
    func concerns(_ relation: QualifiedName) -> Bool { isInRowSecurity || running.concerns(relation) }

    func runs(operator name: String) -> Bool { code.unknown(operator: name) != nil }

    func runs(type name: String, in schema: String?) -> Bool { code.unknown(type: name, in: schema) != nil }
}
