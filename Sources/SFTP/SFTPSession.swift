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
        case reading
        /// A request that waits for its verdict, and whether its end has come.
        case judging(SFTPOperation, id: UInt32, ByteBuffer)
        /// The rest of a packet goes to the host, or nowhere.
        case passing(isDropped: Bool)
    }

    private enum Pending: Sendable {
        /// `path`: where a handle would be open.
        case operation(UInt64, path: HostPath?)
        case home
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
            case .judging: return nil
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
            remember(id, .operation(operation.number, path: operation.paths.first))
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
        state = .reading
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
        case .resolve(let path): if path.root == .home, path.parts.isEmpty { remember(id, .home) }
        case .free: break
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
        let resolved = paths.map { path in home.map { path.resolved(home: $0) } ?? path }
        let operation = SFTPOperation(number: nextNumber, kinds: kinds, paths: resolved, name: name)
        nextNumber += 1
        state = .judging(operation, id: id, packet)
        return .judge(operation)
    }

    private mutating func remember(_ id: UInt32, _ entry: Pending) {
        if pending.count < SFTPLimits.pendingLimit { pending[id] = entry }
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
            case .packet(let type, let packet, _):
                // Between two packets is where ours may go.
                toClient.writeBuffer(&replies)
                replies = ByteBuffer()
                note(type, packet)
                toClient.writeImmutableBuffer(packet)
            case .more(let part, _): toClient.writeImmutableBuffer(part)
            }
        }
    }

    private mutating func note(_ type: UInt8, _ packet: ByteBuffer) {
        var body = packet
        body.moveReaderIndex(forwardBy: 5)
        guard type != SFTPPacketType.version, let id = body.readInteger(as: UInt32.self),
            let entry = pending.removeValue(forKey: id)
        else { return }
        switch entry {
        case .operation(let number, let path):
            var status = SFTPStatus.ok
            if type == SFTPPacketType.status { status = body.readInteger() ?? SFTPStatus.failure }
            if type == SFTPPacketType.handle, let path,
                let handle = body.readSSHString(limit: SFTPLimits.handleBytesLimit),
                handles.count < SFTPLimits.handlesLimit
            {
                handles[handle] = path
            }
            finished.append(.finished(number: number, status: status))
        case .home:
            guard type == SFTPPacketType.name, body.readInteger(as: UInt32.self) == 1,
                let text = body.readSSHText(limit: OperationLimits.pathBytesLimit), let path = HostPath(text),
                path.root == .file
            else { return }
            home = path
        }
    }
}
