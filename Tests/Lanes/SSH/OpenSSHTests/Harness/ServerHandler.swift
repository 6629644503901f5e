import Foundation
import NIOCore
import NIOPosix
import SSHKeys
import SSHSession
import SSHTransport
import SSHWire

/// Our server side on a socket, with a few programs of its own: what OpenSSH's client is let loose on.
final class ServerHandler: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var transport: SSHTransport
    private var authentication: ClientAuthentication
    private var connection = SSHConnection(.server)
    private var programs: [ChannelID: TestProgram] = [:]
    private let token: String?
    private let log: ServerLog

    init(_ settings: TransportSettings, hostKeys: [SSHPrivateKey], token: String?, log: ServerLog) {
        transport = SSHTransport(.server(hostKeys: hostKeys), settings: settings, random: SystemRandomNumberGenerator())
        authentication = ClientAuthentication(token == nil ? .nothing : .token)
        self.token = token
        self.log = log
    }

    func channelActive(context: ChannelHandlerContext) { flush(context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        transport.receive(&bytes)
        do {
            while let event = try transport.next(nowSeconds: UInt64(Date().timeIntervalSince1970)) {
                try handle(event, context)
                try post()
            }
        } catch {
            log.note { $0.violations.append((error as? SSHViolation)?.words ?? "\(error)") }
        }
        flush(context)
        if transport.isOver { context.close(promise: nil) }
    }

    private func post() throws {
        for message in connection.takeOutbox() { try transport.send(message) }
    }

    private func flush(_ context: ChannelHandlerContext) {
        if let output = transport.takeOutput() { context.writeAndFlush(wrapOutboundOut(output), promise: nil) }
    }

    private func handle(_ event: TransportEvent, _ context: ChannelHandlerContext) throws {
        switch event {
        case .established(let exchange): log.note { $0.exchanges.append(exchange) }
        case .rekeyed: log.note { $0.rekeyings += 1 }
        case .disconnected: context.close(promise: nil)
        case .message(let payload):
            guard authentication.isAccepted else {
                var (messages, event) = try authentication.receive(payload)
                if case .credential(_, let given)? = event {
                    let (more, verdict) = authentication.answer(isAccepted: given == token)
                    messages += more
                    event = verdict
                }
                for message in messages { try transport.send(message) }
                if case .accepted(let user)? = event { log.note { $0.users.append(user) } }
                return
            }
            if let event = try connection.receive(payload) { handle(event) }
        }
    }

    private func handle(_ event: ConnectionEvent) {
        switch event {
        case .opening(let id, .session):
            connection.confirm(id)
            programs[id] = TestProgram()
        case .opening(let id, _): connection.refuse(id, .administrativelyProhibited, "no")
        case .prohibited(let name): log.note { $0.prohibited.append(name) }
        case .request(let id, let request, let wantsReply):
            let isKnown = programs[id]?.request(request) ?? false
            if wantsReply { connection.reply(isSuccess: isKnown, on: id) }
            run(id)
        case .data(let id, _, let data):
            connection.credit(data.readableBytes, id)
            programs[id]?.take(data)
            run(id)
        case .endOfFile(let id):
            programs[id]?.end()
            run(id)
        case .credit(let id): run(id)
        case .closed(let id):
            programs[id] = nil
            connection.close(id)
        case .opened, .refused, .reply: break
        }
    }

    private func run(_ id: ChannelID) {
        guard var program = programs[id] else { return }
        connection.write(&program.errors, .errors, on: id)
        connection.write(&program.output, .output, on: id)
        programs[id] = program
        if let status = program.status, program.output.readableBytes == 0, program.errors.readableBytes == 0 {
            connection.request(.exitStatus(status), wantsReply: false, on: id)
            connection.endOfFile(id)
            connection.close(id)
            programs[id] = nil
        }
    }
}
