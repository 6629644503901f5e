/// A value of values in PostgreSQL's binary form, with a text in it.
struct BinaryForm: Sendable, CustomStringConvertible {
    var description: String
    var typeOID: UInt32
    var around: @Sendable ([UInt8]) -> [UInt8]

    /// 49 bytes, which is the digit 1: taken for one, it would hide the number behind it.
    static let text = Array("536-22-0001 is a number, in a text of 49 bytes ...".utf8.prefix(49))
    static let shown = Array("*********** is a number, in a text of 49 bytes ...".utf8.prefix(49))

    static func int(_ value: Int32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
    static func counted(_ bytes: [UInt8]) -> [UInt8] { int(Int32(bytes.count)) + bytes }

    static let all: [BinaryForm] = [
        BinaryForm("array", 1009) { text in
            [int(1), int(0), int(25), int(2), int(1), counted(text), int(-1)].flatMap(\.self)
        },
        BinaryForm("array of two dimensions", 1009) { text in
            [int(2), int(1), int(25), int(1), int(1), int(1), int(1), counted(text)].flatMap(\.self)
        },
        BinaryForm("record", 2249) { text in
            [int(2), int(25), counted(text), int(23), counted(int(7))].flatMap(\.self)
        },
        BinaryForm("record in an array", 2287) { text in
            let record = [int(1), int(25), counted(text)].flatMap(\.self)
            return [int(1), int(0), int(2249), int(1), int(1), counted(record)].flatMap(\.self)
        },
        BinaryForm("range", 16_400) { text in [0x02] + counted(text) + counted(Array("z".utf8)) },
        BinaryForm("multirange", 16_401) { text in int(1) + counted([0x12] + counted(text)) },
        BinaryForm("tsvector", 3614) { text in int(1) + text + [0, 0, 1, 0, 0x31] },
        BinaryForm("hstore", 16_402) { text in int(1) + counted(Array("ssn".utf8)) + counted(text) },
        BinaryForm("text of an extension", 16_403) { text in text },
    ]

    private init(_ description: String, _ typeOID: UInt32, around: @escaping @Sendable ([UInt8]) -> [UInt8]) {
        self.description = description
        self.typeOID = typeOID
        self.around = around
    }
}
