/// The limits of the wire. Each is checked before bytes are kept.
package struct WireLimits: Sendable {
    /// PostgreSQL's own limit of a startup packet.
    package var startupBytesLimit = 10_000
    /// Query and Parse messages: a longer one is refused without buffering it.
    package var queryBytesLimit = 1 << 20
    /// Bind messages, with all their parameters.
    package var bindBytesLimit = 128 << 20
    /// Every other message of a client.
    package var controlBytesLimit = 1 << 20
    /// One CopyData message of a client.
    package var copyBytesLimit = 64 << 20
    /// A message of the server that must be seen whole: everything but rows and COPY data that pass unread.
    package var responseBytesLimit = 16 << 20

    package init() {}
}

/// A peer broke the protocol or a limit of it.
package struct WireViolation: Error, Sendable, Equatable {
    /// For the client and the log; holds no data.
    package var reason: String
    package var sqlState: String

    package init(_ reason: String, sqlState: String = "08P01") {
        self.reason = reason
        self.sqlState = sqlState
    }
}
