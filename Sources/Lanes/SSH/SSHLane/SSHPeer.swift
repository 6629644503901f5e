import NIOCore

/// Who takes the bytes of one connection. Its methods are called on the connection's event loop.
protocol SSHPeer: AnyObject {
    /// The connection stands.
    func connected()
    func receive(_ bytes: ByteBuffer)
    /// The connection is gone.
    func gone(_ reason: String)
    /// The connection takes bytes again.
    func becameWritable()
    /// Whether its bytes are wanted now. A read that may not be is made up for when it may.
    var wantsBytes: Bool { get }
}
