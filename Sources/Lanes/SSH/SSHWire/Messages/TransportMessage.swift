package import NIOCore

/// The messages of RFC 4253 and RFC 8308, and OpenSSH's ping.
package enum TransportMessage: OutgoingMessage, ReadableMessage, Equatable {
    /// The reason as a number, since peers make up their own.
    case disconnect(reason: UInt32, words: String)
    case ignore
    case unimplemented(sequence: UInt32)
    case debug
    case serviceRequest(String)
    case serviceAccept(String)
    case extensionInfo([ProtocolExtension])
    case keyExchangeInit(KeyExchangeInit)
    case newKeys
    case exchangeInit(clientValue: ByteBuffer)
    case exchangeReply(hostKey: ByteBuffer, serverValue: ByteBuffer, signature: ByteBuffer)
    case ping(ByteBuffer)
    case pong(ByteBuffer)

    package static func read(_ number: UInt8, _ body: inout ByteBuffer) -> TransportMessage? {
        switch number {
        case MessageNumber.disconnect:
            guard let reason = body.readInteger(as: UInt32.self),
                let words = body.readSSHString(limit: SSHLimits.wordsBytesLimit)
            else { return nil }
            // The language is optional in practice.
            body.moveReaderIndex(to: body.writerIndex)
            return .disconnect(reason: reason, words: String(decoding: words.readableBytesView, as: UTF8.self))
        case MessageNumber.ignore:
            body.moveReaderIndex(to: body.writerIndex)
            return .ignore
        case MessageNumber.unimplemented: return body.readInteger().map { .unimplemented(sequence: $0) }
        case MessageNumber.debug:
            body.moveReaderIndex(to: body.writerIndex)
            return .debug
        case MessageNumber.serviceRequest: return body.readSSHName().map { .serviceRequest($0) }
        case MessageNumber.serviceAccept: return body.readSSHName().map { .serviceAccept($0) }
        case MessageNumber.extensionInfo: return ProtocolExtension.readAll(&body).map { .extensionInfo($0) }
        case MessageNumber.keyExchangeInit: return KeyExchangeInit(body: &body).map { .keyExchangeInit($0) }
        case MessageNumber.newKeys: return .newKeys
        case MessageNumber.exchangeInit:
            return body.readSSHString(limit: SSHLimits.exchangeValueBytesLimit).map { .exchangeInit(clientValue: $0) }
        case MessageNumber.exchangeReply:
            guard let hostKey = body.readSSHString(limit: SSHLimits.keyBytesLimit),
                let value = body.readSSHString(limit: SSHLimits.exchangeValueBytesLimit),
                let signature = body.readSSHString(limit: SSHLimits.signatureBytesLimit)
            else { return nil }
            return .exchangeReply(hostKey: hostKey, serverValue: value, signature: signature)
        case MessageNumber.ping: return body.readSSHString(limit: SSHLimits.pingBytesLimit).map { .ping($0) }
        case MessageNumber.pong: return body.readSSHString(limit: SSHLimits.pingBytesLimit).map { .pong($0) }
        default: return nil
        }
    }

    package func write(into buffer: inout ByteBuffer) {
        switch self {
        case .disconnect(let reason, let words):
            buffer.writeInteger(MessageNumber.disconnect)
            buffer.writeInteger(reason)
            buffer.writeSSHString(words)
            buffer.writeSSHString("")
        case .ignore:
            buffer.writeInteger(MessageNumber.ignore)
            buffer.writeSSHString("")
        case .unimplemented(let sequence):
            buffer.writeInteger(MessageNumber.unimplemented)
            buffer.writeInteger(sequence)
        case .debug:
            buffer.writeInteger(MessageNumber.debug)
            buffer.writeSSHBoolean(false)
            buffer.writeSSHString("")
            buffer.writeSSHString("")
        case .serviceRequest(let name):
            buffer.writeInteger(MessageNumber.serviceRequest)
            buffer.writeSSHString(name)
        case .serviceAccept(let name):
            buffer.writeInteger(MessageNumber.serviceAccept)
            buffer.writeSSHString(name)
        case .extensionInfo(let extensions):
            buffer.writeInteger(MessageNumber.extensionInfo)
            ProtocolExtension.writeAll(extensions, into: &buffer)
        case .keyExchangeInit(let offer):
            buffer.writeInteger(MessageNumber.keyExchangeInit)
            offer.write(into: &buffer)
        case .newKeys: buffer.writeInteger(MessageNumber.newKeys)
        case .exchangeInit(let value):
            buffer.writeInteger(MessageNumber.exchangeInit)
            buffer.writeSSHString(value)
        case .exchangeReply(let hostKey, let value, let signature):
            buffer.writeInteger(MessageNumber.exchangeReply)
            buffer.writeSSHString(hostKey)
            buffer.writeSSHString(value)
            buffer.writeSSHString(signature)
        case .ping(let data):
            buffer.writeInteger(MessageNumber.ping)
            buffer.writeSSHString(data)
        case .pong(let data):
            buffer.writeInteger(MessageNumber.pong)
            buffer.writeSSHString(data)
        }
    }
}
