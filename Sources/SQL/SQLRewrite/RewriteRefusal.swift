/// Why the rewriter does not let a statement through.
package struct RewriteRefusal: Error, Sendable, Equatable {
    package var sqlState: String
    /// The product's rule, `chaperone/<kebab-case>`.
    package var rule: String
    package var message: String
    /// What to do instead.
    package var hint: String?
    /// A name is unknown; a fresh catalog may know it.
    package var mayBeStale: Bool

    package init(
        _ rule: String, _ message: String, hint: String? = nil, sqlState: String = "42501", mayBeStale: Bool = false
    ) {
        self.rule = "chaperone/" + rule
        self.message = message
        self.hint = hint
        self.sqlState = sqlState
        self.mayBeStale = mayBeStale
    }
}
