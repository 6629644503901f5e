package import NIOCore

/// Messages that chaperone sends upstream.
extension ByteBuffer {
    package mutating func writeStartup(_ parameters: [(name: String, value: String)]) {
        let start = writerIndex
        writeInteger(Int32(0))
        writeInteger(Int32(196_608))
        for parameter in parameters {
            writeCString(parameter.name)
            writeCString(parameter.value)
        }
        writeInteger(UInt8(0))
        setInteger(Int32(truncatingIfNeeded: writerIndex - start), at: start)
    }

    package mutating func writeSSLRequest() {
        writeInteger(Int32(8))
        writeInteger(Int32(80_877_103))
    }

    package mutating func writeCancelRequest(processID: Int32, secret: Int32) {
        writeInteger(Int32(16))
        writeInteger(Int32(80_877_102))
        writeInteger(processID)
        writeInteger(secret)
    }

    package mutating func writeQuery(_ text: [UInt8]) {
        writeMessage(UInt8(ascii: "Q")) { buffer in
            buffer.writeBytes(text)
            buffer.writeInteger(UInt8(0))
        }
    }

    /// - Parameter types: the rest of the message as the client sent it: a count and that many type OIDs.
    package mutating func writeParse(name: [UInt8], text: [UInt8], types: ByteBuffer) {
        writeMessage(UInt8(ascii: "P")) { buffer in
            buffer.writeBytes(name)
            buffer.writeInteger(UInt8(0))
            buffer.writeBytes(text)
            buffer.writeInteger(UInt8(0))
            buffer.writeImmutableBuffer(types)
        }
    }

    package mutating func writePassword(_ text: String) {
        writeMessage(UInt8(ascii: "p")) { $0.writeCString(text) }
    }

    package mutating func writeSASLInitialResponse(mechanism: String, _ response: String) {
        writeMessage(UInt8(ascii: "p")) { buffer in
            buffer.writeCString(mechanism)
            buffer.writeInteger(Int32(truncatingIfNeeded: response.utf8.count))
            buffer.writeString(response)
        }
    }

    package mutating func writeSASLResponse(_ response: String) {
        writeMessage(UInt8(ascii: "p")) { $0.writeString(response) }
    }

    package mutating func writeCopyFail(_ reason: String) {
        writeMessage(UInt8(ascii: "f")) { $0.writeCString(reason) }
    }

    package mutating func writeTerminate() {
        writeMessage(UInt8(ascii: "X")) { _ in }
    }
}
