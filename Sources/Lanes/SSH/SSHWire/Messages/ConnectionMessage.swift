package import NIOCore

/// The messages of RFC 4254. A `channel` is the number that the reader of the message has given it.
package enum ConnectionMessage: OutgoingMessage, ReadableMessage, Equatable {
    case globalRequest(name: String, wantsReply: Bool)
    case requestSuccess
    case requestFailure
    case open(ChannelKind, sender: UInt32, window: UInt32, packetLimit: UInt32)
    case openConfirmation(channel: UInt32, sender: UInt32, window: UInt32, packetLimit: UInt32)
    case openFailure(channel: UInt32, reason: UInt32, words: String)
    case windowAdjust(channel: UInt32, byteCount: UInt32)
    case data(channel: UInt32, ByteBuffer)
    /// `code` 1 is the standard error.
    case extendedData(channel: UInt32, code: UInt32, ByteBuffer)
    case endOfFile(channel: UInt32)
    case close(channel: UInt32)
    case request(channel: UInt32, ChannelRequest, wantsReply: Bool)
    case success(channel: UInt32)
    case failure(channel: UInt32)

    package static func read(_ number: UInt8, _ body: inout ByteBuffer) -> ConnectionMessage? {
        switch number {
        case MessageNumber.globalRequest:
            guard let name = body.readSSHName(), let wantsReply = body.readSSHBoolean() else { return nil }
            body.moveReaderIndex(to: body.writerIndex)
            return .globalRequest(name: name, wantsReply: wantsReply)
        case MessageNumber.requestSuccess:
            body.moveReaderIndex(to: body.writerIndex)
            return .requestSuccess
        case MessageNumber.requestFailure: return .requestFailure
        case MessageNumber.channelOpen:
            guard let name = body.readSSHName(),
                let (sender, window, limit) = body.readMultipleIntegers(as: (UInt32, UInt32, UInt32).self),
                let kind = ChannelKind(name: name, body: &body)
            else { return nil }
            return .open(kind, sender: sender, window: window, packetLimit: limit)
        case MessageNumber.channelOpenConfirmation:
            guard
                let (channel, sender, window, limit) = body.readMultipleIntegers(
                    as: (UInt32, UInt32, UInt32, UInt32).self)
            else { return nil }
            body.moveReaderIndex(to: body.writerIndex)
            return .openConfirmation(channel: channel, sender: sender, window: window, packetLimit: limit)
        default: return body.readInteger(as: UInt32.self).flatMap { ofChannel(number, $0, &body) }
        }
    }

    private static func ofChannel(_ number: UInt8, _ channel: UInt32, _ body: inout ByteBuffer) -> ConnectionMessage? {
        switch number {
        case MessageNumber.channelOpenFailure:
            guard let reason = body.readInteger(as: UInt32.self),
                let words = body.readSSHString(limit: SSHLimits.wordsBytesLimit)
            else { return nil }
            // The language is optional in practice.
            body.moveReaderIndex(to: body.writerIndex)
            let text = String(decoding: words.readableBytesView, as: UTF8.self)
            return .openFailure(channel: channel, reason: reason, words: text)
        case MessageNumber.channelWindowAdjust:
            return body.readInteger().map { .windowAdjust(channel: channel, byteCount: $0) }
        case MessageNumber.channelData:
            return body.readSSHString(limit: SSHLimits.packetBytesLimit).map { .data(channel: channel, $0) }
        case MessageNumber.channelExtendedData:
            guard let code = body.readInteger(as: UInt32.self),
                let data = body.readSSHString(limit: SSHLimits.packetBytesLimit)
            else { return nil }
            return .extendedData(channel: channel, code: code, data)
        case MessageNumber.channelEOF: return .endOfFile(channel: channel)
        case MessageNumber.channelClose: return .close(channel: channel)
        case MessageNumber.channelRequest:
            guard let name = body.readSSHName(), let wantsReply = body.readSSHBoolean(),
                let request = ChannelRequest(name: name, body: &body)
            else { return nil }
            return .request(channel: channel, request, wantsReply: wantsReply)
        case MessageNumber.channelSuccess: return .success(channel: channel)
        case MessageNumber.channelFailure: return .failure(channel: channel)
        default: return nil
        }
    }

    package func write(into buffer: inout ByteBuffer) {
        switch self {
        case .globalRequest(let name, let wantsReply):
            buffer.writeInteger(MessageNumber.globalRequest)
            buffer.writeSSHString(name)
            buffer.writeSSHBoolean(wantsReply)
        case .requestSuccess: buffer.writeInteger(MessageNumber.requestSuccess)
        case .requestFailure: buffer.writeInteger(MessageNumber.requestFailure)
        case .open(let kind, let sender, let window, let limit):
            buffer.writeInteger(MessageNumber.channelOpen)
            buffer.writeSSHString(kind.name)
            buffer.writeMultipleIntegers(sender, window, limit)
            kind.write(into: &buffer)
        case .openConfirmation(let channel, let sender, let window, let limit):
            buffer.writeMultipleIntegers(MessageNumber.channelOpenConfirmation, channel, sender, window, limit)
        case .openFailure(let channel, let reason, let words):
            buffer.writeMultipleIntegers(MessageNumber.channelOpenFailure, channel, reason)
            buffer.writeSSHString(words)
            buffer.writeSSHString("")
        case .windowAdjust(let channel, let byteCount):
            buffer.writeMultipleIntegers(MessageNumber.channelWindowAdjust, channel, byteCount)
        case .data(let channel, let data):
            buffer.writeMultipleIntegers(MessageNumber.channelData, channel)
            buffer.writeSSHString(data)
        case .extendedData(let channel, let code, let data):
            buffer.writeMultipleIntegers(MessageNumber.channelExtendedData, channel, code)
            buffer.writeSSHString(data)
        case .endOfFile(let channel): buffer.writeMultipleIntegers(MessageNumber.channelEOF, channel)
        case .close(let channel): buffer.writeMultipleIntegers(MessageNumber.channelClose, channel)
        case .request(let channel, let request, let wantsReply):
            buffer.writeMultipleIntegers(MessageNumber.channelRequest, channel)
            buffer.writeSSHString(request.name)
            buffer.writeSSHBoolean(wantsReply)
            request.write(into: &buffer)
        case .success(let channel): buffer.writeMultipleIntegers(MessageNumber.channelSuccess, channel)
        case .failure(let channel): buffer.writeMultipleIntegers(MessageNumber.channelFailure, channel)
        }
    }
}
