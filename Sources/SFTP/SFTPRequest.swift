import NIOCore
import SSHOperations
import SSHWire

/// A request, read.
enum SFTPRequest: Equatable {
    /// To be judged.
    case operation([SFTPKind], [HostPath], name: String)
    /// Attributes of what a handle is open at: to be judged by its path.
    case setHandle(ByteBuffer)
    /// What a handle allows by itself, and what the host says of itself.
    case free
    case close(ByteBuffer)
    /// What a path is called in full: asked for by every client at its beginning.
    case resolve(HostPath)
    /// Known to nobody here: answered as such.
    case unsupported

    static let symbolicLinkName = "symlink"
    private static let openRead: UInt32 = 0x01
    private static let openKnown: UInt32 = 0x3F

    /// - Parameter body: behind the identifier; of a WRITE its beginning. Nil: not of its form.
    init?(_ type: UInt8, _ body: inout ByteBuffer) {
        guard let request = Self.read(type, &body) else { return nil }
        self = request
    }

    private static func read(_ type: UInt8, _ body: inout ByteBuffer) -> SFTPRequest? {
        switch type {
        case SFTPPacketType.open:
            guard let path = path(&body), let flags = body.readInteger(as: UInt32.self), flags & ~openKnown == 0 else {
                return nil
            }
            var kinds: [SFTPKind] = []
            if flags & openRead != 0 { kinds.append(.read) }
            if flags & ~openRead != 0 || kinds.isEmpty { kinds.append(.write) }
            return .operation(kinds, [path], name: "open")
        case SFTPPacketType.close: return handle(&body).map { .close($0) }
        case SFTPPacketType.read, SFTPPacketType.write, SFTPPacketType.handleStatus, SFTPPacketType.readFolder:
            return handle(&body).map { _ in .free }
        case SFTPPacketType.setHandleStatus: return handle(&body).map { .setHandle($0) }
        case SFTPPacketType.linkStatus: return one(&body, .stat, "lstat")
        case SFTPPacketType.fileStatus: return one(&body, .stat, "stat")
        case SFTPPacketType.readLink: return one(&body, .stat, "readlink")
        case SFTPPacketType.setStatus: return one(&body, .setstat, "setstat")
        case SFTPPacketType.openFolder: return one(&body, .list, "opendir")
        case SFTPPacketType.remove: return one(&body, .remove, "remove")
        case SFTPPacketType.removeFolder: return one(&body, .remove, "rmdir")
        case SFTPPacketType.makeFolder: return one(&body, .write, "mkdir")
        case SFTPPacketType.realPath: return path(&body).map { .resolve($0) }
        case SFTPPacketType.rename: return two(&body, .rename, "rename")
        case SFTPPacketType.symbolicLink: return two(&body, .link, symbolicLinkName)
        case SFTPPacketType.extended: return extended(&body)
        default: return .unsupported
        }
    }

    private static func extended(_ body: inout ByteBuffer) -> SFTPRequest? {
        guard let name = body.readSSHText(limit: SFTPLimits.handleBytesLimit) else { return nil }
        switch name {
        case "posix-rename@openssh.com": return two(&body, .rename, "posix-rename")
        case "hardlink@openssh.com": return two(&body, .link, "hardlink")
        case "statvfs@openssh.com": return one(&body, .stat, "statvfs")
        case "lsetstat@openssh.com": return one(&body, .setstat, "lsetstat")
        case "expand-path@openssh.com": return path(&body).map { .resolve($0) }
        // A home folder, as realpath gives it, and names of users by their numbers.
        case "fstatvfs@openssh.com", "fsync@openssh.com", "limits@openssh.com", "copy-data", "home-directory",
            "users-groups-by-id@openssh.com":
            return .free
        default: return .unsupported
        }
    }

    private static func one(_ body: inout ByteBuffer, _ kind: SFTPKind, _ name: String) -> SFTPRequest? {
        path(&body).map { .operation([kind], [$0], name: name) }
    }

    private static func two(_ body: inout ByteBuffer, _ kind: SFTPKind, _ name: String) -> SFTPRequest? {
        guard let first = path(&body), let second = path(&body) else { return nil }
        return .operation([kind], [first, second], name: name)
    }

    private static func path(_ body: inout ByteBuffer) -> HostPath? {
        guard let text = body.readSSHText(limit: OperationLimits.pathBytesLimit) else { return nil }
        // An empty path is where the session begins.
        return HostPath(text.isEmpty ? "." : text)
    }

    private static func handle(_ body: inout ByteBuffer) -> ByteBuffer? {
        body.readSSHString(limit: SFTPLimits.handleBytesLimit)
    }
}
