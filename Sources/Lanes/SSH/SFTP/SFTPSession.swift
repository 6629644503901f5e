package import NIOCore
package import SSHOperations
import SSHWire

/// SFTP (draft-ietf-secsh-filexfer-02, version 3, with OpenSSH's extensions) between a client and a host, with every
/// operation judged before the host hears of it. Data of files pass as they are, in parts.
///
/// The host hears of requests that were written anew, under numbers of this side's own, for paths that were judged; each of
/// its answers must be to one of them, and of its kind. The client knows open files by numbers of this side's. What is
/// denied is answered here; the answer goes to the client between two of the host's packets. While an operation is judged,
/// nothing that the client sent behind it is looked at, so that the order stays the client's.
package struct SFTPSession: Sendable {
    enum State: Sendable {
        case awaitingInit
        /// Nothing of the client's is looked at before it is known where relative paths begin: this side asks the host
        /// itself, alone.
        case awaitingHome(isAsked: Bool)
        case reading
        /// The host is asked what it makes of the paths.
        case resolving(Resolution)
        /// A request that waits for its verdict.
        case judging(Judged)
        /// It was allowed after a wait: the host is asked once more what it makes of the paths.
        case confirming(Judged, RealPlaces)
        /// The rest of a packet goes to the host, or nowhere.
        case passing(isDropped: Bool)
    }

    struct Resolution: Sendable {
        /// The client's.
        let id: UInt32
        let request: SFTPRequest
        var places: RealPlaces
        /// The paths that are judged whatever the host makes of them.
        let judged: [HostPath]
    }

    /// An operation that was given out to be judged.
    struct Judged: Sendable {
        let operation: SFTPOperation
        /// The client's.
        let id: UInt32
        /// As it is sent when it is allowed.
        let request: SFTPRequest
        /// Nil: the host was not asked.
        let places: RealPlaces?
    }

    /// What a request of this side's numbers is for.
    enum Pending: Sendable {
        /// `operation`: that was judged. `opens`: what a handle would be open at.
        case client(id: UInt32, SFTPAnswer, operation: UInt64?, opens: SFTPOperation?)
        case realPath
    }

    /// Something open.
    struct Open: Sendable {
        /// The host's own.
        let handle: ByteBuffer
        /// As it was judged: what it lets be done is in its kinds.
        let operation: SFTPOperation
        /// Why it may not be used any more.
        var revoked: String?
    }

    private(set) var asksRealPaths: Bool
    var state = State.awaitingInit
    var client: SFTPFramer
    var host: SFTPFramer
    var nextNumber: UInt64 = 0
    var nextID: UInt32 = 1
    var nextHandle: SFTPRequest.Handle = 0
    var pending: [UInt32: Pending] = [:]
    var opening = 0
    var open: [SFTPRequest.Handle: Open] = [:]
    var replies = ByteBuffer()
    var toHost = ByteBuffer()
    var toClient = ByteBuffer()
    var finished = CircularBuffer<SFTPStep>()
    /// Where the session begins, once the host has said so: relative paths are from there.
    package internal(set) var home: HostPath?

    static let version: UInt32 = 3
    static let homeID: UInt32 = 0
    /// Length, type, identifier, handle, offset, length of the data.
    private static let writeHeadBytes = 4 + 1 + 4 + 4 + SFTPLimits.handleBytesLimit + 8 + 4

    /// - Parameter asksRealPaths: paths are judged by what the host makes of them, too.
    package init(asksRealPaths: Bool = false) {
        self.asksRealPaths = asksRealPaths
        client = SFTPFramer(
            headLimit: { $0 == SFTPPacketType.write ? Self.writeHeadBytes : SFTPLimits.requestBytesLimit },
            maySplit: { $0 == SFTPPacketType.write })
        host = SFTPFramer(
            headLimit: { type in
                type == SFTPPacketType.data ? 9 : SFTPLimits.answerBytesLimit
            }, maySplit: { _ in true })
    }

    /// What goes to the host by now.
    package mutating func takeForHost() -> ByteBuffer {
        defer { toHost = ByteBuffer() }
        return toHost
    }

    /// What goes to the client by now.
    package mutating func takeForClient() -> ByteBuffer {
        if host.isAtBorder, replies.readableBytes > 0 {
            toClient.writeBuffer(&replies)
            replies = ByteBuffer()
        }
        defer { toClient = ByteBuffer() }
        return toClient
    }

    /// Bytes of the client's that wait, here, for a verdict or for their end.
    package var heldByteCount: Int { client.pendingByteCount }
    /// Bytes for the client that wait to be taken.
    package var answersByteCount: Int { toClient.readableBytes + replies.readableBytes }
    /// Nothing of the client's waits here.
    package var isIdle: Bool {
        switch state {
        case .awaitingInit, .reading, .passing: heldByteCount == 0
        case .awaitingHome, .resolving, .judging, .confirming: false
        }
    }

    package mutating func receiveFromClient(_ bytes: ByteBuffer) { client.append(bytes) }

    /// From now on paths are judged by what the host makes of them, too; of what is open it has not been asked.
    package mutating func askRealPaths() {
        guard !asksRealPaths else { return }
        asksRealPaths = true
        for (handle, file) in open where file.revoked == nil {
            open[handle]?.revoked = "chaperone: the policy changed: open the file anew"
        }
    }

    // MARK: what is open

    /// The operations that opened what is open, as they were judged.
    package var openOperations: [SFTPOperation] { open.values.map(\.operation) }

    /// What that operation opened may not be used any more, but to be closed.
    package mutating func revoke(_ number: UInt64, _ words: String) {
        for (handle, file) in open where file.operation.number == number { open[handle]?.revoked = words }
    }
}
