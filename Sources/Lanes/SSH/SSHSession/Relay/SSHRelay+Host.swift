package import NIOCore
import SFTP
package import SSHWire

/// What the host says.
extension SSHRelay {
    package mutating func receiveFromHost(_ payload: ByteBuffer) throws(SSHViolation) {
        guard let event = try host.receive(payload) else { return }
        switch event {
        case .opened(let id):
            // Nobody is there any more for whom it was opened.
            if clientOf[id] == nil { host.close(id) }
            change(host: id) { $1.start(id, &$0) }
        case .refused(let id): change(host: id) { $1.refuse(&$0, "the host opened no channel for it") }
        case .reply(let id, let isSuccess): change(host: id) { $1.receiveReply(isSuccess, &$0) }
        case .data(let id, let stream, let data): change(host: id) { $1.receive(data, stream, &$0) }
        case .credit(let id): change(host: id) { _, _ in }
        case .request(let id, let request, let wantsReply):
            if wantsReply { host.reply(isSuccess: false, on: id) }
            change(host: id) { relay, _ in
                switch request {
                case .exitStatus(let status): relay.exit = .status(status)
                case .exitSignal(let signal): relay.exit = .signal(signal)
                default: break
                }
            }
        case .endOfFile(let id):
            change(host: id) { relay, all in
                all.finishOutput(&relay)
                relay.hostEOF = true
            }
        case .closed(let id):
            host.close(id)
            change(host: id) { relay, all in
                all.finishOutput(&relay)
                relay.hostClosed = true
                all.finish(&relay)
            }
        case .prohibited(let name): events.append(.prohibited(name: name))
        case .opening: break
        }
    }

    private mutating func change(host id: ChannelID, _ body: (inout ChannelRelay, inout SSHRelay) -> Void) {
        guard let own = clientOf[id] else { return }
        change(own, body)
    }

    /// The host's channel is open: what was allowed goes to it, in one go.
    private mutating func start(_ opened: ChannelID, _ relay: inout ChannelRelay) {
        guard case .opening(let program, let early) = relay.stage, !relay.clientClosed else {
            host.close(opened)
            return
        }
        guard let request = program.request else {
            client.confirm(relay.client)
            return run(program, early, &relay)
        }
        if let terminal = program.terminal {
            host.request(
                .terminal(type: terminal.type, size: terminal.size, modes: terminal.modes), wantsReply: true, on: opened
            )
            relay.awaited.append(.terminal)
        }
        for variable in program.environment {
            host.request(.environment(name: variable.name, value: variable.value), wantsReply: false, on: opened)
        }
        host.request(request, wantsReply: true, on: opened)
        relay.awaited.append(.program)
        relay.stage = .starting(program, early: early)
    }

    /// From here on the client's bytes have a way to the host; what it has sent ahead goes first, by the same way.
    private mutating func run(
        _ program: ChannelRelay.AllowedProgram, _ early: ByteBuffer, _ relay: inout ChannelRelay
    ) {
        relay.stage = .running(.init(treatment: program.treatment, hasTerminal: program.terminal != nil))
        client.openWindow(relay.client)
        if early.readableBytes > 0 { relay.pass(early, &self) }
    }

    private mutating func receiveReply(_ isSuccess: Bool, _ relay: inout ChannelRelay) {
        guard !relay.awaited.isEmpty else { return }
        switch relay.awaited.removeFirst() {
        case .terminal:
            if !isSuccess { _ = relay.toClient.push(Self.line("the host gave no terminal"), .errors, credit: 0) }
        case .program:
            guard isSuccess else { return refuse(&relay, "the host would not run it") }
            guard case .starting(let program, let early) = relay.stage else { return }
            if relay.wantsReply { client.reply(isSuccess: true, on: relay.client) }
            relay.wantsReply = false
            run(program, early, &relay)
        }
    }

    private mutating func refuse(_ relay: inout ChannelRelay, _ words: String) {
        if let opened = relay.host { host.close(opened) }
        deny(&relay, words)
        relay.exit = .refusedByHost
    }

    private mutating func receive(_ data: ByteBuffer, _ stream: DataStream, _ relay: inout ChannelRelay) {
        // What nobody takes any more is taken care of.
        func drop() { if let opened = relay.host { host.credit(data.readableBytes, opened) } }
        if relay.clientClosed { return drop() }
        switch relay.takeTreatment() {
        case nil: drop()
        case .exact?:
            relay.put(.exact)
            show(data, stream, credit: data.readableBytes, &relay)
        case .masked(var output, var errors)?:
            if let finding = stream == .output ? output.inspect(data) : errors.inspect(data) {
                events.append(.cut(relay.client, finding))
                return cut(&relay, "the output is no text, and this target's output is masked: it was cut")
            }
            let shown = stream == .output ? output.append(data) : errors.append(data)
            if output.heldByteCount + errors.heldByteCount > 0 { events.append(.holds(relay.client)) }
            report(&output, &errors, relay.client)
            relay.put(.masked(output: output, errors: errors))
            show(shown, stream, credit: data.readableBytes, &relay)
        case .rsync(var opening)?:
            if stream == .output { opening.look(data) }
            show(data, stream, credit: data.readableBytes, &relay)
            advance(opening, &relay)
        case .files(var session)?:
            guard stream == .output else {
                relay.put(.files(session))
                return show(data, stream, credit: data.readableBytes, &relay)
            }
            do throws(SFTPViolation) {
                let held = session.heldByteCount
                try session.receiveFromHost(data)
                advance(session, &relay, received: 0, held: held)
                let now = relay.toClient.push(ByteBuffer(), .output, credit: data.readableBytes)
                if now > 0, let opened = relay.host { host.credit(now, opened) }
            } catch {
                relay.put(.files(session))
                cut(&relay, error.words)
            }
        }
    }

    /// What was read of rsync's beginning goes to the host.
    mutating func advance(_ opening: consuming RsyncOpening, _ relay: inout ChannelRelay) {
        do throws(RsyncOpening.Refusal) {
            let bytes = try opening.release()
            relay.put(opening.isOver ? .exact : .rsync(opening))
            let now = relay.pushToHost(bytes, credit: bytes.readableBytes)
            if now > 0 { client.credit(now, relay.client) }
        } catch {
            cut(&relay, error.words)
        }
    }

    mutating func report(_ output: inout MaskedStream, _ errors: inout MaskedStream, _ id: ChannelID) {
        let findings = output.takeFindings() + errors.takeFindings()
        if findings > 0 { events.append(.masked(id, findings: findings)) }
    }

    /// What was held back of the streams goes: nothing more comes.
    private mutating func finishOutput(_ relay: inout ChannelRelay) {
        guard !relay.hostEOF, let treatment = relay.takeTreatment() else { return }
        guard case .masked(var output, var errors) = treatment else { return relay.put(treatment) }
        show(output.finish(), .output, credit: 0, &relay)
        show(errors.finish(), .errors, credit: 0, &relay)
        report(&output, &errors, relay.client)
        relay.put(.masked(output: output, errors: errors))
    }
}
