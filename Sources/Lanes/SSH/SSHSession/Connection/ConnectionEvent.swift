package import NIOCore
package import SSHWire

/// What a peer's message of the connection layer came to.
package enum ConnectionEvent: Sendable, Equatable {
    /// The client wants a channel: to be answered by `confirm` or `refuse`.
    case opening(ChannelID, ChannelKind)
    /// The host has opened the channel that was asked for.
    case opened(ChannelID)
    /// The host has not.
    case refused(ChannelID)
    case data(ChannelID, DataStream, ByteBuffer)
    /// More may be written.
    case credit(ChannelID)
    /// With a wish for a reply, to be answered by `reply`, in the order of the requests.
    case request(ChannelID, ChannelRequest, wantsReply: Bool)
    /// The answer to this side's own request, in the order of the requests.
    case reply(ChannelID, isSuccess: Bool)
    case endOfFile(ChannelID)
    /// The peer is done with the channel.
    case closed(ChannelID)
    /// Something that is never allowed was asked for by this name, and has been refused: for the record.
    case prohibited(name: String)
}
