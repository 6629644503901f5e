import NIOCore
import SSHOperations
import SSHWire

/// A request, read; and written anew for the host. Of the client's bytes only what is here goes on.
enum SFTPRequest: Equatable, Sendable {
    /// One of this side's numbers, by which the client knows an open file or folder. No host's handle goes to a client.
    typealias Handle = UInt64

    /// What is done with something open.
    enum HandleVerb: Sendable { case close, fstat, readdir, fstatvfs, fsync }

    case open(HostPath, SFTPOpenMode, SFTPAttributes)
    case paths(SFTPVerb, [HostPath], SFTPAttributes?)
    case handle(HandleVerb, Handle)
    case setHandle(Handle, SFTPAttributes)
    case read(Handle, offset: UInt64, byteCount: UInt32)
    /// The data come behind it.
    case write(Handle, offset: UInt64, byteCount: UInt32)
    case copy(from: Handle, offset: UInt64, byteCount: UInt64, to: Handle, toOffset: UInt64)
    case limits
    /// Known to nobody here: answered as such.
    case unsupported

    /// Extensions that a host may say it knows, and a client hears of, with the version of each that is known here.
    static let extensions = [
        "posix-rename@openssh.com": "1", "hardlink@openssh.com": "1", "statvfs@openssh.com": "2",
        "lsetstat@openssh.com": "1", "fstatvfs@openssh.com": "2", "fsync@openssh.com": "1", "limits@openssh.com": "1",
        "copy-data": "1", "expand-path@openssh.com": "1",
    ]

    // MARK: reading

    /// - Parameters:
    ///   - length: the packet's, as it says it.
    ///   - body: behind the identifier; of a WRITE its beginning. Nil: not of its form.
    init?(_ type: UInt8, length: Int, _ body: inout ByteBuffer) {
        guard let request = Self.read(type, length, &body) else { return nil }
        self = request
    }

    private static func read(_ type: UInt8, _ length: Int, _ body: inout ByteBuffer) -> SFTPRequest? {
        switch type {
        case SFTPPacketType.open:
            guard let path = path(&body), let flags = body.readInteger(as: UInt32.self),
                let mode = SFTPOpenMode(flags), let attributes = SFTPAttributes(&body)
            else { return nil }
            return .open(path, mode, attributes.atCreation)
        case SFTPPacketType.close: return onHandle(.close, &body)
        case SFTPPacketType.handleStatus: return onHandle(.fstat, &body)
        case SFTPPacketType.readFolder: return onHandle(.readdir, &body)
        case SFTPPacketType.setHandleStatus:
            guard let handle = handle(&body), let attributes = SFTPAttributes(&body) else { return nil }
            return .setHandle(handle, attributes)
        case SFTPPacketType.read:
            guard let handle = handle(&body),
                let (offset, byteCount) = body.readMultipleIntegers(as: (UInt64, UInt32).self)
            else { return nil }
            // A host may give less than it is asked for; what it gives must pass here.
            return .read(handle, offset: offset, byteCount: min(byteCount, UInt32(SFTPLimits.dataBytesLimit)))
        case SFTPPacketType.write:
            let before = body.readableBytes
            guard let handle = handle(&body),
                let (offset, byteCount) = body.readMultipleIntegers(as: (UInt64, UInt32).self),
                // Type and identifier are before it; the data are all that comes behind.
                5 + before - body.readableBytes + Int(byteCount) == length
            else { return nil }
            return .write(handle, offset: offset, byteCount: byteCount)
        case SFTPPacketType.linkStatus: return onPaths(.lstat, &body)
        case SFTPPacketType.fileStatus: return onPaths(.stat, &body)
        case SFTPPacketType.readLink: return onPaths(.readlink, &body)
        case SFTPPacketType.setStatus: return onPaths(.setstat, &body)
        case SFTPPacketType.openFolder: return onPaths(.opendir, &body)
        case SFTPPacketType.remove: return onPaths(.remove, &body)
        case SFTPPacketType.removeFolder: return onPaths(.rmdir, &body)
        case SFTPPacketType.makeFolder: return onPaths(.mkdir, &body)
        case SFTPPacketType.realPath: return onPaths(.realpath, &body)
        case SFTPPacketType.rename: return onPaths(.rename, &body)
        case SFTPPacketType.symbolicLink: return onPaths(.symlink, &body)
        case SFTPPacketType.extended: return extended(&body)
        default: return .unsupported
        }
    }

    private static func extended(_ body: inout ByteBuffer) -> SFTPRequest? {
        guard let name = body.readSSHText(limit: SFTPLimits.handleBytesLimit) else { return nil }
        switch name {
        case "posix-rename@openssh.com": return onPaths(.posixRename, &body)
        case "hardlink@openssh.com": return onPaths(.hardlink, &body)
        case "statvfs@openssh.com": return onPaths(.statvfs, &body)
        case "lsetstat@openssh.com": return onPaths(.lsetstat, &body)
        case "fstatvfs@openssh.com": return onHandle(.fstatvfs, &body)
        case "fsync@openssh.com": return onHandle(.fsync, &body)
        case "limits@openssh.com": return .limits
        case "expand-path@openssh.com":
            guard let text = body.readSSHText(limit: OperationLimits.pathBytesLimit) else { return nil }
            // The account's own home is where relative paths begin; others' are told to nobody.
            if text.utf8.first != UInt8(ascii: "~") {
                return HostPath(text.isEmpty ? "." : text).map { .paths(.realpath, [$0], nil) }
            }
            guard text == "~" || text.hasPrefix("~/") else { return .unsupported }
            return HostPath("." + text.dropFirst()).map { .paths(.realpath, [$0], nil) }
        case "copy-data":
            guard let from = handle(&body),
                let (offset, byteCount) = body.readMultipleIntegers(as: (UInt64, UInt64).self),
                let to = handle(&body), let at = body.readInteger(as: UInt64.self)
            else { return nil }
            return .copy(from: from, offset: offset, byteCount: byteCount, to: to, toOffset: at)
        default: return .unsupported
        }
    }

    private static func onPaths(_ verb: SFTPVerb, _ body: inout ByteBuffer) -> SFTPRequest? {
        var paths: [HostPath] = []
        for _ in 0..<verb.pathCount {
            guard let path = path(&body) else { return nil }
            paths.append(path)
        }
        guard verb.hasAttributes else { return .paths(verb, paths, nil) }
        return SFTPAttributes(&body).map { .paths(verb, paths, verb == .mkdir ? $0.atCreation : $0) }
    }

    private static func onHandle(_ verb: HandleVerb, _ body: inout ByteBuffer) -> SFTPRequest? {
        handle(&body).map { .handle(verb, $0) }
    }

    private static func path(_ body: inout ByteBuffer) -> HostPath? {
        guard let text = body.readSSHText(limit: OperationLimits.pathBytesLimit) else { return nil }
        // An empty path is where the session begins.
        return HostPath(text.isEmpty ? "." : text)
    }

    /// What is none of ours is one that is not open.
    private static func handle(_ body: inout ByteBuffer) -> Handle? {
        guard let bytes = body.readSSHString(limit: SFTPLimits.handleBytesLimit) else { return nil }
        guard bytes.readableBytes == MemoryLayout<Handle>.size else { return Handle.max }
        return bytes.getInteger(at: bytes.readerIndex)
    }

    // MARK: what it asks

    /// As it is judged: of what names paths.
    var kinds: [SFTPKind] {
        switch self {
        case .open(_, let mode, let attributes): mode.kinds + (attributes.isUnusual ? [.setstat] : [])
        case .paths(.mkdir, _, let attributes?) where attributes.isUnusual: [.write, .setstat]
        case .paths(let verb, _, _): [verb.kind]
        case .setHandle: [.setstat]
        case .handle, .read, .write, .copy, .limits, .unsupported: []
        }
    }

    var name: String {
        switch self {
        case .open: "open"
        case .paths(let verb, _, _): verb.rawValue
        case .setHandle: "fsetstat"
        case .handle, .read, .write, .copy, .limits, .unsupported: ""
        }
    }

    /// See ``SFTPOperation/details``. A file's usual mode is that of any file; what makes a program of it another's is said.
    var details: [String] {
        switch self {
        case .open(_, _, let attributes): attributes.isUnusual ? attributes.shown : []
        case .paths(let verb, _, let attributes):
            ([.stat, .list].contains(verb.kind) || verb.rawValue == verb.kind.rawValue ? [] : [verb.rawValue])
                + (attributes?.shown ?? [])
        case .setHandle(_, let attributes): [name] + attributes.shown
        case .handle, .read, .write, .copy, .limits, .unsupported: []
        }
    }

    var paths: [HostPath] {
        switch self {
        case .open(let path, _, _): [path]
        case .paths(_, let paths, _): paths
        case .handle, .setHandle, .read, .write, .copy, .limits, .unsupported: []
        }
    }

    /// The same at the paths that the host has made of its own. What a symbolic link says stays as it is.
    func replacing(_ paths: [HostPath]) -> SFTPRequest {
        switch self {
        case .open(_, let mode, let attributes) where paths.count == 1: .open(paths[0], mode, attributes)
        case .paths(.symlink, let own, let attributes) where paths.count == 2:
            .paths(.symlink, [own[0], paths[1]], attributes)
        case .paths(let verb, let own, let attributes) where paths.count == own.count: .paths(verb, paths, attributes)
        case .open, .paths, .handle, .setHandle, .read, .write, .copy, .limits, .unsupported: self
        }
    }

    /// What it does with something open, as far as that is counted.
    var use: SFTPSession.Use? {
        switch self {
        case .read(let handle, let offset, _): .read(handle, offset: offset)
        case .write(let handle, _, let byteCount): .write(handle, byteCount: UInt64(byteCount))
        case .copy(let from, _, _, let to, _): .copy(from: from, to: to)
        case .handle(.fsync, let handle): .flush(handle)
        case .handle(.close, let handle): .close(handle)
        case .handle(.fstat, _), .handle(.readdir, _), .handle(.fstatvfs, _), .open, .paths, .setHandle, .limits,
            .unsupported:
            nil
        }
    }

    // MARK: writing

    var answer: SFTPAnswer {
        switch self {
        case .open: .handle
        case .paths(let verb, _, _): verb.answer
        case .handle(.fstat, _): .attributes
        case .handle(.readdir, _): .name
        case .handle(.fstatvfs, _): .extended
        case .limits: .limits
        case .read: .data
        case .handle(.close, _), .handle(.fsync, _), .setHandle, .write, .copy, .unsupported: .status
        }
    }

    /// Of a WRITE the data that come behind it.
    var dataByteCount: Int {
        switch self {
        case .write(_, _, let byteCount): Int(byteCount)
        case .open, .paths, .handle, .setHandle, .read, .copy, .limits, .unsupported: 0
        }
    }

    /// The packet, but for the data of a WRITE.
    /// - Parameter host: the host's handles.
    func write(_ id: UInt32, into buffer: inout ByteBuffer, host: (Handle) -> ByteBuffer) {
        var body = ByteBuffer()
        switch self {
        case .open(let path, let mode, let attributes):
            body.writeMultipleIntegers(SFTPPacketType.open, id)
            body.writeSSHString(path.text)
            body.writeInteger(mode.flags)
            attributes.write(into: &body)
        case .paths(let verb, let paths, let attributes):
            body.writeMultipleIntegers(verb.type, id)
            if let name = verb.extensionName { body.writeSSHString(name) }
            for (index, path) in paths.enumerated() {
                // What a link says is read by nobody as a flag.
                let isSaid = verb == .symlink && index == 0 && path.root == .home && !path.parts.isEmpty
                body.writeSSHString(isSaid ? path.parts.joined(separator: "/") : path.text)
            }
            attributes?.write(into: &body)
        case .handle(let verb, let handle):
            switch verb {
            case .close: body.writeMultipleIntegers(SFTPPacketType.close, id)
            case .fstat: body.writeMultipleIntegers(SFTPPacketType.handleStatus, id)
            case .readdir: body.writeMultipleIntegers(SFTPPacketType.readFolder, id)
            case .fstatvfs, .fsync:
                body.writeMultipleIntegers(SFTPPacketType.extended, id)
                body.writeSSHString(verb == .fsync ? "fsync@openssh.com" : "fstatvfs@openssh.com")
            }
            body.writeSSHString(host(handle))
        case .setHandle(let handle, let attributes):
            body.writeMultipleIntegers(SFTPPacketType.setHandleStatus, id)
            body.writeSSHString(host(handle))
            attributes.write(into: &body)
        case .read(let handle, let offset, let byteCount):
            body.writeMultipleIntegers(SFTPPacketType.read, id)
            body.writeSSHString(host(handle))
            body.writeMultipleIntegers(offset, byteCount)
        case .write(let handle, let offset, let byteCount):
            body.writeMultipleIntegers(SFTPPacketType.write, id)
            body.writeSSHString(host(handle))
            body.writeMultipleIntegers(offset, byteCount)
        case .copy(let from, let offset, let byteCount, let to, let at):
            body.writeMultipleIntegers(SFTPPacketType.extended, id)
            body.writeSSHString("copy-data")
            body.writeSSHString(host(from))
            body.writeMultipleIntegers(offset, byteCount)
            body.writeSSHString(host(to))
            body.writeInteger(at)
        case .limits:
            body.writeMultipleIntegers(SFTPPacketType.extended, id)
            body.writeSSHString("limits@openssh.com")
        case .unsupported: return
        }
        buffer.writeInteger(UInt32(body.readableBytes + dataByteCount))
        buffer.writeBuffer(&body)
    }
}
