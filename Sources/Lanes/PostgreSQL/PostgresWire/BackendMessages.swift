package import NIOCore

/// Messages that chaperone itself sends to a client.
extension ByteBuffer {
    package mutating func writeErrorResponse(_ fields: ErrorFields) { writeFields(UInt8(ascii: "E"), fields) }

    package mutating func writeNoticeResponse(_ fields: ErrorFields) { writeFields(UInt8(ascii: "N"), fields) }

    private mutating func writeFields(_ type: UInt8, _ fields: ErrorFields) {
        writeMessage(type) { buffer in
            for field in fields.fields {
                buffer.writeInteger(field.code)
                buffer.writeCString(field.text)
            }
            buffer.writeInteger(UInt8(0))
        }
    }

    package mutating func writeError(
        severity: String = "ERROR", sqlState: String, message: String, detail: String? = nil, hint: String? = nil
    ) {
        var fields: [(code: UInt8, text: String)] = [
            (UInt8(ascii: "S"), severity), (UInt8(ascii: "V"), severity), (UInt8(ascii: "C"), sqlState),
            (UInt8(ascii: "M"), message.replacingNUL),
        ]
        if let detail { fields.append((UInt8(ascii: "D"), detail.replacingNUL)) }
        if let hint { fields.append((UInt8(ascii: "H"), hint.replacingNUL)) }
        writeErrorResponse(ErrorFields(fields))
    }

    package mutating func writeNotice(_ message: String, hint: String? = nil) {
        var fields: [(code: UInt8, text: String)] = [
            (UInt8(ascii: "S"), "NOTICE"), (UInt8(ascii: "V"), "NOTICE"), (UInt8(ascii: "C"), "01000"),
            (UInt8(ascii: "M"), message),
        ]
        if let hint { fields.append((UInt8(ascii: "H"), hint)) }
        writeNoticeResponse(ErrorFields(fields))
    }

    package mutating func writeAuthenticationOk() {
        writeMessage(UInt8(ascii: "R")) { $0.writeInteger(Int32(0)) }
    }

    package mutating func writeAuthenticationCleartextPassword() {
        writeMessage(UInt8(ascii: "R")) { $0.writeInteger(Int32(3)) }
    }

    package mutating func writeParameterStatus(_ name: String, _ value: String) {
        writeMessage(UInt8(ascii: "S")) { buffer in
            buffer.writeCString(name)
            buffer.writeCString(value)
        }
    }

    package mutating func writeBackendKeyData(processID: Int32, key: CancelKey) {
        writeMessage(UInt8(ascii: "K")) { buffer in
            buffer.writeInteger(processID)
            buffer.writeBytes(key.bytes)
        }
    }

    /// - Parameter status: I, T or E.
    package mutating func writeReadyForQuery(_ status: UInt8) {
        writeMessage(UInt8(ascii: "Z")) { $0.writeInteger(status) }
    }

    /// The version that is spoken, as a whole: what libpq 18 and later take for less than 3.0 they refuse. And the
    /// `_pq_.` options that are not known.
    package mutating func writeNegotiateProtocolVersion(_ minor: ProtocolMinor, unknownOptions: [String]) {
        writeMessage(UInt8(ascii: "v")) { buffer in
            buffer.writeInteger(minor.code)
            buffer.writeInteger(Int32(truncatingIfNeeded: unknownOptions.count))
            for option in unknownOptions { buffer.writeCString(option) }
        }
    }

    package mutating func writeNotification(processID: Int32, channel: [UInt8], payload: [UInt8]) {
        writeMessage(UInt8(ascii: "A")) { buffer in
            buffer.writeInteger(processID)
            buffer.writeBytes(channel)
            buffer.writeInteger(UInt8(0))
            buffer.writeBytes(payload)
            buffer.writeInteger(UInt8(0))
        }
    }

    package mutating func writeCommandComplete(_ tag: String) {
        writeMessage(UInt8(ascii: "C")) { $0.writeCString(tag) }
    }
}

extension String {
    fileprivate var replacingNUL: String { contains("\0") ? filter { $0 != "\0" } : self }
}
