/// One thing that is wrong in a policy file.
package struct PolicyDiagnostic: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file's name as it was given, or the option that is wrong (`--listen`).
    package var source: String
    /// Both start at 1; the column counts Unicode scalars. Nil: the error is not in the file.
    package var line: Int?
    package var column: Int?
    package var message: String
    /// The known word that was probably meant.
    package var suggestion: String?

    /// `policy.yaml:12:7: error: unknown key "lisen" — did you mean "listen"?`
    package var description: String {
        let place = [source, line.map(String.init), column.map(String.init)].compactMap(\.self).joined(separator: ":")
        let hint = suggestion.map { " — did you mean \"\($0)\"?" } ?? ""
        return "\(place): error: \(message)\(hint)"
    }
}
