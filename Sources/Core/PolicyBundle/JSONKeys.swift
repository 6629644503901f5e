/// The keys of a JSON text, at every depth, without its values.
indirect enum JSONKeys: Decodable, Sendable, Equatable {
    case object([String: JSONKeys])
    case array([JSONKeys])
    case value

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        if let object = try? decoder.container(keyedBy: Key.self) {
            var members: [String: JSONKeys] = [:]
            for key in object.allKeys { members[key.stringValue] = try object.decode(JSONKeys.self, forKey: key) }
            self = .object(members)
        } else if var list = try? decoder.unkeyedContainer() {
            var items: [JSONKeys] = []
            while !list.isAtEnd { items.append(try list.decode(JSONKeys.self)) }
            self = .array(items)
        } else {
            self = .value
        }
    }

    /// The place of a key that is not in `known`, such as `rules.[0].when.colour`; nil: there is none.
    func firstKey(notIn known: JSONKeys?) -> String? {
        switch self {
        case .object(let members):
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                guard case .object(let others) = known, let other = others[name] else { return name }
                if let rest = member.firstKey(notIn: other) { return "\(name).\(rest)" }
            }
        case .array(let items):
            for (index, item) in items.enumerated() {
                var other: JSONKeys?
                if case .array(let others) = known, others.indices.contains(index) { other = others[index] }
                if let rest = item.firstKey(notIn: other) { return "[\(index)].\(rest)" }
            }
        case .value: break
        }
        return nil
    }
}
