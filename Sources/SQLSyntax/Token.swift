/// One token of a statement, as PostgreSQL's own scanner cut it.
package struct Token: Sendable, Equatable {
    /// Byte offsets into the text, end exclusive.
    package var start: Int
    package var end: Int
    /// The scanner's token number (`PG_QUERY__TOKEN__…`).
    package var kind: Int32

    package init(start: Int, end: Int, kind: Int32) {
        self.start = start
        self.end = end
        self.kind = kind
    }
}
