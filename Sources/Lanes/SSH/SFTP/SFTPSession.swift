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
        case passing(Data)
    }

    /// Whither the data of a WRITE go.
    enum Data: Sendable {
        case host(SFTPRequest.Handle)
        case dropped
    }

    struct Resolution: Sendable {
        /// The client's.
        let id: UInt32
        let request: SFTPRequest
        var places: RealPlaces
        /// The paths that are judged whatever the host makes of them.
        let judged: [HostPath]
    }

    /// An operation that was given out to be judged, or has been.
    struct Judged: Sendable {
        let operation: SFTPOperation
        /// The client's.
        let id: UInt32
        /// As it is sent when it is allowed.
        let request: SFTPRequest
        /// Nil: the host was not asked.
        let places: RealPlaces?
        /// Why it is not done any more.
        var revoked: String?
    }

    /// What a request of this side's numbers is for.
    enum Pending: Sendable {
        /// `operation`: that was judged. `opens`: what a handle would be open at. `use`: of what is open.
        case client(id: UInt32, SFTPAnswer, operation: UInt64?, opens: Opening?, use: Use?)
        case realPath
        /// What is opened no more, whatever the host says.
        case closing
    }

    /// What a request does with something open.
    enum Use: Sendable {
        case read(SFTPRequest.Handle, offset: UInt64)
        case write(SFTPRequest.Handle, byteCount: UInt64)
        case copy(from: SFTPRequest.Handle, to: SFTPRequest.Handle)
        case flush(SFTPRequest.Handle)
        case close(SFTPRequest.Handle)
    }

    /// An operation that opens, of which the host has been told.
    struct Opening: Sendable {
        let operation: SFTPOperation
        /// Why what it opens is closed at once.
        var revoked: String?
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
    /// Of what is open and being opened.
    var openPathsByteCount = 0
    var open: [SFTPRequest.Handle: Open] = [:]
    /// Of what is open, and of what the host has not yet closed.
    var uses: [SFTPRequest.Handle: UseCount] = [:]
    /// Whose data are on their way to the client.
    var reading: SFTPRequest.Handle?
    var replies = ByteBuffer()
    var toHost = RequestStream()
    var toClient = ByteBuffer()
    var finished = CircularBuffer<SFTPStep>()
    /// Where the session begins, once the host has said so: relative paths are from there.
    package internal(set) var home: HostPath?

    static let version: UInt32 = 3
    static let homeID: UInt32 = 0
    /// Length, type, identifier, handle, offset, length of the data.
    private static let writeHeadBytes = 4 + 1 + 4 + 4 + SFTPLimits.handleBytesLimit + 8 + 4

    /// Length, type, identifier, length of the data.
    private static let dataHeadBytes = 4 + 1 + 4 + 4

    /// - Parameter asksRealPaths: paths are judged by what the host makes of them, too.
    package init(asksRealPaths: Bool = false) {
        self.asksRealPaths = asksRealPaths
        client = SFTPFramer(
            headLimit: { $0 == SFTPPacketType.write ? Self.writeHeadBytes : SFTPLimits.requestBytesLimit },
            maySplit: { $0 == SFTPPacketType.write })
        host = SFTPFramer(
            headLimit: { type in
                type == SFTPPacketType.data ? Self.dataHeadBytes : SFTPLimits.answerBytesLimit
            }, maySplit: { _ in true })
    }

    /// What goes to the host by now.
    package mutating func takeForHost() -> ByteBuffer { toHost.take() }

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
    /// What has been made for the host, and waits to be taken.
    var requestsByteCount: Int { toHost.byteCount }

    /// So much has been made of requests that the sides have to take some of it first.
    /// - Parameters:
    ///   - forClient: bytes that wait for it elsewhere; `forHost`: the same for the host.
    package func isFull(forClient: Int = 0, forHost: Int = 0) -> Bool {
        answersByteCount + forClient >= SFTPLimits.madeBytesLimit
            || requestsByteCount + forHost >= SFTPLimits.madeBytesLimit
    }

    /// Nothing of the client's waits here.
    package var isIdle: Bool {
        switch state {
        case .awaitingInit, .reading, .passing: heldByteCount == 0
        case .awaitingHome, .resolving, .judging, .confirming: false
        }
    }

    /// The operation that was given out, and is still to be decided on.
    package var judgedNumber: UInt64? { if case .judging(let judged) = state { judged.operation.number } else { nil } }

    package mutating func receiveFromClient(_ bytes: ByteBuffer) { client.append(bytes) }

    /// From now on paths are judged by what the host makes of them, too; of what is open it has not been asked.
    package mutating func askRealPaths() {
        guard !asksRealPaths else { return }
        asksRealPaths = true
        revoke("chaperone: the policy changed: open the file anew") { _ in true }
    }

    /// An operation's end that the host has told of, and that no `next` has given out: what the host does after it may end the session.
    package mutating func takeFinished() -> SFTPStep? {
        guard let index = finished.firstIndex(where: { if case .judge = $0 { false } else { true } }) else {
            return nil
        }
        return finished.remove(at: index)
    }

    // MARK: what is open

    /// The operations that opened what is open, as they were judged; and those that were allowed, and are not done yet.
    package var openOperations: [SFTPOperation] {
        let opening = pending.values.compactMap { purpose in
            if case .client(_, _, _, let opens?, _) = purpose { opens.operation } else { nil }
        }
        var operations = open.values.map(\.operation) + opening
        if case .confirming(let judged, _) = state { operations.append(judged.operation) }
        return operations
    }

    /// What was done by now with what is open, by the operations that opened it.
    package var openUses: [(number: UInt64, use: FileUse)] {
        uses.values.map { ($0.operation, $0.result) }.sorted { $0.number < $1.number }
    }

    /// What that operation has opened may not be used any more, but to be closed; what it is about to open is closed at once.
    package mutating func revoke(_ number: UInt64, _ words: String) { revoke(words) { $0.number == number } }

    private mutating func revoke(_ words: String, _ isMeant: (SFTPOperation) -> Bool) {
        for (handle, file) in open where file.revoked == nil && isMeant(file.operation) {
            open[handle]?.revoked = words
        }
        for (number, purpose) in pending {
            guard case .client(let id, let answer, let operation, var opens?, let use) = purpose, opens.revoked == nil,
                isMeant(opens.operation)
            else { continue }
            opens.revoked = words
            pending[number] = .client(id: id, answer, operation: operation, opens: opens, use: use)
        }
        if case .confirming(var judged, let places) = state, judged.revoked == nil, isMeant(judged.operation) {
            judged.revoked = words
            state = .confirming(judged, places)
        }
    }
}
