package import NIOCore
import SFTP
package import SSHWire
import StreamMasking

/// What the host says.
extension SSHRelay {
    package mutating func receiveFromHost(_ payload: ByteBuffer) throws(SSHViolation) {
        guard let event = try host.receive(payload) else { return }
        switch event {
        case .opened(let id): change(host: id) { $1.start($0.host, &$0) }
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
                relay.stage = .ended
            }
        case .prohibited(let name): events.append(.prohibited(name: name))
        case .opening: break
        }
    }

    private mutating func change(host id: ChannelID, _ body: (inout ChannelRelay, inout SSHRelay) -> Void) {
        guard let own = clientOf[id] else { return }
        change(own, body)
    }

    /// The host's channel is open: what the client asked for goes to it, in one go.
    private mutating func start(_ opened: ChannelID?, _ relay: inout ChannelRelay) {
        guard let opened, !relay.clientClosed, !relay.isCut else {
            if let opened { host.close(opened) }
            return
        }
        guard let program = relay.program else {
            client.confirm(relay.client)
            relay.stage = .running
            return
        }
        if let terminal = relay.terminal {
            let type = settings.reducesTerminal ? "dumb" : terminal.type
            host.request(
                .terminal(type: type, size: terminal.size, modes: terminal.modes), wantsReply: true, on: opened)
            relay.awaited.append(.terminal)
        }
        for (name, value) in relay.environment {
            host.request(.environment(name: name, value: value), wantsReply: false, on: opened)
        }
        host.request(program, wantsReply: true, on: opened)
        relay.awaited.append(.program)
        relay.stage = .starting
    }

    private mutating func receiveReply(_ isSuccess: Bool, _ relay: inout ChannelRelay) {
        guard !relay.awaited.isEmpty else { return }
        switch relay.awaited.removeFirst() {
        case .terminal:
            if !isSuccess { _ = relay.toClient.push(Self.line("the host gave no terminal"), .errors, credit: 0) }
        case .program:
            guard isSuccess else { return refuse(&relay, "the host would not run it") }
            relay.stage = .running
            if relay.wantsReply { client.reply(isSuccess: true, on: relay.client) }
            relay.wantsReply = false
        }
    }

    private mutating func refuse(_ relay: inout ChannelRelay, _ words: String) {
        if let opened = relay.host { host.close(opened) }
        deny(&relay, words)
        relay.exit = .refusedByHost
    }

    private mutating func receive(_ data: ByteBuffer, _ stream: DataStream, _ relay: inout ChannelRelay) {
        guard !relay.isCut, !relay.clientClosed, relay.stage != .ended else {
            if let opened = relay.host { host.credit(data.readableBytes, opened) }
            return
        }
        switch relay.treatment {
        case .exact: show(data, stream, credit: data.readableBytes, &relay)
        case .masked(var output, var errors, var check):
            // Alone in its place, so that what it holds is changed and not copied.
            relay.treatment = .exact
            if stream == .output, let finding = check?.inspect(data) {
                events.append(.cut(relay.client, finding))
                return cut(&relay, "the output is no text, and this target's output is masked: it was cut")
            }
            let shown = stream == .output ? output.append(data) : errors.append(data)
            relay.treatment = .masked(output: output, errors: errors, check: check)
            show(shown, stream, credit: data.readableBytes, &relay)
        case .files(var session):
            guard stream == .output else {
                return show(data, stream, credit: data.readableBytes, &relay)
            }
            relay.treatment = .exact
            do throws(SFTPViolation) {
                try session.receiveFromHost(data)
                let held = session.heldByteCount
                advance(session, &relay, received: 0, held: held)
                let now = relay.toClient.push(ByteBuffer(), .output, credit: data.readableBytes)
                if now > 0, let opened = relay.host { host.credit(now, opened) }
            } catch {
                cut(&relay, error.words)
            }
        }
    }

    /// What was held back of the streams goes: nothing more comes.
    private mutating func finishOutput(_ relay: inout ChannelRelay) {
        guard !relay.hostEOF, !relay.isCut, case .masked(var output, var errors, let check) = relay.treatment else {
            return
        }
        relay.treatment = .exact
        show(output.finish(), .output, credit: 0, &relay)
        show(errors.finish(), .errors, credit: 0, &relay)
        relay.treatment = .masked(output: output, errors: errors, check: check)
    }
}
