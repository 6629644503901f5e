/// A condition over one row's own columns: `ward = {claim:ward} AND NOT archived`.
///
/// ```
/// condition  = conjunction { OR conjunction }
/// conjunction = test { AND test }
/// test       = NOT test | "(" condition ")" | column
///            | column ( "=" | "<>" | "!=" | "<" | "<=" | ">" | ">=" ) value
///            | column [ NOT ] IN "(" value { "," value } ")" | column IS [ NOT ] NULL
/// value      = 'text' | number | TRUE | FALSE | column | "{claim:" NAME "}" | "{principal}"
/// ```
///
/// Names are PostgreSQL's: folded unless they stand in double quotes. There is nothing else: no call, no operator of another
/// name, no query. In a bundle it is its text.
package struct RowCondition: Sendable, Equatable {
    package indirect enum Term: Sendable, Equatable {
        case all([Term])
        case any([Term])
        case not(Term)
        /// Of type boolean.
        case isTrue(column: String)
        case isNull(column: String)
        case compares(column: String, Comparator, Value)
        case isAmong(column: String, [Value])
    }

    package enum Comparator: String, Sendable {
        case equal = "="
        case unequal = "<>"
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    package enum Value: Sendable, Equatable {
        case text(String)
        /// As it was written: `-12.50`.
        case number(String)
        case truth(Bool)
        case column(String)
        case claim(RowClaim)
    }

    package static let textBytesLimit = 4096
    /// Brackets and NOT within each other.
    package static let depthLimit = 16
    package static let valuesLimit = 1000

    /// As the policy has it.
    package let text: String
    package let root: Term

    package init(_ text: String) throws(Malformed) {
        guard text.utf8.count <= Self.textBytesLimit else { throw .tooLong }
        guard text.isComposed else { throw .notComposed }
        var reader = RowConditionReader(try RowConditionToken.all(in: text))
        root = try reader.condition()
        self.text = text
    }

    package enum Malformed: Error, Equatable, CustomStringConvertible {
        case tooLong
        case notComposed
        case tooDeep
        case tooManyValues
        case unterminated(String)
        case unexpected(String)
        case missing(String)
        case name(SQLName.Malformed)
        case unknownBraces(String)

        package var description: String {
            switch self {
            case .tooLong: "it is longer than \(RowCondition.textBytesLimit) bytes"
            case .notComposed: "it is not in Unicode normal form C"
            case .tooDeep: "brackets and NOT stand more than \(RowCondition.depthLimit) deep"
            case .tooManyValues: "a list has more than \(RowCondition.valuesLimit) values"
            case .unterminated(let what): "\(what) is not closed"
            case .unexpected(let found):
                "\"\(found)\" is not understood here: write columns of the table on the left, and =, <>, <, <=, >, >=, IN (…), "
                    + "IS [NOT] NULL, AND, OR, NOT with 'texts', numbers, {claim:NAME} and {principal}"
            case .missing(let what): "it ends where \(what) is expected"
            case .name(let malformed): malformed.description
            case .unknownBraces(let inner): "{\(inner)} is neither {claim:NAME} nor {principal}"
            }
        }
    }

    /// The columns that it looks at.
    package var columns: Set<String> { Self.columns(of: root) }

    /// What it asks of who is behind the session.
    package var claims: Set<RowClaim> { Self.claims(of: root) }

    private static func columns(of term: Term) -> Set<String> {
        switch term {
        case .all(let terms), .any(let terms): terms.reduce(into: []) { $0.formUnion(columns(of: $1)) }
        case .not(let term): columns(of: term)
        case .isTrue(let column), .isNull(let column): [column]
        case .compares(let column, _, .column(let other)): [column, other]
        case .compares(let column, _, _): [column]
        case .isAmong(let column, let values):
            values.reduce(into: [column]) { if case .column(let other) = $1 { $0.insert(other) } }
        }
    }

    private static func claims(of term: Term) -> Set<RowClaim> {
        switch term {
        case .all(let terms), .any(let terms): terms.reduce(into: []) { $0.formUnion(claims(of: $1)) }
        case .not(let term): claims(of: term)
        case .isTrue, .isNull: []
        case .compares(_, _, let value): claims(of: [value])
        case .isAmong(_, let values): claims(of: values)
        }
    }

    private static func claims(of values: [Value]) -> Set<RowClaim> {
        Set(values.compactMap { if case .claim(let claim) = $0 { claim } else { nil } })
    }
}

extension RowCondition: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do { self = try RowCondition(try container.decode(String.self)) } catch let malformed as Malformed {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: malformed.description)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
