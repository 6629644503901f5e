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

    /// A variable of the program's environment.
    package struct Variable: Sendable, Equatable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package var kind: Kind
    /// The terminal that was asked for, if one was.
    package var terminal: TerminalSize?

    /// What the client wants set, as far as the target takes it; in its order.
    package var environment: [Variable]

    package init(kind: Kind, terminal: TerminalSize?, environment: [Variable] = []) {
        self.kind = kind
        self.terminal = terminal
        self.environment = environment
    }
}
