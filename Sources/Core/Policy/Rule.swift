/// One rule of the policy. All given conditions must hold.
package struct Rule: Codable, Sendable, Equatable {
    package enum Action: Codable, Sendable, Equatable {
        case allow
        /// Allow, and mark the record.
        case observe
        case deny
        case approve(approvers: [String], expiresSeconds: Int)
    }

    package struct Condition: Codable, Sendable, Equatable {
        /// Empty: any.
        package var statements: [StatementKind] = []
        /// Globs over `schema.relation`; empty: any.
        package var tables: [String] = []
        package var readsPHI = false
        package var writesPHI = false
        package var unfiltered = false
        /// Acts in the stream: the rule holds from row N+1 on.
        package var rowsOver: Int?
        /// RE2 over the normalised text.
        package var matches: String?
        /// Empty: any.
        package var targets: [String] = []
        /// Empty: any.
        package var roles: [String] = []
        /// The rule speaks of SSH, and of no statement. Nil, as in bundles of before: of statements, or of everything.
        package var ssh: SSHCondition?
        package init() {}

        /// It names something that only a statement of SQL has.
        package var namesStatements: Bool {
            !statements.isEmpty || !tables.isEmpty || readsPHI || writesPHI || unfiltered || rowsOver != nil
                || matches != nil
        }
    }

    package var name: String
    package var when: Condition
    package var action: Action
    package var message: String?
    /// Of `approve`: the statement is refused at once, and runs when it comes again after the approval. Nil, as in bundles
    /// of before: it waits.
    package var asksAgain: Bool?

    package init(name: String, when: Condition, action: Action, message: String? = nil, asksAgain: Bool? = nil) {
        self.name = name
        self.when = when
        self.action = action
        self.message = message
        self.asksAgain = asksAgain
    }
}
