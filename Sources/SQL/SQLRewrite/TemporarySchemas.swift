package import SQLSyntax

/// The server's own names of sessions' temporary schemas, `pg_temp_3` and `pg_toast_temp_3`. What a session means by `pg_temp`
/// is the only one of them that is followed: by its number it would be one that nobody takes for temporary.
package enum TemporarySchemas {
    package static func isNumbered(_ schema: String) -> Bool {
        // Names that begin with pg_ are the server's: no other schema can be called so.
        schema.hasPrefix("pg_temp_") || schema.hasPrefix("pg_toast_temp_")
    }

    /// Why a statement that names one may not be sent where names are followed; nil where it names none.
    /// - Parameters:
    ///   - range: of the statement in its text, in bytes.
    ///   - parsed: the text.
    package static func refusal(
        of statement: SyntaxNode, _ range: Range<Int>, of parsed: ParsedText
    ) -> RewriteRefusal? {
        // Nearly every statement has none: its tree is not looked through.
        let tokens = parsed.tokens[parsed.tokenIndex(at: range.lowerBound)..<parsed.tokenIndex(at: range.upperBound)]
        guard tokens.contains(where: { mayName($0, in: parsed.bytes) }) else { return nil }
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

    /// Whether a token may be a name that begins with pg_, in any of the forms that names are written in.
    private static func mayName(_ token: Token, in bytes: [UInt8]) -> Bool {
        guard token.end - token.start > 3 else { return false }
        switch bytes[token.start] {
        case UInt8(ascii: "p"), UInt8(ascii: "P"): return bytes[token.start + 2] == UInt8(ascii: "_")
        case UInt8(ascii: "\""): return bytes[token.start + 3] == UInt8(ascii: "_")
        // U&"…", whose every letter may be an escape.
        case UInt8(ascii: "u"), UInt8(ascii: "U"): return bytes[token.start + 1] == UInt8(ascii: "&")
        default: return false
        }
    }

    package static let refusal = RewriteRefusal(
        "temporary-schema", "a temporary schema may not be named by its number", hint: "write pg_temp.name")
}
