/// What a statement does, in the words of the policy file.
package enum StatementKind: String, Codable, Sendable, CaseIterable {
    case select, insert, update, delete, merge, ddl, temporary, grant, explain, call, session, transaction, utility
    case copyOut = "copy_out"
    case copyIn = "copy_in"
}
