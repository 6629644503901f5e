/// Members that an API server has written. One of another type than it has in Kubernetes is no pod.
extension JSONValue {
    func text(_ key: String) throws(AdmissionReview.Malformed) -> String? {
        guard let value = self[key] else { return nil }
        guard case .string(let text) = value else { throw Self.wrong(key) }
        return text
    }

    func texts(_ key: String) throws(AdmissionReview.Malformed) -> [String] {
        try list(key).map { (value) throws(AdmissionReview.Malformed) in
            guard case .string(let text) = value else { throw Self.wrong(key) }
            return text
        }
    }

    func flag(_ key: String) throws(AdmissionReview.Malformed) -> Bool { try optionalFlag(key) ?? false }

    func optionalFlag(_ key: String) throws(AdmissionReview.Malformed) -> Bool? {
        guard let value = self[key] else { return nil }
        guard case .bool(let flag) = value else { throw Self.wrong(key) }
        return flag
    }

    func integer(_ key: String) throws(AdmissionReview.Malformed) -> Int64? {
        guard let value = self[key] else { return nil }
        guard case .integer(let number) = value else { throw Self.wrong(key) }
        return number
    }

    /// - Returns: nil when it is not there.
    func optionalList(_ key: String) throws(AdmissionReview.Malformed) -> [JSONValue]? {
        guard let value = self[key] else { return nil }
        guard case .array(let elements) = value else { throw Self.wrong(key) }
        return elements
    }

    func list(_ key: String) throws(AdmissionReview.Malformed) -> [JSONValue] { try optionalList(key) ?? [] }

    /// - Returns: nil when it is not there.
    func texts(by key: String) throws(AdmissionReview.Malformed) -> [String: String]? {
        guard let value = self[key] else { return nil }
        guard case .object(let members) = value else { throw Self.wrong(key) }
        var texts: [String: String] = [:]
        for (name, member) in members {
            guard case .string(let text) = member else { throw Self.wrong(key) }
            texts[name] = text
        }
        return texts
    }

    private static func wrong(_ key: String) -> AdmissionReview.Malformed {
        AdmissionReview.Malformed(description: "\"\(key)\" has a type that it does not have in Kubernetes")
    }
}
