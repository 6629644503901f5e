/// Where masked values may be written: the tables that a target's `derive` names.
///
/// What is read of one may be a copy of a protected table: rules about PHI hold for it, and it is not written to protected
/// columns.
package struct DerivedPlaces: Sendable {
    private let globs: [TableGlob]

    /// What is no pattern names nothing.
    package init(_ patterns: [String]) { globs = patterns.compactMap { try? TableGlob($0) } }

    package var isEmpty: Bool { globs.isEmpty }

    package func contains(_ relation: QualifiedName) -> Bool { globs.contains { $0.matches(relation) } }

    /// What the reading of such a table is called beside protected columns.
    package static func reading(_ relation: QualifiedName) -> String { "\(relation).*" }
}
