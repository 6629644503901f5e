package import NIOCore
import SFTP
package import SSHWire

/// What the client says.
extension SSHRelay {
    package mutating func receiveFromClient(_ payload: ByteBuffer) throws(SSHViolation) {
        guard let event = try client.receive(payload) else { return }
        switch event {
        case .opening(let id, let kind): open(id, kind)
        case .prohibited(let name): events.append(.prohibited(name: name))
        case .request(let id, let request, let wantsReply): receive(request, wantsReply, id)
        case .data(let id, _, let data): change(id) { $0.take(data, &$1) }
        case .endOfFile(let id): change(id) { relay, _ in relay.clientEOF = true }
        case .credit(let id): change(id) { _, _ in }
        case .closed(let id):
            change(id) { relay, all in
                relay.clientClosed = true
                all.client.close(id)
                guard let opened = relay.host, !relay.hostClosed else {
                    relay.hostClosed = true
                    relay.exit = relay.exit ?? .nothingRan
                    return
                }
                // Before the host has answered, there is nothing to close yet.
                if !relay.isOpening { all.host.close(opened) }
            }
        case .opened, .refused, .reply: break
        }
    }

    mutating func change(_ id: ChannelID, _ body: (inout ChannelRelay, inout SSHRelay) -> Void) {
        // Taken out of its place, so that what it holds is changed and not copied.
        guard var relay = relays.removeValue(forKey: id) else { return }
        body(&relay, &self)
        settle(&relay)
    }

    private mutating func open(_ id: ChannelID, _ kind: ChannelKind) {
        var relay = ChannelRelay(client: id)
        switch kind {
        case .session, .directTCP:
            guard client.laneRoomBytes >= SessionLimits.channelBytesMinimum else {
                return client.refuse(id, .resourceShortage, "chaperone: \(Self.noMemory)")
            }
        case .other: break
        }
        switch kind {
        case .session:
            client.confirm(id, windowBytes: SessionLimits.earlyWindowBytes)
            relays[id] = relay
        case .directTCP(let name, let port, _, _):
            relay.stage = .judging(.init())
            let request = RunRequest(kind: .forward(host: name, port: port), terminal: nil)
            relay.request = request
            relays[id] = relay
            events.append(.judge(id, request))
        case .other(let name):
            client.refuse(id, .unknownChannelType, "chaperone: channels of this type are not known here")
            events.append(.prohibited(name: name))
        }
    }

    private mutating func receive(_ request: ChannelRequest, _ wantsReply: Bool, _ id: ChannelID) {
        guard var relay = relays.removeValue(forKey: id) else { return }
        var isTaken: Bool? = true
        switch request {
        case .terminal(let type, let size, let modes):
            isTaken =
                relay.prepare { preparation in
                    guard preparation.terminal == nil else { return false }
                    preparation.terminal = .init(type: type, size: size, modes: modes)
                    return true
                } ?? false
        case .environment(let name, let value):
            isTaken = takeVariable(RunRequest.Variable(name: name, value: value), &relay)
        case .exec(let command): isTaken = run(.exec(command), wantsReply, &relay)
        case .shell: isTaken = run(.shell, wantsReply, &relay)
        case .subsystem(let name): isTaken = run(.subsystem(name), wantsReply, &relay)
        case .windowChange(let size):
            relay.resize(size)
            if case .running(let passage) = relay.stage, passage.hasTerminal { pass(request, relay) }
            if settings.records { events.append(.resized(id, size)) }
        case .signal, .breakLine: pass(request, relay)
        case .agentForwarding, .x11Forwarding:
            isTaken = false
            events.append(.prohibited(name: request.name))
        case .flowControl, .endOfWrite, .exitStatus, .exitSignal, .other: isTaken = false
        }
        if wantsReply, let isTaken { client.reply(isSuccess: isTaken, on: id) }
        settle(&relay)
    }

    private mutating func takeVariable(_ variable: RunRequest.Variable, _ relay: inout ChannelRelay) -> Bool {
        let byteCount = variable.name.utf8.count + variable.value.utf8.count
        guard settings.takesVariable(variable), byteCount <= client.laneRoomBytes,
            relay.environmentByteCount + byteCount <= SessionLimits.environmentBytesLimit
        else { return false }
        let isTaken =
            relay.prepare { preparation in
                guard preparation.environment.count < SessionLimits.environmentLimit else { return false }
                preparation.environment.append(variable)
                return true
            } ?? false
        guard isTaken else { return false }
        relay.environmentByteCount += byteCount
        environmentChanges &+= 1
        return true
    }

    /// Nil: the answer comes later.
    private mutating func run(_ kind: RunRequest.Kind, _ wantsReply: Bool, _ relay: inout ChannelRelay) -> Bool? {
        // One program a channel.
        guard case .gathering(let preparation) = relay.stage else { return false }
        let request = RunRequest(
            kind: kind, terminal: preparation.terminal?.size, environment: preparation.environment)
        relay.stage = .judging(preparation)
        relay.request = request
        relay.wantsReply = wantsReply
        events.append(.judge(relay.client, request))
        return nil
    }

    private mutating func pass(_ request: ChannelRequest, _ relay: ChannelRelay) {
        guard case .running = relay.stage, let opened = relay.host else { return }
        host.request(request, wantsReply: false, on: opened)
    }
}

extension ChannelRelay {
    /// The client's bytes.
    mutating func take(_ data: ByteBuffer, _ all: inout SSHRelay) {
        if isEnded {
            all.client.credit(data.readableBytes, client)
            return
        }
        if all.settings.records { all.events.append(.input(client, data)) }
        if !keepEarly(data) { pass(data, &all) }
    }

    /// Through the treatment of what runs.
    mutating func pass(_ data: ByteBuffer, _ all: inout SSHRelay) {
        switch takeTreatment() {
        case .files(var session)?:
            let held = session.heldByteCount
            session.receiveFromClient(data)
            all.advance(session, &self, received: data.readableBytes, held: held)
        case .rsync(var opening)?:
            opening.receive(data)
            all.advance(opening, &self)
        case let treatment?:
            put(treatment)
            let now = pushToHost(data, credit: data.readableBytes)
            if now > 0 { all.client.credit(now, client) }
        case nil: all.client.credit(data.readableBytes, client)
        }
    }
}
