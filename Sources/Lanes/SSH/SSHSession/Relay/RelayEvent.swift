package import NIOCore
package import SFTP
package import SSHWire
package import StreamMasking

/// What the channels of a client and a host come to.
package enum RelayEvent: Sendable, Equatable {
    /// To be answered by `decide`.
    case judge(ChannelID, RunRequest)
    /// To be answered by `decideFile`.
    case judgeFile(ChannelID, SFTPOperation)
    /// An operation on files has ended.
    case fileFinished(ChannelID, number: UInt64, FileEnd)
    /// What the client typed or sent, what it was shown.
    case input(ChannelID, ByteBuffer)
    case output(ChannelID, DataStream, ByteBuffer)
    case resized(ChannelID, TerminalSize)
    /// So many findings more were masked in what a program shows.
    case masked(ChannelID, findings: UInt64)
    /// Something came of a program whose output is masked, and a part of it is held until more comes or nothing does.
    case holds(ChannelID)
    /// The stream was cut because it was no text.
    case cut(ChannelID, BinaryCheck.Finding)
    case ended(ChannelID, RelayEnd)
    /// Something that is never allowed was asked for by this name, and has been refused.
    case prohibited(name: String)
}
