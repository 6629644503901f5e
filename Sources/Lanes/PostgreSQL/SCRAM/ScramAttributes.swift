/// The `key=value` parts of a SCRAM message (RFC 5802, section 5.1), in any order; the first of a kind counts.
struct ScramAttributes {
    private let parts: [Substring]

    init(_ message: String) { parts = message.split(separator: ",", omittingEmptySubsequences: false) }

    subscript(_ key: Character) -> String? {
        parts.first { $0.first == key && $0.dropFirst().first == "=" }.map { String($0.dropFirst(2)) }
    }
}
