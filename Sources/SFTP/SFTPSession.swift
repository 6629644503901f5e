package import NIOCore
package import SSHOperations
import SSHWire

/// SFTP (draft-ietf-secsh-filexfer-02, version 3, with OpenSSH's extensions) between a client and a host, with every
/// operation judged before the host hears of it. Data of files pass as they are, in parts.
///
/// What is denied is answered here; the answer goes to the client between two of the host's packets. While an operation
/// is judged, nothing that the client sent behind it is looked at, so that the order stays the client's.
package struct SFTPSession: Sendable {
    private enum State: Sendable {
        case awaitingInit
        /// Nothing of the client's is looked at before it is known where relative paths begin: this side asks the host
        /// itself, alone, so that no client can have another answer taken for that.
        case awaitingHome(isAsked: Bool)
        case reading
        /// A request that waits for its verdict, and whether its end has come.
        case judging(SFTPOperation, id: UInt32, ByteBuffer)
        /// The rest of a packet goes to the host, or nowhere.
        case passing(isDropped: Bool)
    }

    /// An operation that the host is to answer. `path`: where a handle would be open.
    private struct Pending: Sendable {
        let number: UInt64
        let path: HostPath?
    }

    private var state = State.awaitingInit
    private var client: SFTPFramer
    private var host: SFTPFramer
    private var nextNumber: UInt64 = 0
    private var pending: [UInt32: Pending] = [:]
    private var handles: [ByteBuffer: HostPath] = [:]
    private var replies = ByteBuffer()
    private var toHost = ByteBuffer()
    private var toClient = ByteBuffer()
    private var finished: [SFTPStep] = []
    /// Where the session begins, once the host has said so: relative paths are from there.
    package private(set) var home: HostPath?

    private static let version: UInt32 = 3
    /// Length, type, identifier, handle, offset, length of the data.
    private static let writeHeadBytes = 4 + 1 + 4 + 4 + SFTPLimits.handleBytesLimit + 8 + 4

    package init() {
        client = SFTPFramer(
            headLimit: { $0 == SFTPPacketType.write ? Self.writeHeadBytes : SFTPLimits.requestBytesLimit },
            maySplit: { $0 == SFTPPacketType.write })
        host = SFTPFramer(
            headLimit: { type in
                type == SFTPPacketType.data || type == SFTPPacketType.extendedReply ? 9 : SFTPLimits.answerBytesLimit
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

    package mutating func receiveFromClient(_ bytes: ByteBuffer) { client.append(bytes) }

    // MARK: the client's requests

    /// The next step; nil when more bytes, or a verdict, are needed.
    package mutating func next() throws(SFTPViolation) -> SFTPStep? {
        if !finished.isEmpty { return finished.removeFirst() }
        while true {
            switch state {
            case .judging, .awaitingHome: return nil
            case .passing(let isDropped):
                guard case .more(let part, let isLast)? = try client.next() else { return nil }
                if !isDropped { toHost.writeImmutableBuffer(part) }
                if isLast { state = .reading }
            case .awaitingInit:
                guard case .packet(let type, let packet, _)? = try client.next() else { return nil }
                try begin(type, packet)
            case .reading:
                guard case .packet(let type, let packet, let isWhole)? = try client.next() else { return nil }
                if let step = try receive(type, packet, isWhole: isWhole) { return step }
            }
        }
    }

    /// What becomes of the operation that was given out last.
    package mutating func decide(_ verdict: SFTPVerdict) {
        guard case .judging(let operation, let id, let packet) = state else { return }
        state = .reading
        switch verdict {
        case .allow:
            // Two of the same number could be taken for each other.
            guard pending[id] == nil, pending.count < SFTPLimits.pendingLimit else {
                finished.append(.finished(number: operation.number, status: SFTPStatus.failure))
                return answer(id, SFTPStatus.failure, "chaperone: the request's number is in use, or too many are")
            }
            pending[id] = Pending(number: operation.number, path: operation.paths.first)
            toHost.writeImmutableBuffer(packet)
        case .deny(let words): answer(id, SFTPStatus.permissionDenied, words)
        }
    }

    private mutating func begin(_ type: UInt8, _ packet: ByteBuffer) throws(SFTPViolation) {
        guard type == SFTPPacketType.initialize,
            let version = packet.getInteger(at: packet.readerIndex + 5, as: UInt32.self), version >= Self.version
        else { throw SFTPViolation("the client does not begin SFTP with a version of 3 or more") }
        // A host that knows a later version would speak it.
        toHost.writeMultipleIntegers(5 as UInt32, SFTPPacketType.initialize, Self.version)
        state = .awaitingHome(isAsked: false)
    }

    private mutating func receive(_ type: UInt8, _ packet: ByteBuffer, isWhole: Bool) throws(SFTPViolation) -> SFTPStep?
    {
        var body = packet
        body.moveReaderIndex(forwardBy: 5)
        guard let id = body.readInteger(as: UInt32.self) else {
            throw SFTPViolation("an SFTP request has no identifier")
        }
        guard let request = SFTPRequest(type, &body) else {
            answer(id, SFTPStatus.badMessage, "chaperone: the request is malformed, or names a path that none can be")
            state = isWhole ? .reading : .passing(isDropped: true)
            return nil
        }
        switch request {
        case .operation(let kinds, let paths, let name): return judge(kinds, paths, name, id, packet)
        case .setHandle(let handle):
            guard let path = handles[handle] else {
                answer(id, SFTPStatus.failure, "chaperone: the handle is not open")
                return nil
            }
            return judge([.setstat], [path], "fsetstat", id, packet)
        case .close(let handle): handles[handle] = nil
        case .resolve, .free: break
        case .unsupported:
            answer(id, SFTPStatus.unsupported, "chaperone: the request is not known here")
            state = isWhole ? .reading : .passing(isDropped: true)
            return nil
        }
        toHost.writeImmutableBuffer(packet)
        if !isWhole { state = .passing(isDropped: false) }
        return nil
    }

    private mutating func judge(
        _ kinds: [SFTPKind], _ paths: [HostPath], _ name: String, _ id: UInt32, _ packet: ByteBuffer
    ) -> SFTPStep {
        var resolved = paths.map { path in home.map { path.resolved(home: $0) } ?? path }
        // What a symbolic link says is read from the folder that it is in; not known where that is not.
        if name == SFTPRequest.symbolicLinkName, resolved.count == 2 {
            resolved[0] = resolved[1].folder.map { paths[0].resolved(home: $0) } ?? paths[0]
        }
        let operation = SFTPOperation(number: nextNumber, kinds: kinds, paths: resolved, name: name)
        nextNumber += 1
        state = .judging(operation, id: id, packet)
        return .judge(operation)
    }

    private mutating func answer(_ id: UInt32, _ status: UInt32, _ words: String) {
        var body = ByteBuffer()
        body.writeMultipleIntegers(SFTPPacketType.status, id, status)
        body.writeSSHString(words)
        body.writeSSHString("en")
        replies.writeSSHString(body)
    }

    // MARK: the host's answers

    package mutating func receiveFromHost(_ bytes: ByteBuffer) throws(SFTPViolation) {
        host.append(bytes)
        while let frame = try host.next() {
            switch frame {
            case .packet(let type, let packet, let isWhole):
                if case .awaitingHome(let isAsked) = state {
                    try begin(type, packet, isWhole: isWhole, isAsked: isAsked)
                    continue
                }
                // Between two packets is where ours may go.
                toClient.writeBuffer(&replies)
                replies = ByteBuffer()
                note(type, packet)
                toClient.writeImmutableBuffer(packet)
            case .more(let part, _): toClient.writeImmutableBuffer(part)
            }
        }
    }

    /// The host's version, then the answer to our own question, which goes no further.
    private mutating func begin(
        _ type: UInt8, _ packet: ByteBuffer, isWhole: Bool, isAsked: Bool
    ) throws(SFTPViolation) {
        guard isWhole, isAsked || type == SFTPPacketType.version else {
            throw SFTPViolation(
                "the host does not begin SFTP with its version, and an answer where relative paths begin")
        }
        guard isAsked else {
            toClient.writeImmutableBuffer(packet)
            var body = ByteBuffer()
            body.writeMultipleIntegers(SFTPPacketType.realPath, 0 as UInt32)
            body.writeSSHString(".")
            toHost.writeSSHString(body)
            state = .awaitingHome(isAsked: true)
            return
        }
        state = .reading
        var body = packet
        body.moveReaderIndex(forwardBy: 9)
        // A host that does not say it has no home that is known here.
        guard type == SFTPPacketType.name, body.readInteger(as: UInt32.self) == 1,
            let text = body.readSSHText(limit: OperationLimits.pathBytesLimit), let path = HostPath(text),
            path.root == .file
        else { return }
        home = path
    }

    private mutating func note(_ type: UInt8, _ packet: ByteBuffer) {
        var body = packet
        body.moveReaderIndex(forwardBy: 5)
        guard type != SFTPPacketType.version, let id = body.readInteger(as: UInt32.self),
            let entry = pending.removeValue(forKey: id)
        else { return }
        var status = SFTPStatus.ok
        if type == SFTPPacketType.status { status = body.readInteger() ?? SFTPStatus.failure }
        if type == SFTPPacketType.handle, let path = entry.path,
            let handle = body.readSSHString(limit: SFTPLimits.handleBytesLimit),
            handles.count < SFTPLimits.handlesLimit
        {
            handles[handle] = path
        }
        finished.append(.finished(number: entry.number, status: status))
    }
}
