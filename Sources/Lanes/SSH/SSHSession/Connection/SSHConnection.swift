package import NIOCore
package import SSHWire

/// One side of the connection layer (RFC 4254): channels with their windows, side by side. Messages in, events and messages
/// out. Towards the client it is the server, towards a host the client.
///
/// What concerns only one hop is answered here and goes no further: global requests (keep-alives, host keys, the end
/// of sessions), unknown requests of channels. Forwardings that a peer would begin are refused here.
package struct SSHConnection: Sendable {
    package enum Side: Sendable { case server, client }

    let side: Side
    var channels: [UInt32: Channel] = [:]
    private var nextNumber: UInt32 = 0
    private var mayOpenSessions = true
    /// What is to be sent, in its order.
    package private(set) var outbox: [ConnectionMessage] = []
    /// Bytes of data among it.
    var outboxDataBytes = 0
    /// What all channels of the lane may still have: windows become smaller with it.
    var laneRoomBytes = Int.max
    /// Counts what changes the windows of all channels together.
    private(set) var windowChanges: UInt64 = 0

    package init(_ side: Side) { self.side = side }

    package mutating func takeOutbox() -> [ConnectionMessage] {
        defer {
            outbox.removeAll(keepingCapacity: true)
            outboxDataBytes = 0
        }
        return outbox
    }

    package var channelCount: Int { channels.count }

    /// What the peers of all channels may send, each channel with the minimum at least.
    var windowsByteCount: Int {
        channels.values.reduce(0) { $0 + max($1.windowBytes, SessionLimits.windowMinimumBytes) }
    }

    mutating func post(_ message: ConnectionMessage) { outbox.append(message) }

    /// Nil: there is nothing for anybody to do.
    package mutating func receive(_ payload: ByteBuffer) throws(SSHViolation) -> ConnectionEvent? {
        let message = try ConnectionMessage(payload: payload)
        switch message {
        case .globalRequest(let name, let wantsReply): return answer(name, wantsReply)
        case .requestSuccess, .requestFailure:
            throw SSHViolation(.protocolError, "the peer answers a global request that there was not")
        case .open(let kind, let sender, let window, let limit):
            return open(kind, sender: sender, window: window, limit: limit)
        case .openConfirmation(let number, let sender, let window, let limit):
            return try update(number) { channel throws(SSHViolation) in
                guard case .openingByUs = channel.state else { throw Self.outOfOrder }
                channel.state = .open
                channel.peerNumber = sender
                channel.sendWindow = window
                channel.peerPacketLimit = Int(limit)
                return .opened(ChannelID(number: number))
            }
        case .openFailure(let number, _, _):
            guard case .openingByUs = try channel(number).state else { throw Self.outOfOrder }
            put(nil, number)
            return .refused(ChannelID(number: number))
        case .windowAdjust(let number, let byteCount):
            return try update(number) { channel throws(SSHViolation) in
                let (window, overflows) = channel.sendWindow.addingReportingOverflow(byteCount)
                guard !overflows else { throw SSHViolation(.protocolError, "a window is over what its number holds") }
                channel.sendWindow = window
                return channel.maySend ? .credit(ChannelID(number: number)) : nil
            }
        case .data(let number, let data): return try receive(data, .output, number)
        case .extendedData(let number, let code, let data):
            guard code == DataStream.errorsCode, side == .client else {
                throw SSHViolation(.protocolError, "extended data are of a kind that is not known here")
            }
            return try receive(data, .errors, number)
        case .endOfFile(let number):
            return try update(number) { channel throws(SSHViolation) in
                guard case .open = channel.state, !channel.receivedEOF else { throw Self.outOfOrder }
                channel.receivedEOF = true
                return channel.sentClose ? nil : .endOfFile(ChannelID(number: number))
            }
        case .close(let number): return try close(number)
        case .request(let number, let request, let wantsReply): return try receive(request, wantsReply, number)
        case .success(let number): return try receiveReply(true, number)
        case .failure(let number): return try receiveReply(false, number)
        }
    }

    // MARK: opening

    /// Asks the host for a channel; `opened` or `refused` will say.
    package mutating func open(_ kind: ChannelKind) -> ChannelID {
        var channel = Channel(state: .openingByUs)
        channel.windowBytes = shareOfWindows
        channel.receiveWindow = channel.windowBytes
        let number = take(channel)
        post(
            .open(
                kind, sender: number, window: UInt32(channel.windowBytes),
                packetLimit: UInt32(SessionLimits.dataBytesLimit)))
        return ChannelID(number: number)
    }

    /// Opens what the client asked for.
    /// - Parameter windowBytes: what may come before `openWindow`; nil: the channel's share at once.
    package mutating func confirm(_ id: ChannelID, windowBytes: Int? = nil) {
        guard var channel = channels[id.number], case .openingByPeer = channel.state else { return }
        channel.state = .open
        channel.windowBytes = windowBytes ?? shareOfWindows
        channel.receiveWindow = channel.windowBytes
        put(channel, id.number)
        post(
            .openConfirmation(
                channel: channel.peerNumber, sender: id.number, window: UInt32(channel.windowBytes),
                packetLimit: UInt32(SessionLimits.dataBytesLimit)))
    }

    /// The channel's share of what the connection's peer may send.
    package mutating func openWindow(_ id: ChannelID) {
        guard var channel = channels[id.number], channel.maySend, !channel.receivedEOF, !channel.receivedClose else {
            return
        }
        let more = shareOfWindows - channel.windowBytes
        guard more > 0 else { return }
        channel.windowBytes += more
        channel.receiveWindow += more
        put(channel, id.number)
        post(.windowAdjust(channel: channel.peerNumber, byteCount: UInt32(more)))
    }

    /// Many channels have less each, so that one connection, or one lane, cannot have all memory.
    private var shareOfWindows: Int {
        let given = channels.values.reduce(0) { $0 + $1.windowBytes }
        let share = min((SessionLimits.windowsBudgetBytes - given) / 4, laneRoomBytes / SessionLimits.laneShare)
        return min(SessionLimits.windowBytes, max(SessionLimits.windowMinimumBytes, share))
    }

    package mutating func refuse(_ id: ChannelID, _ reason: ChannelOpenFailure, _ words: String) {
        guard let channel = channels[id.number], case .openingByPeer = channel.state else { return }
        put(nil, id.number)
        post(.openFailure(channel: channel.peerNumber, reason: reason.rawValue, words: words))
    }

    private mutating func open(_ kind: ChannelKind, sender: UInt32, window: UInt32, limit: UInt32) -> ConnectionEvent? {
        func refuse(_ reason: ChannelOpenFailure, _ words: String) {
            post(.openFailure(channel: sender, reason: reason.rawValue, words: words))
        }
        // A host opens channels for forwardings only, and none is ever asked for.
        guard side == .server else {
            refuse(.administrativelyProhibited, "chaperone: forwarding is not allowed")
            return .prohibited(name: kind.name)
        }
        guard limit >= SessionLimits.leastPacketBytes else {
            refuse(
                .connectFailed,
                "chaperone: a channel must take packets of \(SessionLimits.leastPacketBytes) bytes at least")
            return nil
        }
        guard mayOpenSessions || kind != .session else {
            refuse(.administrativelyProhibited, "chaperone: the client has said that there will be no more sessions")
            return nil
        }
        guard channels.count < SessionLimits.channelsLimit else {
            refuse(.resourceShortage, "chaperone: more than \(SessionLimits.channelsLimit) channels at once")
            return nil
        }
        var channel = Channel(state: .openingByPeer)
        channel.peerNumber = sender
        channel.sendWindow = window
        channel.peerPacketLimit = Int(limit)
        return .opening(ChannelID(number: take(channel)), kind)
    }

    private mutating func take(_ channel: Channel) -> UInt32 {
        defer { nextNumber += 1 }
        put(channel, nextNumber)
        return nextNumber
    }

    /// A channel that is new, gone, or has another window.
    mutating func put(_ channel: Channel?, _ number: UInt32) {
        windowChanges &+= 1
        channels[number] = channel
    }

    // MARK: what concerns one hop

    private mutating func answer(_ name: String, _ wantsReply: Bool) -> ConnectionEvent? {
        if name == "no-more-sessions@openssh.com", side == .server { mayOpenSessions = false }
        // OpenSSH asks so whether anybody is there; a failure is an answer.
        if wantsReply { post(.requestFailure) }
        return name.hasSuffix("-forward") || name.hasPrefix("streamlocal-forward") ? .prohibited(name: name) : nil
    }

    // MARK: tables

    static let outOfOrder = SSHViolation(.protocolError, "a message does not belong into this state of the channel")

    func channel(_ number: UInt32) throws(SSHViolation) -> Channel {
        guard let channel = channels[number], !channel.receivedClose else {
            throw SSHViolation(.protocolError, "a message names a channel that there is not")
        }
        return channel
    }

    mutating func update(
        _ number: UInt32, _ body: (inout Channel) throws(SSHViolation) -> ConnectionEvent?
    ) throws(SSHViolation) -> ConnectionEvent? {
        var channel = try channel(number)
        let event = try body(&channel)
        channels[number] = channel
        return event
    }
}
