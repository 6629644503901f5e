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
}
