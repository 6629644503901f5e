import NIOCore
import PostgresWire

/// What client and server send for a prepared statement that gives one row of one number.
enum Messages {
    static let execution = bytes { buffer in
        buffer.writeMessage(UInt8(ascii: "B")) {
            $0.writeBytes([0] + Array("P0_0\0".utf8) + [0, 0, 0, 1, 0, 0, 0, 6] + Array("123456".utf8) + [0, 1, 0, 0])
        }
        buffer.writeMessage(UInt8(ascii: "D")) { $0.writeBytes(Array("P\0".utf8)) }
        buffer.writeMessage(UInt8(ascii: "E")) { $0.writeBytes([0, 0, 0, 0, 0]) }
        buffer.writeMessage(UInt8(ascii: "S")) { _ in }
    }

    static let answer = bytes { buffer in
        buffer.writeMessage(UInt8(ascii: "2")) { _ in }
        buffer.writeMessage(UInt8(ascii: "T")) {
            $0.writeBytes([0, 1] + Array("abalance\0".utf8) + [0, 0, 64, 1, 0, 3, 0, 0, 0, 23, 0, 4])
            $0.writeBytes([255, 255, 255, 255, 0, 0])
        }
        buffer.writeMessage(UInt8(ascii: "D")) { $0.writeBytes([0, 1, 0, 0, 0, 4] + Array("1234".utf8)) }
        buffer.writeMessage(UInt8(ascii: "C")) { $0.writeBytes(Array("SELECT 1\0".utf8)) }
        ready(&buffer)
    }

    static func preparation(_ text: String) -> ByteBuffer {
        bytes { buffer in
            buffer.writeMessage(UInt8(ascii: "P")) { $0.writeBytes(Array("P0_0\0\(text)\0".utf8) + [0, 0]) }
            buffer.writeMessage(UInt8(ascii: "S")) { _ in }
        }
    }

    static let prepared = bytes { buffer in
        buffer.writeMessage(UInt8(ascii: "1")) { _ in }
        ready(&buffer)
    }

    private static func ready(_ buffer: inout ByteBuffer) {
        buffer.writeMessage(UInt8(ascii: "Z")) { $0.writeInteger(UInt8(ascii: "I")) }
    }

    private static func bytes(_ write: (inout ByteBuffer) -> Void) -> ByteBuffer {
        var buffer = ByteBuffer()
        write(&buffer)
        return buffer
    }
}
