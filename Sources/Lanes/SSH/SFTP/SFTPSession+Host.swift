package import NIOCore
import SSHOperations
import SSHWire

/// The host's answers.
extension SFTPSession {
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
                try take(type, packet, isWhole: isWhole)
            case .more(let part, _):
                if let reading { uses[reading]?.pass(part) }
                toClient.writeImmutableBuffer(part)
            }
        }
    }

    private static let noBeginning = SFTPViolation(
        "the host does not begin SFTP with version 3, and an answer where relative paths begin")

    /// The host's version, then the answer to our own question, which goes no further.
    private mutating func begin(
        _ type: UInt8, _ packet: ByteBuffer, isWhole: Bool, isAsked: Bool
    ) throws(SFTPViolation) {
        var body = packet
        body.moveReaderIndex(forwardBy: 5)
        guard isWhole, let number = body.readInteger(as: UInt32.self) else { throw Self.noBeginning }
        guard isAsked else {
            guard type == SFTPPacketType.version, number == Self.version else { throw Self.noBeginning }
            greet(&body)
            return
        }
        guard number == Self.homeID, type == SFTPPacketType.name || type == SFTPPacketType.status else {
            throw Self.noBeginning
        }
        state = .reading
        // A host that does not say it has no home that is known here.
        if type == SFTPPacketType.name { home = Self.onlyPath(&body) }
    }

    /// Tells the client what of the host's extensions is known here, and asks the host where relative paths begin.
    private mutating func greet(_ body: inout ByteBuffer) {
        var version = ByteBuffer()
        version.writeMultipleIntegers(SFTPPacketType.version, Self.version)
        while let name = body.readSSHText(limit: SFTPLimits.handleBytesLimit),
            let value = body.readSSHString(limit: SFTPLimits.handleBytesLimit)
        {
            guard let known = SFTPRequest.extensions[name], value.readableBytesView.elementsEqual(known.utf8) else {
                continue
            }
            version.writeSSHString(name)
            version.writeSSHString(known)
        }
        toClient.writeSSHString(version)
        var body = ByteBuffer()
        body.writeMultipleIntegers(SFTPPacketType.realPath, Self.homeID)
        body.writeSSHString(".")
        var question = ByteBuffer()
        question.writeSSHString(body)
        toHost.append(question)
        state = .awaitingHome(isAsked: true)
    }

    /// Of an answer with names, behind its identifier. Nil: it is not one absolute path that can be one.
    /// - Parameter isReal: it stands as it is: a path with `..` in it is none that a host has made of links.
    private static func onlyPath(_ body: inout ByteBuffer, isReal: Bool = false) -> HostPath? {
        guard body.readInteger(as: UInt32.self) == 1,
            let text = body.readSSHText(limit: OperationLimits.pathBytesLimit), let path = HostPath(text),
            path.root == .file, !isReal || path.text.utf8.elementsEqual(text.utf8)
        else { return nil }
        return path
    }

    /// An answer: to whom it is, and under which number that one knows it.
    private mutating func take(_ type: UInt8, _ packet: ByteBuffer, isWhole: Bool) throws(SFTPViolation) {
        var body = packet
        guard let length = body.readInteger(as: UInt32.self), body.readInteger(as: UInt8.self) != nil,
            let own = body.readInteger(as: UInt32.self), let purpose = pending.removeValue(forKey: own)
        else { throw SFTPViolation("the host answers an SFTP request that there was not") }
        switch purpose {
        case .realPath:
            guard isWhole, SFTPAnswer.name.fits(type) else { throw Self.unfit }
            resolved(type, &body)
        case .closing: guard isWhole, type == SFTPPacketType.status else { throw Self.unfit }
        case .client(let id, let answer, let operation, let opens, let use):
            guard answer.fits(type) else { throw Self.unfit }
            var status = SFTPStatus.ok
            reading = nil
            if let use { try count(use, type, length, body) }
            if let opens {
                opening -= 1
                if type != SFTPPacketType.handle || opens.revoked != nil {
                    openPathsByteCount -= opens.operation.pathsByteCount
                }
            }
            if type == SFTPPacketType.handle, let opens {
                guard isWhole, let handle = body.readSSHString(limit: SFTPLimits.handleBytesLimit) else {
                    throw Self.unfit
                }
                status = opened(id, handle, opens)
            } else if type == SFTPPacketType.extendedReply {
                guard isWhole else { throw Self.unfit }
                if answer == .limits { try limited(id, &body) } else { try measured(id, &body) }
            } else if type == SFTPPacketType.attributes {
                guard isWhole, let attributes = SFTPAttributes(&body) else { throw Self.unfit }
                var answer = ByteBuffer()
                answer.writeMultipleIntegers(SFTPPacketType.attributes, id)
                attributes.write(into: &answer)
                toClient.writeSSHString(answer)
            } else {
                toClient.writeMultipleIntegers(length, type, id)
                toClient.writeImmutableBuffer(body)
            }
            // What is open has its end when it is closed.
            guard let operation, type != SFTPPacketType.handle || status != SFTPStatus.ok else { return }
            if type == SFTPPacketType.status { status = body.readInteger() ?? SFTPStatus.failure }
            finished.append(.finished(number: operation, status: status))
        }
    }

    /// What the host's answer says of what is open.
    private mutating func count(
        _ use: Use, _ type: UInt8, _ length: UInt32, _ body: ByteBuffer
    ) throws(SFTPViolation) {
        var body = body
        let handle =
            switch use {
            case .read(let handle, _), .write(let handle, _), .copy(_, let handle), .flush(let handle),
                .close(let handle):
                handle
            }
        let status = type == SFTPPacketType.status ? body.readInteger() ?? SFTPStatus.failure : SFTPStatus.ok
        if status != SFTPStatus.ok, status != SFTPStatus.endOfFile { uses[handle]?.failed(status) }
        switch use {
        case .read(_, let offset):
            guard type == SFTPPacketType.data else { return }
            // Type, identifier and the length are before the data, which are all that comes behind.
            guard let byteCount = body.readInteger(as: UInt32.self), 9 + Int(byteCount) == Int(length) else {
                throw Self.unfit
            }
            uses[handle]?.read(at: offset, byteCount: UInt64(byteCount))
            uses[handle]?.pass(body)
            reading = handle
        case .write(_, let byteCount): if status == SFTPStatus.ok { uses[handle]?.written(byteCount: byteCount) }
        case .copy(let from, let to):
            guard status == SFTPStatus.ok else { return }
            uses[from]?.copied()
            uses[to]?.copied()
        case .flush: break
        case .close:
            guard let use = uses.removeValue(forKey: handle) else { return }
            finished.append(.closed(number: use.operation, use.result))
        }
    }

    private static let unfit = SFTPViolation("the host's answer is not of the kind that the SFTP request has")

    /// limits@openssh.com: the host's, and no more than passes here. Nought is none that is known.
    private mutating func limited(_ id: UInt32, _ body: inout ByteBuffer) throws(SFTPViolation) {
        let own = [
            SFTPLimits.packetBytesLimit, SFTPLimits.dataBytesLimit, SFTPLimits.dataBytesLimit, SFTPLimits.handlesLimit,
        ]
        var answer = ByteBuffer()
        answer.writeMultipleIntegers(SFTPPacketType.extendedReply, id)
        for limit in own.map(UInt64.init) {
            guard let host = body.readInteger(as: UInt64.self) else { throw Self.unfit }
            answer.writeInteger(host == 0 ? limit : min(host, limit))
        }
        toClient.writeSSHString(answer)
    }

    /// statvfs@openssh.com and fstatvfs@openssh.com: eleven numbers, and nothing else.
    private mutating func measured(_ id: UInt32, _ body: inout ByteBuffer) throws(SFTPViolation) {
        guard body.readableBytes == Self.measures * MemoryLayout<UInt64>.size else { throw Self.unfit }
        var answer = ByteBuffer()
        answer.writeMultipleIntegers(SFTPPacketType.extendedReply, id)
        answer.writeBuffer(&body)
        toClient.writeSSHString(answer)
    }

    private static let measures = 11

    /// - Returns: what came of the operation.
    private mutating func opened(_ id: UInt32, _ handle: ByteBuffer, _ opens: Opening) -> UInt32 {
        if let words = opens.revoked {
            close(handle)
            self.answer(id, SFTPStatus.permissionDenied, words)
            return SFTPStatus.permissionDenied
        }
        open[nextHandle] = Open(handle: handle, operation: opens.operation)
        uses[nextHandle] = UseCount(operation: opens.operation.number)
        var answer = ByteBuffer()
        answer.writeMultipleIntegers(SFTPPacketType.handle, id)
        answer.writeInteger(UInt32(MemoryLayout<SFTPRequest.Handle>.size))
        answer.writeInteger(nextHandle)
        toClient.writeSSHString(answer)
        nextHandle += 1
        return SFTPStatus.ok
    }

    /// What the host makes of a path; what it does not tell, or what can be no path, is not known.
    private mutating func resolved(_ type: UInt8, _ body: inout ByteBuffer) {
        let path = type == SFTPPacketType.name ? Self.onlyPath(&body, isReal: true) : nil
        let status = type == SFTPPacketType.status ? body.readInteger(as: UInt32.self) : nil
        switch state {
        case .resolving(var resolution):
            state = .reading
            resolution.places.answer(path, status ?? SFTPStatus.failure)
            if let step = advance(resolution) { finished.append(step) }
        case .confirming(let judged, var places):
            places.answer(path, status ?? SFTPStatus.failure)
            confirm(judged, places)
        case .awaitingInit, .awaitingHome, .reading, .judging, .passing: return
        }
    }
}
