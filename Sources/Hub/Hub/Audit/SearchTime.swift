import AuditLog

/// A time as people write it to narrow a search, UTC: a day, a second, or what records carry.
package enum SearchTime {
    /// - Returns: microseconds since 1970; nil when it is not one.
    package static func microseconds(_ text: String) -> Int64? {
        let zero = "0000-00-00T00:00:00.000000Z"
        let bare = text.hasSuffix("Z") ? String(text.dropLast()) : text
        return [10, 19, 26].contains(bare.utf8.count) ? Timestamp.parse(bare + zero.dropFirst(bare.utf8.count)) : nil
    }
}
