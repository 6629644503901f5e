/// A routine with its arguments, as people write it: `clinic.band(int, text)`.
package enum SignatureText {
    /// The one way to write it: no blanks but inside names of types, types as `format_type` calls them.
    package static func canonical(_ text: String) -> String {
        guard let open = text.firstIndex(of: "("), text.last == ")" else { return text }
        let name = text[..<open].split(separator: " ").joined()
        let arguments = text[text.index(after: open)..<text.index(before: text.endIndex)]
        return name + "(" + arguments.split(separator: ",").map(type).joined(separator: ",") + ")"
    }

    private static func type(_ text: Substring) -> String {
        var words = text.split(separator: " ").joined(separator: " ")
        var brackets = ""
        while words.hasSuffix("[]") {
            words.removeLast(2)
            brackets += "[]"
        }
        return (aliases[words.lowercased()] ?? words) + brackets
    }

    private static let aliases = [
        "bool": "boolean", "char": "character", "decimal": "numeric", "float4": "real", "float8": "double precision",
        "int": "integer", "int2": "smallint", "int4": "integer", "int8": "bigint",
        "time": "time without time zone", "timestamp": "timestamp without time zone",
        "timestamptz": "timestamp with time zone", "timetz": "time with time zone", "varbit": "bit varying",
        "varchar": "character varying",
    ]
}
