package import NIOCore
package import SSHWire

/// What a client wants a channel to run, as it said so: to be judged before a host hears of it.
package struct RunRequest: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// Bytes, as they came.
        case exec(ByteBuffer)
        case shell
        case subsystem(String)
        /// A connection that the host is to make.
        case forward(host: String, port: UInt32)
    }

    package var kind: Kind
    /// The terminal that was asked for, if one was.
    package var terminal: TerminalSize?

    package init(kind: Kind, terminal: TerminalSize?) {
        self.kind = kind
        self.terminal = terminal
    }
}
