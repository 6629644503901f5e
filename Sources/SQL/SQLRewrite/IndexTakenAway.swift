package import Policy

/// An index that no statement through the lane uses for some of its columns, since another index would tell by them in
/// which order protected values are.
package struct IndexTakenAway: Sendable, Equatable, CustomStringConvertible {
    package var index: String
    package var relation: QualifiedName
    /// Those of its columns that are searched and sorted without any index; sorted.
    package var columns: [String]
    /// The indexes that hold them beside protected columns; sorted.
    package var because: [String]

    package var description: String {
        let names = { (names: [String]) in names.map { "\"\($0)\"" }.joined(separator: ", ") }
        let reason =
            because == [index]
            ? "it holds protected columns, too" : "\(names(because)) would give rows in the order of protected columns"
        return
            "index \"\(index)\" of \(relation) is not used for \(names(columns)): \(reason). Conditions, joins and orders by "
            + "\(columns.count == 1 ? "it" : "them") read the whole table; give protected columns an index of their own, or put a "
            + "unique key before them"
    }
}
