package import NIOCore

/// Messages that chaperone sends upstream.
extension ByteBuffer {
    package mutating func writeStartup(_ minor: ProtocolMinor, _ parameters: [(name: String, value: String)]) {
        let start = writerIndex
        writeInteger(Int32(0))
        writeInteger(minor.code)
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

    package mutating func writeCancelRequest(processID: Int32, key: CancelKey) {
        writeInteger(Int32(12 + key.bytes.count))
        writeInteger(Int32(80_877_102))
        writeInteger(processID)
        writeBytes(key.bytes)
    }

    package mutating func writeQuery(_ text: [UInt8]) {
        writeMessage(UInt8(ascii: "Q")) { buffer in
            buffer.writeBytes(text)
            buffer.writeInteger(UInt8(0))
        }
    }

    /// - Parameter types: the rest of the message as the client sent it: a count and that many type OIDs.
    package mutating func writeParse(name: String, text: [UInt8], types: ByteBuffer) {
        writeMessage(UInt8(ascii: "P")) { buffer in
            buffer.writeCString(name)
            buffer.writeBytes(text)
            buffer.writeInteger(UInt8(0))
            buffer.writeImmutableBuffer(types)
        }
    }

    /// On the path of every prepared statement: nothing is allocated.
    /// - Parameters:
    ///   - portal: with its NUL, and so `statement`.
    ///   - values: the rest of the message as the client sent it: formats, parameters, result formats.
    package mutating func writeBind(portal: [UInt8], statement: [UInt8], values: ByteBuffer) {
        let length = 4 + portal.count + statement.count + values.readableBytes
        // In one piece: each write to a buffer looks at its storage.
        writeWithUnsafeMutableBytes(minimumWritableBytes: 1 + length) { target in
            target[0] = UInt8(ascii: "B")
            target.storeBytes(of: UInt32(truncatingIfNeeded: length).bigEndian, toByteOffset: 1, as: UInt32.self)
            var place = 5
            for name in [portal, statement] {
                name.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: target[place...]).copyMemory(from: $0) }
                place += name.count
            }
            values.withUnsafeReadableBytes {
                UnsafeMutableRawBufferPointer(rebasing: target[place...]).copyMemory(from: $0)
            }
            return 1 + length
        }
    }

    /// - Parameter kind: S or P.
    package mutating func writeDescribe(_ kind: UInt8, _ name: String) {
        writeMessage(UInt8(ascii: "D")) { buffer in
            buffer.writeInteger(kind)
            buffer.writeCString(name)
        }
    }

    /// - Parameter kind: S or P.
    package mutating func writeClose(_ kind: UInt8, _ name: String) {
        writeMessage(UInt8(ascii: "C")) { buffer in
            buffer.writeInteger(kind)
            buffer.writeCString(name)
        }
    }

    package mutating func writeExecute(portal: String, rowsLimit: Int32) {
        writeMessage(UInt8(ascii: "E")) { buffer in
            buffer.writeCString(portal)
            buffer.writeInteger(rowsLimit)
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

    package mutating func writeFlush() {
        writeMessage(UInt8(ascii: "H")) { _ in }
    }

    package mutating func writeTerminate() {
        writeMessage(UInt8(ascii: "X")) { _ in }
    }
}
