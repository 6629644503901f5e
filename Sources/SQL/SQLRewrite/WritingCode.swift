import Policy

/// What a statement runs that is trusted because the policy names it, and that may write to where values are shown as
/// pseudonyms or shifted dates. Whoever writes a row of their own somewhere else, has such code copy it there and reads it
/// back masked learns what the masks of others stand for (`MaskedWrites`).
///
/// Code may write anything, unless the database says that it writes nothing (IMMUTABLE, STABLE), or the policy says what
/// it writes.
struct WritingCode: Sendable {
    /// Trusts all of it but that.
    private let code: TrustedCode
    private let running: RunningCode
    /// By tables whose row security runs it.
    private let secured: [QualifiedName: String]
    /// One of the columns.
    let column: String

    /// Nil where the policy names none.
    /// - Parameter masks: of tables, with a dictionary.
    init?(
        catalog: Catalog, code: TrustedCode, families: Families, actions: ReferenceActions,
        dictionaries: [QualifiedName: String]
    ) {
        guard code.namesAny, let column = dictionaries.min(by: { $0.key < $1.key })?.value else { return nil }
        var trusted = code.withoutWriters { tables in
            guard let tables else { return true }
            return tables.contains { table in
                // Through a view it is another table that is written.
                catalog.relations[table]?.kind == .view || families.of(table).contains { dictionaries[$0] != nil }
            }
        }
        var running = RunningCode(catalog: catalog, code: trusted, families: families, actions: actions)
        // What it writes may run more, and foreign keys may lead on.
        while true {
            let next = trusted.withoutWriters { tables in
                guard let tables else { return true }
                return tables.contains { table in
                    running.untrusted(viewing: table) != nil
                        || actions.actions(changing: table).contains { dictionaries[$0.relation] != nil }
                }
            }
            guard next.namedCount < trusted.namedCount else { break }
            trusted = next
            running = RunningCode(catalog: catalog, code: trusted, families: families, actions: actions)
        }
        guard trusted.namedCount < code.namedCount else { return nil }
        self.code = trusted
        self.running = running
        self.column = column
        secured = catalog.relations.values.reduce(into: [:]) { found, relation in
            guard let words = relation.rowSecurity.flatMap({ trusted.unknown($0.code) }) else { return }
            found[relation.name] = "the row security of \(relation.name) \(words)"
        }
    }

    /// - Parameter question: what `RunningCode` is asked whether it may be run.
    /// - Returns: what runs such code, in words that name it.
    func words(_ question: (RunningCode) -> String?) -> String? { question(running) }

    /// Those that such code belongs to.
    var relations: some Sequence<QualifiedName> { running.relations }

    func words(securing relation: QualifiedName) -> String? { secured[relation] }

    func words(calling routine: Routine) -> String? {
        code.isTrusted(routine) ? nil : "this statement runs \(RoutineSignature(routine.name, routine.arguments))"
    }

    func words(operator name: String) -> String? { code.unknown(operator: name).map { "operator \(name) \($0)" } }

    func words(type name: String, in schema: String?) -> String? {
        code.unknown(type: name, in: schema).map { "type \($0.type): \($0.words)" }
    }
}

extension StatementWalker {
    /// Refuses what may write there.
    func refuseWriting(_ words: (WritingCode) -> String?) throws(RewriteRefusal) {
        guard !isVerifying, let writing = protection.writing, let words = words(writing) else { return }
        throw RewriteRefusal(
            "masked-write-back",
            "\(words), which may write columns that are shown as pseudonyms or shifted, as \(writing.column) is: who knows "
                + "what it writes and reads it back learns what the masks of others stand for",
            hint:
                "under \"functions\" of the target the policy can say which tables it writes: { name: SCHEMA.FUNCTION, "
                + "writes: [SCHEMA.TABLE] }, or [] for none")
    }
}
