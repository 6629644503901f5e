import NIOCore
package import SFTP
package import SSHWire
import StreamMasking

/// The channels of a client and of the host that it is let through to (both RFC 4254), as a value.
///
/// Messages of both sides in, messages for both sides and events out. Nothing reaches the host that was not decided on:
/// a channel there exists only for what `decide` lets run. Several channels run side by side, each with its own flow.
package struct SSHRelay: Sendable {
    package private(set) var settings: RelaySettings
    var client = SSHConnection(.server)
    var host = SSHConnection(.client)
    var relays: [ChannelID: ChannelRelay] = [:]
    /// The client's channel of each of the host's.
    var clientOf: [ChannelID: ChannelID] = [:]
    var events = CircularBuffer<RelayEvent>()

    package init(_ settings: RelaySettings = RelaySettings()) { self.settings = settings }

    package var channelCount: Int { relays.count }

    /// Bytes that wait in all channels, for a side that does not take them yet.
    package var waitingByteCount: Int { relays.values.reduce(0) { $0 + $1.toClient.byteCount + $1.toHost.byteCount } }

    package mutating func takeForClient() -> [ConnectionMessage] { client.takeOutbox() }

    package mutating func takeForHost() -> [ConnectionMessage] { host.takeOutbox() }

    package mutating func nextEvent() -> RelayEvent? { events.popFirst() }

    // MARK: decisions

    /// What becomes of what a channel asked to run.
    package mutating func decide(_ id: ChannelID, _ decision: RunDecision) {
        guard relays[id]?.stage == .judging, var relay = relays.removeValue(forKey: id), let request = relay.request
        else { return }
        switch decision {
        case .deny(let words): deny(&relay, words)
        case .run(let command, let treatment):
            relay.command = command
            relay.treatment = OutputTreatment(treatment)
            relay.stage = .opening
            let kind: ChannelKind
            if case .forward(let name, let port) = request.kind {
                kind = .directTCP(host: name, port: port, originHost: "127.0.0.1", originPort: 0)
            } else {
                kind = .session
            }
            let opened = host.open(kind)
            relay.host = opened
            clientOf[opened] = id
        }
        settle(&relay)
    }

    /// A line for the client while its request waits for a person.
    package mutating func notify(_ id: ChannelID, _ words: String) {
        guard relays[id]?.isForward == false, var relay = relays.removeValue(forKey: id) else { return }
        _ = relay.toClient.push(Self.line(words), .errors, credit: 0)
        settle(&relay)
    }

    /// What becomes of the operation on files that was given out last.
    package mutating func decideFile(_ id: ChannelID, _ verdict: SFTPVerdict) {
        change(id) { relay, all in
            guard case .files(var session) = relay.treatment else { return }
            relay.treatment = .exact
            session.decide(verdict)
            let held = session.heldByteCount
            all.advance(session, &relay, received: 0, held: held)
        }
    }

    /// Nothing has come for a while: what a terminal shows without an end of the line goes.
    package mutating func pause(_ id: ChannelID) {
        change(id) { relay, all in
            guard case .masked(var output, var errors, let check) = relay.treatment else { return }
            relay.treatment = .exact
            all.show(output.pause(), .output, credit: 0, &relay)
            all.show(errors.pause(), .errors, credit: 0, &relay)
            relay.treatment = .masked(output: output, errors: errors, check: check)
        }
    }

    /// The channel ends: what ran is over as far as the client is concerned.
    package mutating func end(_ id: ChannelID, _ words: String) {
        change(id) { relay, all in
            if relay.stage != .ended { all.cut(&relay, words) }
        }
    }

    // MARK: shared

    static func line(_ words: String) -> ByteBuffer { ByteBuffer(string: "chaperone: \(words)\r\n") }

    /// Tells the client why, as a program would that fails.
    mutating func deny(_ relay: inout ChannelRelay, _ words: String) {
        relay.stage = .ended
        relay.exit = .nothingRan
        if relay.isForward {
            client.refuse(relay.client, .administrativelyProhibited, "chaperone: \(words)")
            relay.hostClosed = true
            relay.clientClosed = true
            return
        }
        _ = relay.toClient.push(Self.line(words), .errors, credit: 0)
        // Before the answer, behind which a client may not look.
        _ = relay.toClient.flush(to: relay.client, &client)
        if case .subsystem? = relay.request?.kind {
            // A client of a subsystem that is told of success would wait for its first word.
            if relay.wantsReply { client.reply(isSuccess: false, on: relay.client) }
            relay.sentExit = true
        } else if relay.wantsReply {
            client.reply(isSuccess: true, on: relay.client)
        }
        relay.wantsReply = false
        relay.hostEOF = true
        relay.hostClosed = true
    }

    /// Ends what runs, with a line for the client.
    mutating func cut(_ relay: inout ChannelRelay, _ words: String) {
        relay.isCut = true
        if !relay.isForward { _ = relay.toClient.push(Self.line(words), .errors, credit: 0) }
        if let opened = relay.host { host.close(opened) }
        relay.exit = relay.exit ?? .broken
        relay.hostEOF = true
        relay.hostClosed = true
    }

    /// Puts a relay back, after all has gone that may go.
    mutating func settle(_ relay: inout ChannelRelay) {
        flushToHost(&relay)
        flushToClient(&relay)
        guard relay.hostClosed, relay.clientClosed, relay.toClient.isEmpty else {
            relays[relay.client] = relay
            return
        }
        relays[relay.client] = nil
        if let opened = relay.host { clientOf[opened] = nil }
        events.append(.ended(relay.client, relay.exit ?? .broken))
    }

    private mutating func flushToHost(_ relay: inout ChannelRelay) {
        guard relay.stage == .running, let opened = relay.host else { return }
        let credit = relay.toHost.flush(to: opened, &host)
        if credit > 0 { client.credit(credit, relay.client) }
        if relay.clientEOF, relay.toHost.isEmpty { host.endOfFile(opened) }
    }

    private mutating func flushToClient(_ relay: inout ChannelRelay) {
        if relay.clientClosed { relay.toClient.drop() }
        let credit = relay.toClient.flush(to: relay.client, &client)
        if credit > 0, let opened = relay.host { host.credit(credit, opened) }
        // A client that has heard the end of the output may close at once, and would miss what comes behind it.
        let isOver = relay.hostClosed || relay.hostEOF && (relay.exit != nil || relay.isForward)
        guard relay.toClient.isEmpty, !relay.clientClosed, isOver else { return }
        if !relay.sentExit, let exit = relay.exit {
            relay.sentExit = true
            switch exit {
            case .status(let status): client.request(.exitStatus(status), wantsReply: false, on: relay.client)
            case .signal(let signal): client.request(.exitSignal(signal), wantsReply: false, on: relay.client)
            case .nothingRan, .broken, .refusedByHost:
                if !relay.isForward {
                    client.request(.exitStatus(ChannelRelay.deniedStatus), wantsReply: false, on: relay.client)
                }
            }
        }
        client.endOfFile(relay.client)
        if relay.hostClosed { client.close(relay.client) }
    }

    /// Bytes on their way to the client, as it sees them.
    mutating func show(_ bytes: ByteBuffer, _ stream: DataStream, credit: Int, _ relay: inout ChannelRelay) {
        if settings.records, bytes.readableBytes > 0 { events.append(.output(relay.client, stream, bytes)) }
        let now = relay.toClient.push(bytes, stream, credit: credit)
        if now > 0, let opened = relay.host { host.credit(now, opened) }
    }

    /// Takes the steps of a session of files that are possible, moves what they let go, and puts the session back.
    /// - Parameters:
    ///   - received: bytes of the client's that have just been given to it.
    ///   - held: how many it held before.
    mutating func advance(_ session: consuming SFTPSession, _ relay: inout ChannelRelay, received: Int, held: Int) {
        do throws(SFTPViolation) {
            while let step = try session.next() {
                switch step {
                case .judge(let operation): events.append(.judgeFile(relay.client, operation))
                case .finished(let number, let status):
                    events.append(.fileFinished(relay.client, number: number, status: status))
                }
            }
        } catch {
            cut(&relay, error.words)
            return
        }
        let credit = max(0, held + received - session.heldByteCount)
        let now = relay.toHost.push(session.takeForHost(), .output, credit: credit)
        if now > 0 { client.credit(now, relay.client) }
        show(session.takeForClient(), .output, credit: 0, &relay)
        relay.treatment = .files(session)
    }
}
