/// The limits of SFTP's packets. Each is checked before bytes are kept.
package enum SFTPLimits {
    /// A request, without the data of a WRITE: two paths and attributes.
    package static let requestBytesLimit = 16_384
    /// A WRITE with its data, or an answer: OpenSSH's own limit. They pass in parts.
    package static let packetBytesLimit = 262_144
    /// What one READ asks of the host, and one WRITE may hold: such a packet has its head besides, as OpenSSH reckons.
    package static let dataBytesLimit = packetBytesLimit - 1_024
    /// An answer that is looked at: a handle, a status, a path.
    package static let answerBytesLimit = 16_384
    package static let handleBytesLimit = 256
    /// Requests whose answer is still to come: while there are so many, no more are looked at.
    package static let pendingLimit = 4_096
    package static let handlesLimit = 1_024
    /// What the paths take that open files and folders, and those that are being opened, are known by: no more are opened while
    /// there is as much.
    package static let openPathsBytesLimit = 262_144
    /// What is made of a client's requests, for it or for the host, and has not been taken yet: while there is as much, no more
    /// requests are looked at. A request of nine bytes is answered with a hundred, and a short path is written from the root.
    package static let madeBytesLimit = 262_144
}
