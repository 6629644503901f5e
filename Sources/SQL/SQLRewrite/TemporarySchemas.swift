package import SQLSyntax

/// The server's own names of sessions' temporary schemas, `pg_temp_3` and `pg_toast_temp_3`. What a session means by `pg_temp`
/// is the only one of them that is followed: by its number it would be one that nobody takes for temporary.
package enum TemporarySchemas {
    package static func isNumbered(_ schema: String) -> Bool {
        // Names that begin with pg_ are the server's: no other schema can be called so.
        schema.hasPrefix("pg_temp_") || schema.hasPrefix("pg_toast_temp_")
    }

    /// Why a statement that names one may not be sent where names are followed; nil where it names none.
    package static func refusal(of statement: SyntaxNode) -> RewriteRefusal? {
        let isNamed = statement.contains { node in
            switch node.kind {
            case .rangeVar, .createSchemaStmt: node.string(.schemaname).map(isNumbered) ?? false
            case .alterObjectSchemaStmt: node.string(.newschema).map(isNumbered) ?? false
            // Of names in parts; constants are of another kind.
            case .string: node.string(.sval).map(isNumbered) ?? false
            default: false
            }
        }
        return isNamed ? refusal : nil
    }

    package static let refusal = RewriteRefusal(
        "temporary-schema", "a temporary schema may not be named by its number", hint: "write pg_temp.name")
}
