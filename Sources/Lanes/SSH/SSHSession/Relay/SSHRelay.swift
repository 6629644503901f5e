import NIOCore
package import SFTP
package import SSHWire

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
    /// Counts what variables were taken, and are gone.
    var environmentChanges: UInt64 = 0
    private var clientTakesData = true
    private var hostTakesData = true
    /// Whose data were more than a turn may hold: the first of the client's channels that has some left.
    private var stopped: (client: ChannelID?, host: ChannelID?)

    package init(_ settings: RelaySettings = RelaySettings()) { self.settings = settings }

    package var channelCount: Int { relays.count }

    /// Bytes that wait in all channels, for a side that does not take them yet.
    package var waitingByteCount: Int { relays.values.reduce(0) { $0 + $1.toClient.byteCount + $1.toHostByteCount } }

    /// Buffers that they wait in.
    package var waitingBufferCount: Int {
        relays.values.reduce(0) { count, relay in
            guard case .running(let passage) = relay.stage else { return count + relay.toClient.chunkCount }
            return count + relay.toClient.chunkCount + passage.toHost.chunkCount
        }
    }

    /// What all channels of the lane may still have.
    package mutating func setLaneRoom(_ byteCount: Int) {
        client.laneRoomBytes = byteCount
        host.laneRoomBytes = byteCount
    }

    /// Counts what changes `reservedByteCount`.
    package var reservationChanges: UInt64 { client.windowChanges &+ host.windowChanges &+ environmentChanges }

    /// What the channels may come to hold: the windows of both sides, and what files need. A channel that has nothing of the
    /// host's yet is to get it.
    package var reservedByteCount: Int {
        let opening = max(0, client.channelCount - host.channelCount)
        let files = relays.values.count { $0.hasFiles }
        let environment = relays.values.reduce(0) { $0 + $1.environmentByteCount }
        return client.windowsByteCount + host.windowsByteCount + opening * SessionLimits.windowMinimumBytes + files
            * SessionLimits.filesBytes + environment
    }

    /// Somebody is to be sent something.
    package var hasMessages: Bool { !client.outbox.isEmpty || !host.outbox.isEmpty }

    package mutating func takeForClient() -> [ConnectionMessage] { client.takeOutbox() }

    package mutating func takeForHost() -> [ConnectionMessage] { host.takeOutbox() }

    package mutating func nextEvent() -> RelayEvent? { events.popFirst() }

    /// Whether data are taken by the layers beneath. While they are not, they wait here, and the other side has no credit
    /// for them: a peer that does not end a key exchange has nothing pile up there.
    package mutating func takesData(client: Bool, host: Bool) {
        let isMore = client && !clientTakesData || host && !hostTakesData
        (clientTakesData, hostTakesData) = (client, host)
        guard isMore else { return }
        for id in Array(relays.keys) { change(id) { _, _ in } }
    }

    /// More data wait than one turn may hold, for a side that takes them.
    package var isStopped: Bool {
        stopped.client != nil && clientTakesData || stopped.host != nil && hostTakesData
    }

    /// What a turn may hold was taken: the next turn's data, from the channel on that was stopped.
    package mutating func resume() {
        guard isStopped else { return }
        let first = (clientTakesData ? stopped.client : nil) ?? stopped.host
        if clientTakesData { stopped.client = nil }
        if hostTakesData { stopped.host = nil }
        let ids = relays.keys.sorted { $0.number < $1.number }
        let start = ids.firstIndex { first == $0 } ?? 0
        for id in ids[start...] + ids[..<start] { change(id) { _, _ in } }
    }

    // MARK: decisions

    /// What becomes of what a channel asked to run.
    package mutating func decide(_ id: ChannelID, _ decision: RunDecision) {
        guard var relay = relays.removeValue(forKey: id) else { return }
        defer { settle(&relay) }
        guard case .judging(let preparation) = relay.stage, let request = relay.request else { return }
        switch decision {
        case .deny(let words): deny(&relay, words)
        case .run(let command, let treatment):
            guard preparation.terminal == nil || treatment.takesTerminal else {
                return deny(&relay, RunDecision.noTerminal)
            }
            if case .files = treatment, client.laneRoomBytes < SessionLimits.filesBytes {
                return deny(&relay, Self.noMemory)
            }
            relay.stage = .opening(
                .init(
                    request: Self.program(request.kind, command),
                    terminal: preparation.terminal.map { terminal($0, request.kind, treatment) },
                    environment: preparation.environment,
                    treatment: OutputTreatment(treatment, isTerminal: preparation.terminal != nil)),
                early: preparation.early)
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
    }

    private static func program(_ kind: RunRequest.Kind, _ command: ByteBuffer?) -> ChannelRequest? {
        switch kind {
        case .exec(let bytes): .exec(command ?? bytes)
        case .shell: .shell
        case .subsystem(let name): .subsystem(name)
        case .forward: nil
        }
    }

    /// Written anew: names that terminals have, modes that are known. Who types at a program whose output is masked
    /// does not see it; at a shell, which reads what is typed itself, it is as ever.
    private func terminal(
        _ asked: ChannelRelay.Terminal, _ kind: RunRequest.Kind, _ treatment: RunDecision.Treatment
    ) -> ChannelRelay.Terminal {
        var terminal = asked
        let isName =
            (1...64).contains(asked.type.utf8.count)
            && asked.type.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "_"):
                    true
                case UInt8(ascii: "."): asked.type.utf8.first != byte
                default: false
                }
            }
        if settings.reducesTerminal || !isName { terminal.type = "dumb" }
        terminal.modes = TerminalModes.interactive(asked.modes)
        if case .masked = treatment, kind != .shell { terminal.modes = TerminalModes.quiet }
        return terminal
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
            guard var session = relay.takeFiles() else { return }
            session.decide(verdict)
            let held = session.heldByteCount
            all.advance(session, &relay, received: 0, held: held)
        }
    }

    /// What is open of files, by the operations that opened them.
    package var openFiles: [(channel: ChannelID, operation: SFTPOperation)] {
        fileSessions.flatMap { channel, session in session.openOperations.map { (channel, $0) } }
    }

    /// What was done by now with what is open.
    package var fileUses: [(channel: ChannelID, number: UInt64, use: FileUse)] {
        fileSessions.flatMap { channel, session in session.openUses.map { (channel, $0.number, $0.use) } }
    }

    private var fileSessions: [(channel: ChannelID, session: SFTPSession)] {
        relays.values.compactMap { relay in
            guard case .running(let passage) = relay.stage, case .files(let session) = passage.treatment else {
                return nil
            }
            return (relay.client, session)
        }
    }

    /// Files are judged by where they are from now on: sessions that have not asked the host ask.
    package mutating func askRealPaths() {
        for id in Array(relays.keys) {
            change(id) { relay, _ in
                guard var session = relay.takeFiles() else { return }
                session.askRealPaths()
                relay.put(.files(session))
            }
        }
    }

    /// What that operation opened may not be used any more.
    package mutating func revokeFile(_ id: ChannelID, _ number: UInt64, _ words: String) {
        change(id) { relay, _ in
            guard var session = relay.takeFiles() else { return }
            session.revoke(number, words)
            relay.put(.files(session))
        }
    }

    /// Nothing has come for a while: what a terminal shows without an end of the line goes.
    package mutating func pause(_ id: ChannelID) {
        change(id) { relay, all in
            guard let treatment = relay.takeTreatment() else { return }
            guard case .masked(var output, var errors) = treatment else { return relay.put(treatment) }
            all.show(output.pause(), .output, credit: 0, &relay)
            all.show(errors.pause(), .errors, credit: 0, &relay)
            all.report(&output, &errors, relay.client)
            relay.put(.masked(output: output, errors: errors))
        }
    }

    /// The channel ends: what ran is over as far as the client is concerned. A host ends no program because its channel
    /// closes: so it is told to end it, where `stopsProgram`, as far as it does that.
    package mutating func end(_ id: ChannelID, _ words: String, stopsProgram: Bool) {
        change(id) { relay, all in
            guard !relay.isEnded else { return }
            if stopsProgram, relay.hasProgram, let opened = relay.host {
                for name in Self.stopSignals { all.host.request(.signal(name), wantsReply: false, on: opened) }
            }
            all.cut(&relay, words)
        }
    }

    /// Nothing comes behind the channel's end by which it could be said that the first was enough.
    static let stopSignals = ["TERM", "KILL"]

    /// Whether what a channel asked to run is still to be decided on, and somebody is there for it.
    package func awaitsDecision(_ id: ChannelID) -> Bool {
        relays[id].map { $0.isJudging && !$0.clientClosed } ?? false
    }

    /// The same of an operation on files.
    package func awaitsDecision(_ id: ChannelID, file number: UInt64) -> Bool {
        guard let relay = relays[id], !relay.clientClosed, case .running(let passage) = relay.stage,
            case .files(let session) = passage.treatment
        else { return false }
        return session.judgedNumber == number
    }

    // MARK: shared

    /// Other connections of the lane hold it.
    static let noMemory = "the channels of this lane hold the memory that they may: try again when some have ended"

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
        finish(&relay)
        if !relay.isForward { _ = relay.toClient.push(Self.line(words), .errors, credit: 0) }
        if let opened = relay.host { host.close(opened) }
        relay.exit = relay.exit ?? .broken
        relay.hostEOF = true
        relay.hostClosed = true
    }

    /// Nothing more comes of what ran: what was open of files is reported as it is.
    mutating func finish(_ relay: inout ChannelRelay) {
        if var session = relay.takeFiles() {
            while let step = session.takeFinished() { report(step, relay.client) }
            for (number, use) in session.openUses {
                events.append(.fileFinished(relay.client, number: number, .abandoned(use)))
            }
        }
        relay.stage = .ended
    }

    /// Puts a relay back, after all has gone that may go.
    mutating func settle(_ relay: inout ChannelRelay) {
        repeat {
            flushToClient(&relay)
            flushToHost(&relay)
        } while resumeFiles(&relay)
        guard relay.hostClosed, relay.clientClosed, relay.toClient.isEmpty else {
            relays[relay.client] = relay
            return
        }
        relays[relay.client] = nil
        if relay.environmentByteCount > 0 { environmentChanges &+= 1 }
        if let opened = relay.host { clientOf[opened] = nil }
        events.append(.ended(relay.client, relay.exit ?? .broken))
    }

    private mutating func flushToHost(_ relay: inout ChannelRelay) {
        guard hostTakesData, case .running(var passage) = relay.stage, let opened = relay.host else { return }
        relay.stage = .ended
        let credit = passage.toHost.flush(to: opened, &host)
        if !passage.toHost.isEmpty, host.outboxDataBytes >= SessionLimits.turnBytesLimit {
            stopped.host = stopped.host ?? relay.client
        }
        if credit > 0 { client.credit(credit, relay.client) }
        if relay.clientEOF, passage.toHost.isEmpty, passage.isIdle { host.endOfFile(opened) }
        relay.stage = .running(passage)
    }

    /// A session of files that stopped because a side has not taken what was made for it goes on.
    /// - Returns: whether it did.
    private mutating func resumeFiles(_ relay: inout ChannelRelay) -> Bool {
        guard relay.filesWait, let session = relay.takeFiles() else { return false }
        guard !session.isFull(forClient: relay.toClient.byteCount, forHost: relay.toHostByteCount) else {
            relay.put(.files(session))
            return false
        }
        relay.filesWait = false
        let held = session.heldByteCount
        advance(session, &relay, received: 0, held: held)
        return true
    }

    private mutating func flushToClient(_ relay: inout ChannelRelay) {
        if relay.clientClosed { relay.toClient.drop() }
        let credit = clientTakesData ? relay.toClient.flush(to: relay.client, &client) : 0
        if credit > 0, let opened = relay.host { host.credit(credit, opened) }
        if !relay.toClient.isEmpty, client.outboxDataBytes >= SessionLimits.turnBytesLimit {
            stopped.client = stopped.client ?? relay.client
        }
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
            while let step = try session.next(
                forClient: relay.toClient.byteCount, forHost: relay.toHostByteCount)
            { report(step, relay.client) }
        } catch {
            relay.put(.files(session))
            cut(&relay, error.words)
            return
        }
        relay.filesWait = session.isFull(forClient: relay.toClient.byteCount, forHost: relay.toHostByteCount)
        let credit = max(0, held + received - session.heldByteCount)
        let now = relay.pushToHost(session.takeForHost(), credit: credit)
        if now > 0 { client.credit(now, relay.client) }
        show(session.takeForClient(), .output, credit: 0, &relay)
        relay.put(.files(session))
    }

    private mutating func report(_ step: SFTPStep, _ id: ChannelID) {
        switch step {
        case .judge(let operation): events.append(.judgeFile(id, operation))
        case .finished(let number, let status): events.append(.fileFinished(id, number: number, .status(status)))
        case .closed(let number, let use): events.append(.fileFinished(id, number: number, .closed(use)))
        }
    }
}
