import Judge
import PostgresWire

extension ErrorFields {
    /// Names of the lane's own, which the server quotes, as the client calls them.
    func naming(_ names: [LaneName]) -> ErrorFields {
        ErrorFields(
            fields.map { field in
                var text = field.text
                for name in names where text.utf8.contains(UInt8(ascii: "~")) {
                    text = Self.replacing("\"\(name.upstream)\"", in: text, with: "\"\(name.client)\"")
                }
                return (field.code, text)
            })
    }

    private static func replacing(_ name: String, in text: String, with other: String) -> String {
        let wanted = Array(name.utf8)
        var rest = Array(text.utf8)[...]
        var result: [UInt8] = []
        while let byte = rest.first {
            if byte == wanted[0], rest.starts(with: wanted) {
                result += Array(other.utf8)
                rest = rest.dropFirst(wanted.count)
            } else {
                result.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
