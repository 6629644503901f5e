/// A JSON Patch (RFC 6902) of those operations that an injection needs.
package struct JSONPatch: Sendable, Equatable {
    package enum Operation: Sendable, Equatable {
        /// `path` is a pointer (RFC 6901); at a list's index, what is there moves back; `-` is a list's end.
        case add(path: String, JSONValue)
        case replace(path: String, JSONValue)
        case remove(path: String)
    }

    package var operations: [Operation] = []

    package init(_ operations: [Operation] = []) { self.operations = operations }

    package var isEmpty: Bool { operations.isEmpty }

    package mutating func add(_ path: String, _ value: JSONValue) { operations.append(.add(path: path, value)) }
    package mutating func replace(_ path: String, _ value: JSONValue) { operations.append(.replace(path: path, value)) }
    package mutating func remove(_ path: String) { operations.append(.remove(path: path)) }

    package var json: JSONValue {
        .array(
            operations.map { operation in
                switch operation {
                case .add(let path, let value): ["op": "add", "path": .string(path), "value": value]
                case .replace(let path, let value): ["op": "replace", "path": .string(path), "value": value]
                case .remove(let path): ["op": "remove", "path": .string(path)]
                }
            })
    }

    /// A name as a part of a pointer.
    package static func escaped(_ name: String) -> String {
        String(name.flatMap { $0 == "~" ? Array("~0") : $0 == "/" ? Array("~1") : [$0] })
    }
}
