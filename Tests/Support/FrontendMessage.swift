/// Encodes what the test's client sends.
package enum FrontendMessage {
    package static let sync = message("S", [])
    package static let copyFail = message("f", text("the test sends nothing"))
    package static let terminate = message("X", [])

    package static func query(_ text: String) -> [UInt8] { message("Q", Self.text(text)) }

    /// Parse, Bind, Describe, Execute and Sync of the unnamed statement, without parameters.
    package static func extended(_ statement: String, binary: Bool) -> [UInt8] {
        let format: [UInt8] = binary ? [0, 1, 0, 1] : [0, 0]
        return message("P", [0] + text(statement) + [0, 0])
            + message("B", [0, 0, 0, 0, 0, 0] + format)
            + message("D", [UInt8(ascii: "P"), 0])
            + message("E", [0, 0, 0, 0, 0])
            + sync
    }

    package static func startup(_ parameters: [(String, String)]) -> [UInt8] {
        let body: [UInt8] = [0, 3, 0, 0] + parameters.flatMap { text($0.0) + text($0.1) } + [0]
        return length(body) + body
    }

    static func password(_ text: String) -> [UInt8] { message("p", self.text(text)) }

    package static func cancel(_ key: [UInt8]) -> [UInt8] { length([0, 0, 0, 0] + key) + [4, 210, 22, 46] + key }

    static func saslFirst(_ data: String) -> [UInt8] {
        message("p", text("SCRAM-SHA-256") + length(Array(data.utf8), counted: 0) + Array(data.utf8))
    }

    static func saslFinal(_ data: String) -> [UInt8] { message("p", Array(data.utf8)) }

    package static func message(_ type: Unicode.Scalar, _ body: [UInt8]) -> [UInt8] {
        [UInt8(ascii: type)] + length(body) + body
    }

    private static func length(_ body: [UInt8], counted: Int = 4) -> [UInt8] {
        let count = UInt32(body.count + counted)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
    }

    private static func text(_ string: String) -> [UInt8] { Array(string.utf8) + [0] }
}
