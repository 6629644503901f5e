/// Any JSON value, as a claim may be one.
enum ClaimValue: Sendable, Equatable, Decodable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([ClaimValue])
    case object([String: ClaimValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode([ClaimValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: ClaimValue].self))
        }
    }

    var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// One string, or an array of nothing but strings.
    var strings: [String]? {
        switch self {
        case .string(let value): [value]
        case .array(let values):
            values.reduce([String]?([])) { list, value in
                guard let list, let string = value.string else { return nil }
                return list + [string]
            }
        case .null, .bool, .number, .object: nil
        }
    }
}
