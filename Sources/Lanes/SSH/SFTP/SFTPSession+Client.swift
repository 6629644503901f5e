import NIOCore
import SSHOperations
import SSHWire

extension SFTPSession {
    /// The next step; nil when more bytes, or a verdict, are needed, or the sides have to take what has been made.
    /// - Parameters:
    ///   - forClient: bytes that wait for it elsewhere; `forHost`: the same for the host.
    package mutating func next(forClient: Int = 0, forHost: Int = 0) throws(SFTPViolation) -> SFTPStep? {
        if let step = finished.popFirst() { return step }
        while true {
            switch state {
            case .judging, .confirming, .resolving, .awaitingHome: return nil
            case .passing(let data):
                guard case .more(let part, let isLast)? = try client.next() else { return nil }
                if case .host(let handle) = data { pass(part, to: handle) }
                if isLast { state = .reading }
            case .awaitingInit:
                guard case .packet(let type, let packet, _)? = try client.next() else { return nil }
                try begin(type, packet)
            case .reading:
                guard pending.count < SFTPLimits.pendingLimit, !isFull(forClient: forClient, forHost: forHost),
                    case .packet(let type, let packet, let isWhole)? = try client.next()
                else { return nil }
                if let step = try receive(type, packet, isWhole: isWhole) { return step }
            }
        }
    }

    /// What becomes of the operation that was given out last.
    package mutating func decide(_ verdict: SFTPVerdict) {
        guard case .judging(let judged) = state else { return }
        state = .reading
        switch verdict {
        case .allow: allow(judged)
        case .allowAfterWaiting:
            // Whoever was waited for has decided by where the path leads, and the host has not been asked.
            guard let places = judged.places else { return drop(judged, SFTPStatus.failure, Self.moved) }
            guard places.untold == nil else { return allow(judged) }
            confirm(judged, places.anew)
        case .deny(let words): answer(judged.id, SFTPStatus.permissionDenied, words)
        }
    }

    private mutating func allow(_ judged: Judged) {
        if let words = judged.revoked { return drop(judged, SFTPStatus.permissionDenied, words) }
        // Asked for since it was given out.
        if asksRealPaths, judged.places == nil { return drop(judged, SFTPStatus.failure, Self.moved) }
        if let status = judged.places?.untold { return drop(judged, status, Self.untold) }
        send(judged.request, for: judged.id, judged.operation)
    }

    private static let moved =
        "chaperone: the path, or the policy, is another than when this was judged: ask again"
    private static let untold = "chaperone: the host does not say where this path leads"

    /// It was allowed, and cannot be done all the same.
    private mutating func drop(_ judged: Judged, _ status: UInt32, _ words: String) {
        answer(judged.id, status, words)
        finished.append(.finished(number: judged.operation.number, status: status))
    }

    /// Asks the host for the next path once more, or sends what was judged when it makes the same of all.
    mutating func confirm(_ judged: Judged, _ places: RealPlaces) {
        var places = places
        if let question = places.nextQuestion() {
            post(.paths(.realpath, [question], nil), .realPath)
            state = .confirming(judged, places)
            return
        }
        state = .reading
        guard places.untold == nil, places.paths == judged.places?.paths else {
            return drop(judged, SFTPStatus.failure, Self.moved)
        }
        allow(judged)
    }

    private mutating func begin(_ type: UInt8, _ packet: ByteBuffer) throws(SFTPViolation) {
        guard type == SFTPPacketType.initialize,
            let version = packet.getInteger(at: packet.readerIndex + 5, as: UInt32.self), version >= Self.version
        else { throw SFTPViolation("the client does not begin SFTP with a version of 3 or more") }
        // A host that knows a later version would speak it.
        var beginning = ByteBuffer()
        beginning.writeMultipleIntegers(5 as UInt32, SFTPPacketType.initialize, Self.version)
        toHost.append(beginning)
        state = .awaitingHome(isAsked: false)
    }

    private mutating func receive(_ type: UInt8, _ packet: ByteBuffer, isWhole: Bool) throws(SFTPViolation) -> SFTPStep?
    {
        var body = packet
        guard let length = body.readInteger(as: UInt32.self), body.readInteger(as: UInt8.self) != nil,
            let id = body.readInteger(as: UInt32.self)
        else { throw SFTPViolation("an SFTP request has no identifier") }
        func drop(_ status: UInt32, _ words: String) {
            answer(id, status, words)
            if !isWhole { state = .passing(.dropped) }
        }
        guard let request = SFTPRequest(type, length: Int(length), &body) else {
            drop(
                SFTPStatus.badMessage,
                "chaperone: the request is malformed, or names a path that no rule can: one that is no UTF-8, has control "
                    + "characters or marks of direction (U+200F …), or is too long. Such a file needs another name, given on the host"
            )
            return nil
        }
        switch request {
        case .unsupported: drop(SFTPStatus.unsupported, "chaperone: the request is not known here")
        case .open, .paths: return consider(request, id)
        case .setHandle(let handle, _):
            guard let open = usable(handle, nil, id) else { return nil }
            // What is open is known: no path is looked at again.
            let places = asksRealPaths ? RealPlaces(named: []) : nil
            return judge([.setstat], open.operation.paths, open.operation.realPaths, "fsetstat", id, request, places)
        case .handle(.close, let handle):
            guard let file = open[handle] else {
                drop(SFTPStatus.failure, Self.notOpen)
                return nil
            }
            send(request, for: id, nil)
            open[handle] = nil
            openPathsByteCount -= file.operation.pathsByteCount
        case .handle(.readdir, let handle): if usable(handle, .list, id) != nil { send(request, for: id, nil) }
        case .handle(.fsync, let handle): if usable(handle, .write, id) != nil { send(request, for: id, nil) }
        case .handle(.fstat, let handle), .handle(.fstatvfs, let handle):
            if usable(handle, nil, id) != nil { send(request, for: id, nil) }
        case .read(let handle, _, _): if usable(handle, .read, id) != nil { send(request, for: id, nil) }
        case .write(let handle, let offset, let byteCount):
            guard usable(handle, .write, id) != nil else {
                if !isWhole { state = .passing(.dropped) }
                return nil
            }
            send(request, for: id, nil)
            // What of the data has come with the head.
            uses[handle]?.write(at: offset, byteCount: UInt64(byteCount))
            pass(body, to: handle)
            if !isWhole { state = .passing(.host(handle)) }
        case .copy(let from, _, _, let to, _):
            if usable(from, .read, id) != nil, usable(to, .write, id) != nil { send(request, for: id, nil) }
        case .limits: send(request, for: id, nil)
        }
        return nil
    }

    /// A part of a WRITE's data.
    private mutating func pass(_ data: ByteBuffer, to handle: SFTPRequest.Handle) {
        toHost.pass(data)
        uses[handle]?.pass(data)
    }

    private static let notOpen = "chaperone: the handle is not open"

    /// What is open by that handle, for that kind of use; nil: the client was told why not.
    private mutating func usable(_ handle: SFTPRequest.Handle, _ kind: SFTPKind?, _ id: UInt32) -> Open? {
        guard let open = open[handle] else {
            answer(id, SFTPStatus.failure, Self.notOpen)
            return nil
        }
        if let words = open.revoked {
            answer(id, SFTPStatus.permissionDenied, words)
            return nil
        }
        guard let kind, !open.operation.kinds.contains(kind) else { return open }
        answer(id, SFTPStatus.failure, "chaperone: the handle is not open for that")
        return nil
    }

    /// A request that names paths: from where they begin, and, if it is to be asked, as the host has them.
    private mutating func consider(_ request: SFTPRequest, _ id: UInt32) -> SFTPStep? {
        func absolute(_ path: HostPath) -> HostPath { home.map { path.resolved(home: $0) } ?? path }
        switch request {
        case .open(let path, let mode, let attributes):
            guard mayOpen else { return tooMany(id) }
            let request = SFTPRequest.open(absolute(path), mode, attributes)
            return resolve(request, id, RealPlaces(followed: absolute(path)))
        case .paths(.realpath, let paths, _) where paths.first.map({ $0 == HostPath(".") || $0 == home }) ?? false:
            // Asked for by every client at its beginning.
            send(.paths(.realpath, paths.map(absolute), nil), for: id, nil)
            return nil
        case .paths(.symlink, let paths, _) where paths.count == 2:
            let link = absolute(paths[1])
            // What a symbolic link says is read from the folder that it is in; not known where that is not.
            let target = link.folder.map { paths[0].resolved(home: $0) } ?? paths[0]
            // It says what was judged, from the root: it would mean another place in a folder that is a link, and after it, or
            // a folder above it, is moved.
            return resolve(
                .paths(.symlink, [target, link], nil), id, RealPlaces(said: target, named: link),
                judged: [target, link])
        case .paths(.opendir, _, _) where !mayOpen: return tooMany(id)
        case .paths(let verb, let paths, let attributes):
            let paths = paths.map(absolute)
            let places =
                verb.followsLinks && paths.count == 1 ? RealPlaces(followed: paths[0]) : RealPlaces(named: paths)
            return resolve(.paths(verb, paths, attributes), id, places)
        case .handle, .setHandle, .read, .write, .copy, .limits, .unsupported: return nil
        }
    }

    private var mayOpen: Bool {
        open.count + opening < SFTPLimits.handlesLimit && openPathsByteCount < SFTPLimits.openPathsBytesLimit
    }

    private mutating func tooMany(_ id: UInt32) -> SFTPStep? {
        answer(
            id, SFTPStatus.failure,
            "chaperone: more than \(SFTPLimits.handlesLimit) files are open, or their paths are over the limit of "
                + "\(SFTPLimits.openPathsBytesLimit) bytes: close some")
        return nil
    }

    /// - Parameters:
    ///   - places: whose real paths are asked for first, where that is done.
    ///   - judged: nil: the request's own paths.
    private mutating func resolve(
        _ request: SFTPRequest, _ id: UInt32, _ places: RealPlaces, judged: [HostPath]? = nil
    ) -> SFTPStep? {
        advance(Resolution(id: id, request: request, places: places, judged: judged ?? request.paths))
    }

    /// Asks the host for the next path, or gives the operation out.
    mutating func advance(_ resolution: Resolution) -> SFTPStep? {
        var resolution = resolution
        let request = resolution.request
        guard asksRealPaths else {
            return judge(request.kinds, resolution.judged, [], request.name, resolution.id, request, nil)
        }
        if let question = resolution.places.nextQuestion() {
            post(.paths(.realpath, [question], nil), .realPath)
            state = .resolving(resolution)
            return nil
        }
        let places = resolution.places
        return judge(
            request.kinds, resolution.judged, places.differing, request.name, resolution.id,
            request.replacing(places.paths), places)
    }

    private mutating func judge(
        _ kinds: [SFTPKind], _ paths: [HostPath], _ realPaths: [HostPath], _ name: String, _ id: UInt32,
        _ request: SFTPRequest, _ places: RealPlaces?
    ) -> SFTPStep {
        let operation = SFTPOperation(
            number: nextNumber, kinds: kinds, paths: paths, realPaths: realPaths, name: name,
            details: request.details)
        nextNumber += 1
        state = .judging(Judged(operation: operation, id: id, request: request, places: places))
        return .judge(operation)
    }

    // MARK: sending and answering

    /// - Parameter operation: that was allowed.
    private mutating func send(_ request: SFTPRequest, for id: UInt32, _ operation: SFTPOperation?) {
        let opens = request.answer == .handle ? operation.map { Opening(operation: $0) } : nil
        if let opens {
            opening += 1
            openPathsByteCount += opens.operation.pathsByteCount
        }
        post(request, .client(id: id, request.answer, operation: operation?.number, opens: opens, use: request.use))
    }

    private mutating func post(_ request: SFTPRequest, _ purpose: Pending) {
        let open = open
        post(request, purpose) { open[$0]?.handle ?? ByteBuffer() }
    }

    private mutating func post(
        _ request: SFTPRequest, _ purpose: Pending, host: (SFTPRequest.Handle) -> ByteBuffer
    ) {
        // Numbers begin anew after the last.
        while nextID == Self.homeID || pending[nextID] != nil { nextID &+= 1 }
        pending[nextID] = purpose
        var packet = ByteBuffer()
        request.write(nextID, into: &packet, host: host)
        toHost.append(packet, dataByteCount: request.dataByteCount)
        nextID &+= 1
    }

    /// Closes what the host has opened by that handle, and nobody here knows.
    mutating func close(_ handle: ByteBuffer) { post(.handle(.close, .max), .closing) { _ in handle } }

    mutating func answer(_ id: UInt32, _ status: UInt32, _ words: String) {
        var body = ByteBuffer()
        body.writeMultipleIntegers(SFTPPacketType.status, id, status)
        body.writeSSHString(words)
        body.writeSSHString("en")
        replies.writeSSHString(body)
    }
}
