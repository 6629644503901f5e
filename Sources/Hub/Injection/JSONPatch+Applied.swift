extension JSONPatch {
    /// An operation that finds nothing where it points to.
    package struct Misplaced: Error, Sendable, Equatable { package var path: String }

    /// What a value is after the patch, as the API server applies it: where a parent is missing it fails.
    package func applied(to value: JSONValue) throws(Misplaced) -> JSONValue {
        var value = value
        for operation in operations {
            switch operation {
            case .add(let path, let new): try Self.change(&value, path) { $0.insert(new, at: $1) }
            case .replace(let path, let new): try Self.change(&value, path) { $0.replace(at: $1, with: new) }
            case .remove(let path): try Self.change(&value, path) { $0.remove(at: $1) }
            }
        }
        return value
    }

    private static func change(
        _ value: inout JSONValue, _ path: String, _ body: (inout JSONValue, String) -> Bool
    ) throws(Misplaced) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { part in
            String(part.replacing("~1", with: "/").replacing("~0", with: "~"))
        }
        guard let last = parts.last, change(&value, parts.dropLast(), last, body) else {
            throw Misplaced(path: path)
        }
    }

    private static func change(
        _ value: inout JSONValue, _ parents: ArraySlice<String>, _ last: String,
        _ body: (inout JSONValue, String) -> Bool
    ) -> Bool {
        guard let first = parents.first else { return body(&value, last) }
        switch value {
        case .object(var members):
            guard var child = members[first], change(&child, parents.dropFirst(), last, body) else { return false }
            members[first] = child
            value = .object(members)
        case .array(var elements):
            guard let index = Int(first), elements.indices.contains(index),
                change(&elements[index], parents.dropFirst(), last, body)
            else { return false }
            value = .array(elements)
        case .null, .bool, .integer, .number, .string: return false
        }
        return true
    }
}

extension JSONValue {
    fileprivate mutating func insert(_ new: JSONValue, at name: String) -> Bool {
        switch self {
        case .object(var members):
            members[name] = new
            self = .object(members)
        case .array(var elements):
            guard let index = name == "-" ? elements.count : Int(name), (0...elements.count).contains(index) else {
                return false
            }
            elements.insert(new, at: index)
            self = .array(elements)
        case .null, .bool, .integer, .number, .string: return false
        }
        return true
    }

    fileprivate mutating func replace(at name: String, with new: JSONValue) -> Bool {
        guard remove(at: name) else { return false }
        return insert(new, at: name)
    }

    fileprivate mutating func remove(at name: String) -> Bool {
        switch self {
        case .object(var members):
            guard members.removeValue(forKey: name) != nil else { return false }
            self = .object(members)
        case .array(var elements):
            guard let index = Int(name), elements.indices.contains(index) else { return false }
            elements.remove(at: index)
            self = .array(elements)
        case .null, .bool, .integer, .number, .string: return false
        }
        return true
    }
}
