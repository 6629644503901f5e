import Policy

/// search_path as it is written.
package enum SearchPathText {
    /// The value of search_path as a list of names, unquoted ones in lower case; nil where it is not written plainly (other
    /// blanks than spaces, quotes within a name, a name that the server would cut): the server may read another.
    package static func names(_ value: String) -> [String]? { try? SQLName.list(value) }

    /// - Parameter role: whose schema `"$user"` is. It stays in the path where there is none: one may be made.
    package static func resolved(_ names: [String], role: String) -> [String] {
        names.map { $0 == "$user" ? role : $0 }
    }
}
