import NIOCore
import SSHSession
import SSHWire
import TestSupport
import Testing

struct ConnectionTests {
    @Test func `Data pass as far as the window goes, and further when there is credit`() throws {
        var pair = ConnectionPair()
        let (own, other) = try pair.open()
        let sent = (0..<(SessionLimits.windowBytes + 100_000)).map { UInt8(truncatingIfNeeded: $0) }
        var data = ByteBuffer(bytes: sent)
        var seen: [UInt8] = []
        var rounds = 0
        while seen.count < sent.count, rounds < 100 {
            rounds += 1
            pair.client.write(&data, .output, on: own)
            for event in try pair.run().server {
                guard case .data(_, .output, let part) = event else { continue }
                #expect(part.readableBytes <= SessionLimits.dataBytesLimit)
                seen += part.readableBytesView
            }
            if rounds == 1 { #expect(seen.count == SessionLimits.windowBytes && data.readableBytes == 100_000) }
            pair.server.credit(SessionLimits.windowBytes / 4, other)
            _ = try pair.run()
        }
        #expect(seen == sent)
    }

    @Test func `A peer that sends more than its window ends the connection`() throws {
        var server = SSHConnection(.server)
        _ = try server.receive(Hop.payload(.open(.session, sender: 5, window: 10, packetLimit: 32_768)))
        server.confirm(ChannelID(number: 0))
        let part = ByteBuffer(repeating: 1, count: 32_768)
        for _ in 0..<(SessionLimits.windowBytes / 32_768) {
            _ = try server.receive(Hop.payload(.data(channel: 0, part)))
        }
        #expect(throws: SSHViolation.self) {
            try server.receive(Hop.payload(.data(channel: 0, ByteBuffer(repeating: 1, count: 1))))
        }
    }

    @Test func `Packets are no longer than the peer takes, and a window of a byte is enough`() throws {
        var server = SSHConnection(.server)
        _ = try server.receive(Hop.payload(.open(.session, sender: 5, window: 1, packetLimit: 1_024)))
        let id = ChannelID(number: 0)
        server.confirm(id)
        _ = server.takeOutbox()
        var data = ByteBuffer(repeating: 7, count: 3_000)
        var sent: [Int] = []
        for window in [0, 1, 2, 2_500, 1_000] as [UInt32] {
            if window > 0 { _ = try server.receive(Hop.payload(.windowAdjust(channel: 0, byteCount: window))) }
            server.write(&data, .output, on: id)
            for case .data(5, let part) in server.takeOutbox() { sent.append(part.readableBytes) }
        }
        #expect(sent == [1, 1, 2, 1_024, 1_024, 452, 496])
    }

    @Test(arguments: [0, 1, 1_023] as [UInt32])
    func `A client that takes less in a packet than the least has no channel`(limit: UInt32) throws {
        var server = SSHConnection(.server)
        #expect(try server.receive(Hop.payload(.open(.session, sender: 5, window: 1, packetLimit: limit))) == nil)
        guard case .openFailure(5, 2, let words)? = server.takeOutbox().first else { return #expect(Bool(false)) }
        #expect(words.contains("1024") && server.channelCount == 0)
    }

    @Test func `Replies come in the order of the requests, whichever is decided first`() throws {
        var pair = ConnectionPair()
        let (own, other) = try pair.open()
        pair.client.request(.shell, wantsReply: true, on: own)
        pair.client.request(.other("keepalive@openssh.com"), wantsReply: true, on: own)
        pair.client.request(.signal("TERM"), wantsReply: false, on: own)
        let asked = try pair.run()
        #expect(
            asked.server == [
                .request(other, .shell, wantsReply: true), .request(other, .signal("TERM"), wantsReply: false),
            ])
        #expect(asked.client == [])
        pair.server.reply(isSuccess: true, on: other)
        #expect(try pair.run().client == [.reply(own, isSuccess: true), .reply(own, isSuccess: false)])
    }

    @Test(arguments: [
        "keepalive@openssh.com", "tcpip-forward", "cancel-tcpip-forward", "streamlocal-forward@openssh.com",
        "hostkeys-prove-00@openssh.com", "no-more-sessions@openssh.com",
    ])
    func `Global requests are answered here; forwardings are refused and told`(name: String) throws {
        var server = SSHConnection(.server)
        let event = try server.receive(Hop.payload(.globalRequest(name: name, wantsReply: true)))
        #expect(server.takeOutbox() == [.requestFailure])
        #expect((event == .prohibited(name: name)) == name.contains("forward"))
        _ = try server.receive(Hop.payload(.globalRequest(name: name, wantsReply: false)))
        #expect(server.takeOutbox() == [])
        let session = try server.receive(Hop.payload(.open(.session, sender: 1, window: 1, packetLimit: 1_024)))
        #expect((session == nil) == name.hasPrefix("no-more"))
    }

    @Test(arguments: ["forwarded-tcpip", "x11", "auth-agent@openssh.com", "session"])
    func `A host opens no channels`(name: String) throws {
        var client = SSHConnection(.client)
        let kind: ChannelKind = name == "session" ? .session : .other(name)
        #expect(
            try client.receive(Hop.payload(.open(kind, sender: 1, window: 1, packetLimit: 1_024)))
                == .prohibited(name: name))
        guard case .openFailure(1, 1, _)? = client.takeOutbox().first else { return #expect(Bool(false)) }
        #expect(client.channelCount == 0)
    }

    @Test func `There are no more channels at once than the limit says`() throws {
        var server = SSHConnection(.server)
        for number in 0..<SessionLimits.channelsLimit {
            let event = try server.receive(
                Hop.payload(.open(.session, sender: UInt32(number), window: 1, packetLimit: 1_024)))
            #expect(event != nil)
        }
        #expect(try server.receive(Hop.payload(.open(.session, sender: 99, window: 1, packetLimit: 1_024))) == nil)
        guard case .openFailure(99, 4, _)? = server.takeOutbox().last else { return #expect(Bool(false)) }
    }

    static let misplaced: [ConnectionMessage] = [
        .data(channel: 9, ByteBuffer()), .data(channel: 1, ByteBuffer()), .close(channel: 9), .endOfFile(channel: 1),
        .windowAdjust(channel: 9, byteCount: 1), .windowAdjust(channel: 0, byteCount: .max), .success(channel: 0),
        .failure(channel: 0), .request(channel: 1, .shell, wantsReply: true), .requestSuccess, .requestFailure,
        .openConfirmation(channel: 0, sender: 1, window: 1, packetLimit: 1_024),
        .openFailure(channel: 0, reason: 1, words: ""),
        .extendedData(channel: 0, code: 1, ByteBuffer()),
    ]

    @Test(arguments: misplaced)
    func `A message that does not belong into the state ends the connection`(message: ConnectionMessage) throws {
        var server = SSHConnection(.server)
        // Channel 0 is open, channel 1 waits for its answer.
        _ = try server.receive(Hop.payload(.open(.session, sender: 1, window: 1, packetLimit: 1_024)))
        server.confirm(ChannelID(number: 0))
        _ = try server.receive(Hop.payload(.open(.session, sender: 2, window: 1, packetLimit: 1_024)))
        #expect(throws: SSHViolation.self) { try server.receive(Hop.payload(message)) }
    }

    @Test func `Half of a channel may end; the whole ends when both say so, and then its number is gone`() throws {
        var pair = ConnectionPair()
        let (own, other) = try pair.open()
        pair.client.endOfFile(own)
        #expect(try pair.run().server == [.endOfFile(other)])
        var data = ByteBuffer(string: "still")
        pair.server.write(&data, .output, on: other)
        #expect(try pair.run().client == [.data(own, .output, ByteBuffer(string: "still"))])
        pair.server.close(other)
        #expect(try pair.run().client == [.closed(own)])
        pair.client.close(own)
        _ = try pair.run()
        #expect(pair.client.channelCount == 0 && pair.server.channelCount == 0)
        #expect(throws: SSHViolation.self) { try pair.server.receive(Hop.payload(.close(channel: 0))) }
    }

    @Test func `What comes behind our CLOSE is taken, and nothing is made of it`() throws {
        var pair = ConnectionPair()
        let (own, other) = try pair.open()
        pair.server.close(other)
        var data = ByteBuffer(string: "late")
        pair.client.write(&data, .output, on: own)
        pair.client.request(.signal("HUP"), wantsReply: true, on: own)
        pair.client.endOfFile(own)
        #expect(try pair.run().server == [])
    }

    @Test func `More unanswered requests than the limit end the connection`() throws {
        var server = SSHConnection(.server)
        _ = try server.receive(Hop.payload(.open(.session, sender: 1, window: 1, packetLimit: 1_024)))
        server.confirm(ChannelID(number: 0))
        let request = Hop.payload(.request(channel: 0, .shell, wantsReply: true))
        for _ in 0..<SessionLimits.pendingRequestsLimit { _ = try server.receive(request) }
        #expect(throws: SSHViolation.self) { try server.receive(request) }
    }
}
