/// Messages of the extended protocol and of COPY, each by itself.
package enum ExtendedMessage {
    package static let flush = FrontendMessage.message("H", [])
    package static let copyDone = FrontendMessage.message("c", [])

    /// - Parameter types: object numbers of the parameters' types; 0: the server decides.
    package static func parse(_ name: String, _ text: String, types: [UInt32] = []) -> [UInt8] {
        FrontendMessage.message(
            "P", string(name) + string(text) + number(UInt16(types.count)) + types.flatMap { number($0) })
    }

    /// - Parameters:
    ///   - values: as text; nil: NULL.
    ///   - binary: how results come.
    package static func bind(
        portal: String = "", _ statement: String, values: [String?] = [], binary: Bool = false
    ) -> [UInt8] {
        let cells = values.flatMap { value -> [UInt8] in
            guard let value else { return number(UInt32.max) }
            return number(UInt32(value.utf8.count)) + Array(value.utf8)
        }
        return FrontendMessage.message(
            "B",
            string(portal) + string(statement) + number(UInt16(0)) + number(UInt16(values.count)) + cells
                + number(UInt16(1)) + number(UInt16(binary ? 1 : 0)))
    }

    package static func describe(statement: String) -> [UInt8] { FrontendMessage.message("D", named("S", statement)) }
    package static func describe(portal: String) -> [UInt8] { FrontendMessage.message("D", named("P", portal)) }
    package static func close(statement: String) -> [UInt8] { FrontendMessage.message("C", named("S", statement)) }
    package static func close(portal: String) -> [UInt8] { FrontendMessage.message("C", named("P", portal)) }

    /// - Parameter rows: at most so many; 0: all.
    package static func execute(portal: String = "", rows: UInt32 = 0) -> [UInt8] {
        FrontendMessage.message("E", string(portal) + number(rows))
    }

    package static func copyData(_ text: String) -> [UInt8] { FrontendMessage.message("d", Array(text.utf8)) }

    private static func string(_ text: String) -> [UInt8] { Array(text.utf8) + [0] }
    private static func named(_ kind: Unicode.Scalar, _ name: String) -> [UInt8] { [UInt8(ascii: kind)] + string(name) }

    private static func number(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
