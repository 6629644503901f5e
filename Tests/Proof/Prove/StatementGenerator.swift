import TestSupport

/// Draws statements of every kind, seeded: trial `n` of a seed is always the same.
package struct StatementGenerator: TrialSource {
    /// What a trial is about.
    package enum Kind: String, CaseIterable, Sendable {
        case query, explain, copy, cursor, prepared, update, insert, delete, merge, several, setting, temporary, catalog
        case target, conflict, constraint, storage, code, definition, order, system, view, mask
        case names, pipeline, commit, witness, copyIn, migration
        /// Copies of masked rows.
        case kept

        /// Of a thousand trials.
        var share: Int {
            switch self {
            case .query: 420
            case .explain, .copy: 40
            case .update: 50
            case .cursor, .prepared, .insert, .setting, .order: 30
            case .kept, .several, .temporary, .catalog, .delete, .target, .constraint, .code: 20
            case .merge, .conflict, .definition, .system, .view, .mask: 15
            case .commit, .names, .pipeline, .migration: 12
            case .storage, .witness, .copyIn: 6
            }
        }

        /// Commits, so it is left out where nothing can be put back.
        var isFree: Bool { [.names, .pipeline, .commit, .witness, .copyIn, .migration].contains(self) }

        static func picked(_ place: Int) -> Kind {
            var rest = place % allCases.map(\.share).reduce(0, +)
            for kind in allCases {
                rest -= kind.share
                if rest < 0 { return kind }
            }
            return .query
        }
    }

    private let schema: Schema
    private let grammar: Grammar
    private let seed: UInt64
    /// Others are not asked; nil: all.
    private let kinds: Set<Kind>?

    package init(schema: Schema, seed: UInt64, kinds: Set<Kind>? = nil) {
        self.schema = schema
        self.grammar = Grammar(schema)
        self.seed = seed
        self.kinds = kinds
    }

    package func trial(_ number: Int) -> Trial? {
        var writer = ExpressionWriter(
            schema: schema, grammar: grammar,
            random: SeededGenerator(seed: seed &* 0x1_0000_0001 &+ UInt64(number) &* 0x9E37_79B9))
        let drawn = Kind.picked(writer.number(0...(1 << 30)))
        let kind = drawn.isFree && !schema.isSmall ? .query : drawn
        if let kinds, !kinds.contains(kind) { return nil }
        writer.isDaring = writer.chance(15)
        var trial = Trial(origin: "grammar, seed \(seed), trial \(number) (\(kind))", steps: [])
        trial.isFree = kind.isFree
        if kind == .migration {
            (trial.steps, trial.undo) = writer.migrated()
        } else if let steps = writer.steps(kind) {
            trial.steps = steps
        } else {
            let statements = writer.statements(kind)
            trial.resets = kind.resets || statements.contains { $0.hasPrefix("SAVEPOINT made") }
            trial.steps = statements.map { .ask(writer.disguised($0), session: 0) }
        }
        return trial
    }
}

extension StatementGenerator.Kind {
    /// Changes more than a transaction's end undoes, or goes on after an error.
    fileprivate var resets: Bool {
        [.prepared, .setting, .constraint, .storage, .code, .definition, .order, .system, .view, .mask].contains(self)
    }
}

extension ExpressionWriter {
    private var top: Int { 3 }

    /// Of kinds that need more than strings in a transaction.
    fileprivate mutating func steps(_ kind: StatementGenerator.Kind) -> [Trial.Step]? {
        switch kind {
        case .names: named()
        case .pipeline: pipelined()
        case .commit: committed()
        case .witness: witnessed()
        case .copyIn: copiedIn()
        default: nil
        }
    }

    fileprivate mutating func statements(_ kind: StatementGenerator.Kind) -> [String] {
        switch kind {
        case .explain: explained()
        case .copy: copied()
        case .cursor: cursor()
        case .prepared: prepared()
        case .update: update()
        case .insert: insert()
        case .delete: delete()
        case .merge: merge()
        case .several: several()
        case .setting: settings()
        case .temporary: temporary()
        case .catalog: catalog()
        case .target: targeted()
        case .conflict: conflicting()
        case .constraint: constrained()
        case .storage: stored()
        case .code: coding()
        case .definition: defined()
        case .order: ordered()
        case .system: observed()
        case .view: viewed()
        case .mask: masked()
        case .kept: kept()
        case .query, .names, .pipeline, .commit, .witness, .copyIn, .migration:
            [query(depth: number(1...top), isTop: true)]
        }
    }

    /// Blanks outside quotes become comments and other blanks.
    fileprivate mutating func disguised(_ text: String) -> String {
        guard chance(30) else { return text }
        var result = ""
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil }
                result.append(character)
            } else if "'\"$".contains(character) {
                quote = character
                result.append(character)
            } else if character == " ", chance(10) {
                result += pick(["\n", "\t", "/**/ ", " /* ; FROM x */ ", " -- '\n", "  ", " /* /* */ */ "])
            } else {
                result.append(character)
            }
        }
        return result
    }
}
