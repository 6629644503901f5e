import Hub
import Injection
import SmallFiles
import Yams

/// A pod in a file, as people write it.
enum PodFile {
    /// The pod of the first document that is one, or has a template for such.
    static func read(_ text: String, file: String) throws -> JSONValue {
        var reason = "is empty"
        for node in try Yams.compose_all(yaml: text) {
            do throws(NoPod) { return try pod(json(node)) } catch { reason = error.reason }
        }
        throw SmallFile.Failure(path: file, reason: reason)
    }

    private struct NoPod: Error { var reason: String }

    private static func pod(_ object: JSONValue) throws(NoPod) -> JSONValue {
        guard case .string(let kind)? = object["kind"] else {
            throw NoPod(reason: "is no Kubernetes object: it has no kind")
        }
        if kind == "Pod" { return object }
        let job = kind == "CronJob" ? object["spec"]?["jobTemplate"] : object
        guard case .object(var template)? = job?["spec"]?["template"] else {
            throw NoPod(reason: "is a \(kind), which has no pod template")
        }
        template["apiVersion"] = "v1"
        template["kind"] = "Pod"
        var metadata: [String: JSONValue] = [:]
        if case .object(let given)? = template["metadata"] { metadata = given }
        if case .string(let name)? = object["metadata"]?["name"] { metadata["generateName"] = "\(name)-" }
        if let namespace = object["metadata"]?["namespace"] { metadata["namespace"] = namespace }
        template["metadata"] = .object(metadata)
        return .object(template)
    }

    /// What an API server would ask of it.
    static func review(of pod: JSONValue, namespace: String) throws -> AdmissionReview {
        let review: JSONValue = [
            "apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview",
            "request": [
                "uid": "dry-run", "operation": "CREATE", "dryRun": true,
                "namespace": pod["metadata"]?["namespace"] ?? .string(namespace),
                "resource": ["group": "", "version": "v1", "resource": "pods"], "object": pod,
            ],
        ]
        return try AdmissionReview(parsing: review.text.utf8)
    }

    /// YAML.
    static func text(_ value: JSONValue) throws -> String { try Yams.serialize(node: node(value), allowUnicode: true) }

    private static func json(_ node: Node) -> JSONValue {
        switch node {
        case .mapping(let mapping):
            .object(Dictionary(mapping.map { ($0.key.string ?? "", json($0.value)) }) { $1 })
        case .sequence(let sequence): .array(sequence.map(json))
        case .scalar, .alias:
            if node.null != nil {
                .null
            } else if let flag = node.bool, node.tag.description.hasSuffix("bool") {
                .bool(flag)
            } else if let number = node.int, node.tag.description.hasSuffix("int") {
                .integer(Int64(number))
            } else if let number = node.float, node.tag.description.hasSuffix("float") {
                .number(number)
            } else {
                .string(node.string ?? "")
            }
        }
    }

    /// As kubectl orders an object: what it is, then the rest by name.
    private static func node(_ value: JSONValue) -> Node {
        switch value {
        case .null: return Node("null", Tag(.null))
        case .bool(let flag): return Node(flag ? "true" : "false", Tag(.bool))
        case .integer(let number): return Node("\(number)", Tag(.int))
        case .number(let number): return Node("\(number)", Tag(.float))
        case .string(let text):
            let isAmbiguous = Node(text).tag.description.hasSuffix("str") == false
            return Node(text, Tag(.str), isAmbiguous ? .doubleQuoted : text.contains("\n") ? .literal : .any)
        case .array(let elements): return Node(elements.map(node))
        case .object(let members):
            let first = ["apiVersion", "kind", "metadata", "name"]
            let names = members.keys.sorted { left, right in
                let places = (first.firstIndex(of: left) ?? first.count, first.firstIndex(of: right) ?? first.count)
                return places.0 == places.1 ? left < right : places.0 < places.1
            }
            return Node(names.map { (Node($0), node(members[$0] ?? .null)) })
        }
    }
}
