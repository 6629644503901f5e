import NIOCore
import PostgresWire

/// One message of either side.
struct Message: Sendable {
    var type: UInt8
    var body: [UInt8]

    init(_ type: Character, _ body: [UInt8] = []) {
        self.type = type.asciiValue ?? 0
        self.body = body
    }

    // MARK: a client's

    static func query(_ text: String) -> Message { Message("Q", Array(text.utf8) + [0]) }
    static func parse(_ name: String, _ text: String, types: [UInt32] = []) -> Message {
        let numbers = types.flatMap { type in withUnsafeBytes(of: type.bigEndian) { Array($0) } }
        return Message(
            "P", Array(name.utf8) + [0] + Array(text.utf8) + [0, 0, UInt8(types.count)] + numbers)
    }
    static func bind(_ portal: String = "", _ statement: String) -> Message {
        Message("B", Array(portal.utf8) + [0] + Array(statement.utf8) + [0, 0, 0, 0, 0, 0, 0])
    }
    /// Values as text; nil is NULL.
    static func bind(_ portal: String = "", _ statement: String, values: [String?]) -> Message {
        func number(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
        var body = Array(portal.utf8) + [0] + Array(statement.utf8) + [0, 0, 0] + number(UInt16(values.count))
        for value in values {
            body += value.map { number(UInt32($0.utf8.count)) + Array($0.utf8) } ?? [255, 255, 255, 255]
        }
        return Message("B", body + [0, 0])
    }
    static func execute(_ portal: String = "", rows: UInt8 = 0) -> Message {
        Message("E", Array(portal.utf8) + [0, 0, 0, 0, rows])
    }
    static func describePortal(_ name: String) -> Message { Message("D", Array("P\(name)\0".utf8)) }
    static func closePortal(_ name: String) -> Message { Message("C", Array("P\(name)\0".utf8)) }
    static func describeStatement(_ name: String) -> Message { Message("D", Array("S\(name)\0".utf8)) }
    static func closeStatement(_ name: String) -> Message { Message("C", Array("S\(name)\0".utf8)) }
    static func copyData(_ text: String) -> Message { Message("d", Array(text.utf8)) }
    static let sync = Message("S")
    static let copyDone = Message("c")
    static let copyFail = Message("f", Array("no\0".utf8))
    static let flush = Message("H")
    static let terminate = Message("X")

    // MARK: a server's

    static func ready(_ status: Character) -> Message { Message("Z", [status.asciiValue ?? 0]) }
    static func complete(_ tag: String) -> Message { Message("C", Array("\(tag)\0".utf8)) }
    static func error(_ sqlState: String) -> Message {
        Message("E", Array("SERROR\0VERROR\0C\(sqlState)\0Mno\0\0".utf8))
    }
    /// Of any fields.
    static func error(_ fields: [(Character, String)], type: Character = "E") -> Message {
        Message(type, fields.flatMap { Array("\($0.0)\($0.1)\0".utf8) } + [0])
    }
    static func parameter(_ name: String, _ value: String) -> Message {
        Message("S", Array("\(name)\0\(value)\0".utf8))
    }
    static let row = Message("D", [0, 1, 0, 0, 0, 1, 65])
    static func row(_ text: String) -> Message {
        let length = UInt32(text.utf8.count)
        let bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) }
        return Message("D", [0, 1] + bytes + Array(text.utf8))
    }
    /// Of one column `c`, in text.
    static func rowDescription(typeOID: UInt8) -> Message {
        Message("T", [0, 1, 99, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, typeOID, 0, 4, 255, 255, 255, 255, 0, 0])
    }
    static let copyIn = Message("G", [0, 0, 0])
    static let parsed = Message("1")
    static let bound = Message("2")
    static let closed = Message("3")
    static let noData = Message("n")

    // MARK: bytes

    static func bytes(_ messages: [Message]) -> ByteBuffer {
        var buffer = ByteBuffer()
        for message in messages { buffer.writeMessage(message.type) { $0.writeBytes(message.body) } }
        return buffer
    }

    private static func split(_ bytes: ByteBuffer?) -> [(type: UInt8, body: ByteBuffer)] {
        guard var bytes else { return [] }
        var messages: [(UInt8, ByteBuffer)] = []
        while let type = bytes.readInteger(as: UInt8.self), let length = bytes.readInteger(as: Int32.self),
            let body = bytes.readSlice(length: Int(length) - 4)
        { messages.append((type, body)) }
        return messages
    }

    static func types(_ bytes: ByteBuffer?) -> String {
        String(String.UnicodeScalarView(split(bytes).map { UnicodeScalar($0.type) }))
    }

    /// Each message in words: its type, and names and texts of those that have some.
    static func words(_ bytes: ByteBuffer?) -> [String] {
        split(bytes).map { message in
            let type = String(UnicodeScalar(message.type))
            var body = message.body
            switch type {
            case "Q": return "Q " + (body.readCString() ?? "")
            case "P", "B": return "\(type) \(body.readCString() ?? "") \(body.readCString() ?? "")"
            case "D", "C": return "\(type) " + (body.readCString() ?? "")
            case "E": return "E " + (body.readCString() ?? "")
            default: return type
            }
        }
    }

    /// The fields of the errors and notices.
    static func fields(_ bytes: ByteBuffer?) -> [ErrorFields] {
        split(bytes).compactMap { message in
            guard message.type == UInt8(ascii: "E") || message.type == UInt8(ascii: "N") else { return nil }
            return ErrorFields(body: message.body)
        }
    }

    /// The same bytes without the messages of one type.
    static func without(_ type: Character, _ bytes: ByteBuffer) -> ByteBuffer {
        var kept = ByteBuffer()
        for message in split(bytes) where message.type != type.asciiValue {
            kept.writeMessage(message.type) { $0.writeImmutableBuffer(message.body) }
        }
        return kept
    }

    /// The messages (M) of errors and notices.
    static func texts(_ bytes: ByteBuffer?) -> [String] {
        split(bytes).compactMap { message in
            guard message.type == UInt8(ascii: "E") || message.type == UInt8(ascii: "N") else { return nil }
            return ErrorFields(body: message.body)?["M"]
        }
    }

    static func sqlStates(_ bytes: ByteBuffer?) -> [String] {
        split(bytes).compactMap { $0.type == UInt8(ascii: "E") ? ErrorFields(body: $0.body)?.sqlState : nil }
    }
}
