package import SSHWire

/// How a channel ended.
package enum RelayEnd: Sendable, Equatable {
    case status(UInt32)
    case signal(ExitSignal)
    /// It was denied, or never asked for anything.
    case nothingRan
    /// The host would not open a channel or run it.
    case refusedByHost
    /// The client or the connection went before the end.
    case broken
}
