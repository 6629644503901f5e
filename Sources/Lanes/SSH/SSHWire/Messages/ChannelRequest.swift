package import NIOCore

/// What is asked on a channel (RFC 4254, section 6).
package enum ChannelRequest: Sendable, Equatable {
    case terminal(type: String, size: TerminalSize, modes: ByteBuffer)
    case environment(name: String, value: String)
    case shell
    /// Bytes: what a client sends need not be UTF-8.
    case exec(ByteBuffer)
    case subsystem(String)
    case windowChange(TerminalSize)
    case signal(String)
    case flowControl(clientMayFlow: Bool)
    case breakLine(milliseconds: UInt32)
    case exitStatus(UInt32)
    case exitSignal(ExitSignal)
    case agentForwarding
    case x11Forwarding
    /// OpenSSH: the reader has gone; nothing more need be sent (PROTOCOL, section 2.1).
    case endOfWrite
    case other(String)

    static let agentForwardingName = "auth-agent-req@openssh.com"
    static let endOfWriteName = "eow@openssh.com"

    package var name: String {
        switch self {
        case .terminal: "pty-req"
        case .environment: "env"
        case .shell: "shell"
        case .exec: "exec"
        case .subsystem: "subsystem"
        case .windowChange: "window-change"
        case .signal: "signal"
        case .flowControl: "xon-xoff"
        case .breakLine: "break"
        case .exitStatus: "exit-status"
        case .exitSignal: "exit-signal"
        case .agentForwarding: Self.agentForwardingName
        case .x11Forwarding: "x11-req"
        case .endOfWrite: Self.endOfWriteName
        case .other(let name): name
        }
    }

    /// Nil: not of its form. What is not known is `other`, and its fields are passed over.
    init?(name: String, body: inout ByteBuffer) {
        guard let request = Self.read(name, &body) else { return nil }
        self = request
    }

    private static func read(_ name: String, _ body: inout ByteBuffer) -> ChannelRequest? {
        switch name {
        case "pty-req":
            guard let type = body.readSSHText(limit: SSHLimits.environmentValueBytesLimit),
                let size = TerminalSize(&body),
                let modes = body.readSSHString(limit: SSHLimits.terminalModesBytesLimit)
            else { return nil }
            return .terminal(type: type, size: size, modes: modes)
        case "env":
            guard let name = body.readSSHString(limit: SSHLimits.environmentNameBytesLimit),
                let value = body.readSSHString(limit: SSHLimits.environmentValueBytesLimit)
            else { return nil }
            // What is no text is no variable that anybody names.
            guard let name = String(validating: name.readableBytesView, as: UTF8.self),
                let value = String(validating: value.readableBytesView, as: UTF8.self)
            else { return .other("env") }
            return .environment(name: name, value: value)
        case "shell": return .shell
        case "exec": return body.readSSHString(limit: SSHLimits.commandBytesLimit).map { .exec($0) }
        case "subsystem": return body.readSSHName().map { .subsystem($0) }
        case "window-change": return TerminalSize(&body).map { .windowChange($0) }
        case "signal": return body.readSSHName().map { .signal($0) }
        case "xon-xoff": return body.readSSHBoolean().map { .flowControl(clientMayFlow: $0) }
        case "break": return body.readInteger().map { .breakLine(milliseconds: $0) }
        case "exit-status": return body.readInteger().map { .exitStatus($0) }
        case "exit-signal":
            guard let name = body.readSSHName(), let dumpedCore = body.readSSHBoolean(),
                body.readSSHString(limit: SSHLimits.wordsBytesLimit) != nil,
                body.readSSHString(limit: SSHLimits.nameBytesLimit) != nil
            else { return nil }
            return .exitSignal(ExitSignal(name: name, dumpedCore: dumpedCore))
        case agentForwardingName: return .agentForwarding
        case endOfWriteName: return .endOfWrite
        default:
            body.moveReaderIndex(to: body.writerIndex)
            return name == "x11-req" ? .x11Forwarding : .other(name)
        }
    }

    /// The fields behind the name and the wish for a reply.
    func write(into buffer: inout ByteBuffer) {
        switch self {
        case .terminal(let type, let size, let modes):
            buffer.writeSSHString(type)
            size.write(into: &buffer)
            buffer.writeSSHString(modes)
        case .environment(let name, let value):
            buffer.writeSSHString(name)
            buffer.writeSSHString(value)
        case .exec(let command): buffer.writeSSHString(command)
        case .subsystem(let name): buffer.writeSSHString(name)
        case .windowChange(let size): size.write(into: &buffer)
        case .signal(let name): buffer.writeSSHString(name)
        case .flowControl(let mayFlow): buffer.writeSSHBoolean(mayFlow)
        case .breakLine(let milliseconds): buffer.writeInteger(milliseconds)
        case .exitStatus(let status): buffer.writeInteger(status)
        case .exitSignal(let signal):
            buffer.writeSSHString(signal.name)
            buffer.writeSSHBoolean(signal.dumpedCore)
            buffer.writeSSHString("")
            buffer.writeSSHString("")
        case .shell, .agentForwarding, .x11Forwarding, .endOfWrite, .other: break
        }
    }
}
