import SFTP

/// The limits of authentication and channels. Each is checked before anything is kept.
package enum SessionLimits {
    /// Tries of a client to authenticate, of any method. OpenSSH's own client makes one a key that its agent has.
    package static let authenticationsLimit = 20
    /// Banners that a host may say.
    package static let bannersLimit = 16
    /// Channels of one connection at once.
    package static let channelsLimit = 64
    /// What a peer may send on a channel before it is given credit anew.
    package static let windowBytes = 2 << 20
    /// The same of a client before anything runs on the channel.
    package static let earlyWindowBytes = 32_768
    /// The windows of a connection's channels together; each has a quarter of what is left, and the minimum at least.
    package static let windowsBudgetBytes = 16 << 20
    package static let windowMinimumBytes = 131_072
    /// Data that go to one side in one turn: the rest waits until that side's connection takes them.
    package static let turnBytesLimit = 1 << 20
    /// What a channel of a lane counts for at least, both ways together, however small its windows are.
    package static let channelBytesMinimum = 2 * windowMinimumBytes
    /// What a channel with files counts for besides: what open files are known by, and what was made of requests, both ways.
    package static let filesBytes = SFTPLimits.openPathsBytesLimit + 2 * SFTPLimits.madeBytesLimit
    /// Of what a lane's channels may still have, the part that one window gets.
    package static let laneShare = 64
    /// Bytes of data in one packet, as OpenSSH has it.
    package static let dataBytesLimit = 32_768
    /// The least that a client must take in one packet: of less, what waits for it would become packets without number, all of
    /// them made at once.
    package static let leastPacketBytes = 1_024
    /// Requests on a channel whose answer is still to come.
    package static let pendingRequestsLimit = 64
    /// Variables of a channel's environment.
    package static let environmentLimit = 64
    /// Their names and values together: they are searched, kept in the log, and shown to who approves, with each command.
    package static let environmentBytesLimit = 8_192
}
