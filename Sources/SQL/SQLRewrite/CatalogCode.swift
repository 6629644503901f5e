package import Policy

/// A routine as the server tells it from others of its name.
package struct RoutineSignature: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var name: QualifiedName
    /// `format_type` of each argument that goes in, separated by ", ".
    package var arguments: String

    package init(_ name: QualifiedName, _ arguments: String = "") {
        self.name = name
        self.arguments = arguments
    }

    package var description: String { "\(name)(\(arguments))" }

    package static func < (a: Self, b: Self) -> Bool { (a.name, a.arguments) < (b.name, b.arguments) }
}

/// What an expression that the server keeps runs: read out of its tree, so implicit conversions are in it as well.
/// Functions of pg_catalog that may be called anyway are left out.
package struct CodeUse: Sendable, Hashable {
    package var routines: Set<RoutineSignature>
    /// Types outside pg_catalog that it converts to, or compares by.
    package var types: Set<QualifiedName>

    package init(routines: Set<RoutineSignature> = [], types: Set<QualifiedName> = []) {
        self.routines = routines
        self.types = types
    }

    package var isEmpty: Bool { routines.isEmpty && types.isEmpty }
}

/// Something of a relation that runs code.
package struct AttachedCode: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case trigger = "t"
        case defaultValue = "d"
        case generated = "g"
        /// A generated column that is computed when it is read.
        case virtual = "w"
        case check = "c"
        case foreignKey = "f"
        case exclusion = "x"
        /// Expressions and predicate.
        case index = "i"
        /// Operator classes of indexes and of a partition key: whatever finds or keeps a row compares by them.
        case order = "o"
        case partitionKey = "k"
        case statistics = "s"
        /// The definition of a view or materialized view.
        case definition = "v"
    }

    /// Of a trigger; the bits of `pg_trigger.tgtype`.
    package struct Events: OptionSet, Sendable, Hashable {
        package let rawValue: Int
        package init(rawValue: Int) { self.rawValue = rawValue }
        package static let insert = Events(rawValue: 4)
        package static let delete = Events(rawValue: 8)
        package static let update = Events(rawValue: 16)
        package static let truncate = Events(rawValue: 32)
        package static let all: Events = [.insert, .delete, .update, .truncate]
    }

    package var kind: Kind
    /// Of the trigger, column, constraint, index …
    package var name: String
    /// The columns that a trigger waits for (empty: any of them), or the one that a default or expression is of.
    package var columns: Set<String>
    package var events: Events
    package var use: CodeUse

    package init(
        kind: Kind, name: String, columns: Set<String> = [], events: Events = [], use: CodeUse
    ) {
        self.kind = kind
        self.name = name
        self.columns = columns
        self.events = events
        self.use = use
    }
}

/// Something of a type that runs code where a value of the type is used, or where one is made.
package struct TypeCode: Sendable, Equatable {
    package enum Kind: String, Sendable {
        case check = "c"
        case defaultValue = "d"
        case conversion = "k"
        case operatorClass = "o"
        /// Of a range: how its bounds are compared, made canonical and subtracted.
        case range = "r"
        /// Reading and writing a value as text or bytes.
        case form = "f"
    }

    package var kind: Kind
    /// Of the check, cast …
    package var name: String
    /// The type that it belongs to: the one in question, or one that it is made of.
    package var type: QualifiedName
    package var use: CodeUse

    package init(kind: Kind, name: String, type: QualifiedName, use: CodeUse) {
        self.kind = kind
        self.name = name
        self.type = type
        self.use = use
    }
}

/// Something that runs code and belongs to no relation and to no type outside pg_catalog.
package struct UnnamedCode: Sendable, Equatable {
    /// In words: `the cast from integer to text`.
    package var what: String
    package var use: CodeUse

    package init(_ what: String, use: CodeUse) {
        self.what = what
        self.use = use
    }
}
