import PgParser
import Policy
import SQLRewrite
import SQLSyntax

/// What the open transaction of a session has defined anew, as other sessions must know it: they neither begin a statement
/// that names it nor have one on its way when it is defined.
package struct DefinedNames: Sendable, Equatable {
    /// What reads of these would give may have changed.
    private var reads: UnsettledNames
    /// What writes of these would do may have.
    private var writes: UnsettledNames
    /// New ones, which an unqualified name may mean from now on that has meant another.
    private var made: Set<QualifiedName>

    package static let none = DefinedNames(reads: .none, writes: .none)

    private init(reads: UnsettledNames, writes: UnsettledNames, made: Set<QualifiedName> = []) {
        self.reads = reads
        self.writes = writes
        self.made = made
    }

    init(by statement: SyntaxNode, _ unsettled: UnsettledNames, made: Set<QualifiedName>) {
        // What goes by CASCADE depends on what is named: who means that reaches it.
        let isOfRelations = statement.kind == .dropStmt && FactsWalk.isOfRelations(drop: statement)
        let writes = isOfRelations ? .some(SaidNames.of(statement)) : unsettled
        self.writes = writes
        reads = statement.changesWritesAlone ? .none : writes
        self.made = made
    }

    package var isEmpty: Bool { writes.isEmpty && made.isEmpty }

    package mutating func formUnion(_ other: DefinedNames) {
        reads.formUnion(other.reads)
        writes.formUnion(other.writes)
        made.formUnion(other.made)
    }

    package func union(_ other: DefinedNames) -> DefinedNames {
        var both = self
        both.formUnion(other)
        return both
    }

    fileprivate func shadows(_ name: String, in path: [String]) -> Bool {
        made.contains { $0.name == name && path.contains($0.schema) }
    }

    fileprivate func concerning(_ profile: StatementProfile) -> UnsettledNames {
        profile.kinds.isSubset(of: Self.reading) ? reads : writes
    }

    /// What writes nothing.
    static let reading: Set<StatementKind> = [.select, .explain, .copyOut, .session, .transaction]
}

extension Judge {
    /// Of a longer text nobody looks what it names.
    private static let textBytesLimit = 16 << 10

    /// One of the names by which a statement may mean, or reach, what is being defined anew; nil: it does not.
    /// - Parameters:
    ///   - raw: as the client sent it.
    ///   - path: the schemas that unqualified names are looked up in.
    ///   - own: the judge by the transaction's own definitions, where there is one.
    package func concern(
        of raw: [UInt8], _ profile: StatementProfile, by defined: DefinedNames, path: [String], own: Judge? = nil
    ) -> String? {
        let names = defined.concerning(profile)
        guard looksAtRelations, !defined.isEmpty else { return nil }
        var said = Set(profile.reached.map(\.name)).union(profile.touched.map(\.name))
        // EXECUTE and FETCH say nothing but a name.
        for text in [profile.source?.raw ?? raw, profile.runs?.sent ?? []] where !text.isEmpty {
            // All that other sessions have on their way is asked about at once, on their event loops.
            guard text.count <= Self.textBytesLimit else { return "this statement" }
            guard let parsed = try? PgParser.parse(text, for: catalog.server) else { return "this statement" }
            for statement in parsed.statements {
                said.formUnion(SaidNames.of(statement))
                if let name = SaidNames.unqualified(in: statement).sorted().first(where: {
                    defined.shadows($0, in: path)
                }) {
                    return name
                }
            }
        }
        var reached = reach.names(from: said)
        if let own { reached.formUnion(own.reach.names(from: said)) }
        return names.concern(reaching: reached)
    }
}

extension SyntaxNode {
    /// A table's reads stay what they are: it gets a trigger, or a constraint, or something refers to it.
    fileprivate var changesWritesAlone: Bool {
        switch kind {
        case .createTrigStmt: true
        case .createStmt: list(.inhRelations).first == nil
        case .alterTableStmt:
            list(.cmds).allSatisfy {
                ["AT_AddConstraint", "AT_ValidateConstraint", "AT_DropConstraint", "AT_ColumnDefault"]
                    .contains($0.string(.subtype) ?? "") && $0.string(.behavior) != "DROP_CASCADE"
            }
        default: false
        }
    }
}
