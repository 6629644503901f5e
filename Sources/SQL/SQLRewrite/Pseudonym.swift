/// What stands for a value under the mask `pseudonym`: digits of a keyed hash of it, and in text and uuid behind them
/// digits of a keyed hash of those, so that a pseudonym is known when it comes back. The sidecar computes the same check.
package enum Pseudonym {
    /// The run-time parameter that holds the pseudonym key; set in the startup message of the upstream connection, and
    /// never readable by a client.
    static let keyParameter = "chaperone.key"

    /// A text begins so.
    package static let prefix = "p_"
    /// A text's hexadecimal digits, the check included; fewer where the column has no room.
    package static let textDigits = 20
    /// Of them; what merely looks like a pseudonym passes for one in one of 65,536.
    package static let textCheckDigits = 4
    /// Below this too many values would share a pseudonym.
    package static let shortestText = 14
    package static let uuidDigits = 32
    /// Of them: uuids that are none of ours are everywhere, so one of 2^48 passes for one.
    package static let uuidCheckDigits = 12
    /// What the check hashes between the key and the digits before it.
    package static let checkDomain = "check"

    /// Hex of SHA-256(key ‖ SHA-256(key ‖ domain ‖ value)): keyed, nested so that no output extends to another, and
    /// made of functions that every PostgreSQL since 11 has. The key itself stays in a run-time parameter: EXPLAIN and
    /// pg_stat_activity show its name only.
    static func keyed(_ value: String, domain: String) -> String {
        let inner = hash(
            SQLExpression.concatenated(SQLExpression.concatenated(key, SQLText.literal(domain)), value))
        let outer = SQLExpression.call(
            "sha256", SQLExpression.concatenated(SQLExpression.call("convert_to", key, "'UTF8'"), inner))
        return SQLExpression.call("encode", outer, "'hex'")
    }

    /// `digits` hexadecimal digits of a token, and behind them their check. In a query of its own, so that the token is
    /// computed once.
    static func checked(_ token: String, digits: Int, check: Int, write: (String) -> String) -> String {
        let shown = "d.digits"
        // Of a hash of which so little is shown nobody makes another.
        let checked = SQLExpression.concatenated(
            SQLExpression.concatenated(key, SQLText.literal(checkDomain)), shown)
        let all = SQLExpression.concatenated(
            shown,
            SQLExpression.call(
                "substr", SQLExpression.call("encode", hash(checked), "'hex'"), "1", "\(check)"))
        return "(SELECT \(write(all)) FROM (SELECT \(SQLExpression.call("substr", token, "1", "\(digits - check)")) "
            + "AS digits OFFSET 0) AS d)"
    }

    static func bits(_ hex: String, digits: Int, _ type: String) -> String {
        let prefixed = SQLExpression.concatenated("'x'", SQLExpression.call("substr", hex, "1", "\(digits)"))
        return "\(prefixed)::pg_catalog.bit(\(digits * 4))::pg_catalog.\(type)"
    }

    private static var key: String { SQLExpression.call("current_setting", SQLText.literal(keyParameter)) }

    private static func hash(_ text: String) -> String {
        SQLExpression.call("sha256", SQLExpression.call("convert_to", text, "'UTF8'"))
    }
}

extension MaskExpression {
    static func pseudonym(_ value: String, _ column: Column) -> String? {
        guard column.typeSchema == "pg_catalog" else { return nil }
        let token = Pseudonym.keyed(SQLExpression.text(value), domain: "pseudonym")
        switch column.typeName {
        case "text", "varchar", "bpchar", "name":
            let room = column.lengthLimit ?? .max
            guard room >= Pseudonym.shortestText else { return nil }
            let digits = min(Pseudonym.textDigits, room - Pseudonym.prefix.count)
            return Pseudonym.checked(token, digits: digits, check: Pseudonym.textCheckDigits) {
                SQLExpression.cast(SQLExpression.concatenated(SQLText.literal(Pseudonym.prefix), $0), column)
            }
        case "uuid":
            return Pseudonym.checked(token, digits: Pseudonym.uuidDigits, check: Pseudonym.uuidCheckDigits) {
                "\($0)::pg_catalog.uuid"
            }
        case "int8": return "(\(opaque(value, Pseudonym.bits(token, digits: 15, "int8"))))"
        case "int4": return "(\(opaque(value, Pseudonym.bits(token, digits: 7, "int4"))))"
        default: return nil
        }
    }
}
