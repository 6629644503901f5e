package import NIOCore
package import SSHWire

/// Data, requests and the end of channels.
extension SSHConnection {
    // MARK: incoming

    mutating func receive(_ data: ByteBuffer, _ stream: DataStream, _ number: UInt32) throws(SSHViolation)
        -> ConnectionEvent?
    {
        var channel = try channel(number)
        guard case .open = channel.state, !channel.receivedEOF else { throw Self.outOfOrder }
        guard data.readableBytes <= channel.receiveWindow else {
            throw SSHViolation(.protocolError, "the peer sends more than the channel's window allows")
        }
        channel.receiveWindow -= data.readableBytes
        channels[number] = channel
        // Behind our CLOSE nobody reads any more.
        return channel.sentClose || data.readableBytes == 0 ? nil : .data(ChannelID(number: number), stream, data)
    }

    mutating func receive(
        _ request: ChannelRequest, _ wantsReply: Bool, _ number: UInt32
    ) throws(SSHViolation) -> ConnectionEvent? {
        var channel = try channel(number)
        guard case .open = channel.state else { throw Self.outOfOrder }
        if channel.sentClose { return nil }
        if case .other = request {
            // keepalive@openssh.com is one. Answered behind what came before it.
            if wantsReply { try expectReply(&channel, false) }
            flushReplies(&channel)
            channels[number] = channel
            return nil
        }
        if wantsReply { try expectReply(&channel, nil) }
        channels[number] = channel
        return .request(ChannelID(number: number), request, wantsReply: wantsReply)
    }

    mutating func receiveReply(_ isSuccess: Bool, _ number: UInt32) throws(SSHViolation) -> ConnectionEvent? {
        try update(number) { channel throws(SSHViolation) in
            guard channel.pendingRequests > 0 else {
                throw SSHViolation(.protocolError, "the peer answers a request that there was not")
            }
            channel.pendingRequests -= 1
            return channel.sentClose ? nil : .reply(ChannelID(number: number), isSuccess: isSuccess)
        }
    }

    mutating func close(_ number: UInt32) throws(SSHViolation) -> ConnectionEvent? {
        var channel = try channel(number)
        guard case .open = channel.state else { throw Self.outOfOrder }
        channel.receivedClose = true
        put(channel.sentClose ? nil : channel, number)
        return .closed(ChannelID(number: number))
    }

    private func expectReply(_ channel: inout Channel, _ reply: Bool?) throws(SSHViolation) {
        guard channel.replies.count < SessionLimits.pendingRequestsLimit else {
            throw SSHViolation(
                .protocolError, "more than \(SessionLimits.pendingRequestsLimit) requests of a channel are unanswered")
        }
        channel.replies.append(reply)
    }

    private mutating func flushReplies(_ channel: inout Channel) {
        while let first = channel.replies.first, let reply = first {
            channel.replies.removeFirst()
            post(reply ? .success(channel: channel.peerNumber) : .failure(channel: channel.peerNumber))
        }
    }

    // MARK: outgoing

    /// Writes as much of `data` as the peer's window takes, and leaves the rest.
    /// - Parameter atMost: about so many bytes of what is to be sent may be data.
    package mutating func write(
        _ data: inout ByteBuffer, _ stream: DataStream, on id: ChannelID, atMost: Int = .max
    ) {
        guard var channel = channels[id.number], channel.maySend, !channel.sentEOF else { return }
        let limit = min(channel.peerPacketLimit, SessionLimits.dataBytesLimit)
        while data.readableBytes > 0, channel.sendWindow > 0, outboxDataBytes < atMost {
            let count = min(limit, data.readableBytes, Int(channel.sendWindow))
            guard count > 0, let part = data.readSlice(length: count) else { break }
            channel.sendWindow -= UInt32(count)
            outboxDataBytes += count
            switch stream {
            case .output: post(.data(channel: channel.peerNumber, part))
            case .errors:
                post(.extendedData(channel: channel.peerNumber, code: DataStream.errorsCode, part))
            }
        }
        channels[id.number] = channel
    }

    /// Bytes that the peer would take now.
    package func writableByteCount(_ id: ChannelID) -> Int {
        guard let channel = channels[id.number], channel.maySend, !channel.sentEOF else { return 0 }
        return Int(channel.sendWindow)
    }

    /// So many bytes of the peer's have been taken care of: it may send as many more. It is told in portions.
    package mutating func credit(_ byteCount: Int, _ id: ChannelID) {
        guard var channel = channels[id.number], channel.maySend, !channel.receivedEOF, !channel.receivedClose else {
            return
        }
        channel.credit += byteCount
        if channel.credit * 4 >= channel.windowBytes || channel.receiveWindow < SessionLimits.dataBytesLimit {
            post(.windowAdjust(channel: channel.peerNumber, byteCount: UInt32(channel.credit)))
            channel.receiveWindow += channel.credit
            channel.credit = 0
        }
        channels[id.number] = channel
    }

    package mutating func request(_ request: ChannelRequest, wantsReply: Bool, on id: ChannelID) {
        guard var channel = channels[id.number], channel.maySend else { return }
        if wantsReply { channel.pendingRequests += 1 }
        channels[id.number] = channel
        post(.request(channel: channel.peerNumber, request, wantsReply: wantsReply))
    }

    /// Answers the first of the peer's requests that is unanswered.
    package mutating func reply(isSuccess: Bool, on id: ChannelID) {
        guard var channel = channels[id.number], channel.maySend,
            let index = channel.replies.firstIndex(where: { $0 == nil })
        else { return }
        channel.replies[index] = isSuccess
        flushReplies(&channel)
        channels[id.number] = channel
    }

    package mutating func endOfFile(_ id: ChannelID) {
        guard var channel = channels[id.number], channel.maySend, !channel.sentEOF else { return }
        channel.sentEOF = true
        channels[id.number] = channel
        post(.endOfFile(channel: channel.peerNumber))
    }

    package mutating func close(_ id: ChannelID) {
        guard var channel = channels[id.number], channel.maySend else { return }
        channel.sentClose = true
        put(channel.receivedClose ? nil : channel, id.number)
        post(.close(channel: channel.peerNumber))
    }
}
