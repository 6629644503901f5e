/// `$.a.b` and `$."a b".c`: members of objects only.
enum JSONPathText {
    static let pathPartsLimit = 16

    static func parse(_ text: String) -> [String]? {
        var rest = text[...]
        guard rest.popFirst() == "$", !rest.isEmpty else { return nil }
        var path: [String] = []
        while !rest.isEmpty {
            guard rest.popFirst() == ".", path.count < pathPartsLimit else { return nil }
            let part: Substring
            if rest.first == "\"" {
                rest.removeFirst()
                part = rest.prefix { $0 != "\"" && $0 != "\\" }
                rest = rest.dropFirst(part.count)
                guard rest.popFirst() == "\"" else { return nil }
            } else {
                part = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
                rest = rest.dropFirst(part.count)
            }
            guard !part.isEmpty else { return nil }
            path.append(String(part))
        }
        return path
    }

    static func text(_ path: [String]) -> String { "$." + path.joined(separator: ".") }
}
