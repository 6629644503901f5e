/// What a statement does, in the words of the policy file.
package enum StatementKind: String, Codable, Sendable, CaseIterable {
    case select, insert, update, delete, merge, ddl, temporary, grant, explain, call, session, transaction, utility
    case copyOut = "copy_out"
    case copyIn = "copy_in"
    /// A table is made of a query, where the target's `derive` says that masked values may stand.
    case derive
}
