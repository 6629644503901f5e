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

    package static let none = DefinedNames(reads: .none, writes: .none)

    private init(reads: UnsettledNames, writes: UnsettledNames) {
        self.reads = reads
        self.writes = writes
    }

    init(by statement: SyntaxNode, _ writes: UnsettledNames) {
        self.writes = writes
        reads = statement.changesWritesAlone ? .none : writes
    }

    package var isEmpty: Bool { writes.isEmpty }

    package mutating func formUnion(_ other: DefinedNames) {
        reads.formUnion(other.reads)
        writes.formUnion(other.writes)
    }

    fileprivate func concerning(_ profile: StatementProfile) -> UnsettledNames {
        profile.kinds.isSubset(of: Self.reading) ? reads : writes
    }

    private static let reading: Set<StatementKind> = [.select, .explain, .copyOut, .session, .transaction]
}

extension Judge {
    /// One of the names by which a statement may mean, or reach, what is being defined anew; nil: it does not.
    /// - Parameters:
    ///   - raw: as the client sent it.
    ///   - own: the judge by the transaction's own definitions, where there is one.
    package func concern(
        of raw: [UInt8], _ profile: StatementProfile, by defined: DefinedNames, own: Judge? = nil
    ) -> String? {
        let names = defined.concerning(profile)
        guard looksAtRelations, !names.isEmpty else { return nil }
        var said = Set(profile.reached.map(\.name)).union(profile.touched.map(\.name))
        // EXECUTE and FETCH say nothing but a name.
        for text in [profile.source?.raw ?? raw, profile.runs?.sent ?? []] where !text.isEmpty {
            guard let parsed = try? PgParser.parse(text, for: catalog.server) else { return "this statement" }
            for statement in parsed.statements { said.formUnion(SaidNames.of(statement)) }
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
