/// A request that names paths, but for OPEN. Its name is the one of the record.
enum SFTPVerb: String, Sendable {
    case lstat, stat, readlink, opendir, remove, rmdir, statvfs
    case setstat, lsetstat, mkdir
    case rename, hardlink, symlink
    case posixRename = "posix-rename"
    case realpath

    var kind: SFTPKind {
        switch self {
        case .lstat, .stat, .readlink, .statvfs, .realpath: .stat
        case .opendir: .list
        case .remove, .rmdir: .remove
        case .setstat, .lsetstat: .setstat
        case .mkdir: .write
        case .rename, .posixRename: .rename
        case .hardlink, .symlink: .link
        }
    }

    /// What is done is done to what a link points at.
    var followsLinks: Bool {
        switch self {
        case .stat, .opendir, .statvfs, .setstat, .realpath: true
        case .lstat, .readlink, .remove, .rmdir, .lsetstat, .mkdir, .rename, .posixRename, .hardlink, .symlink: false
        }
    }

    var type: UInt8 {
        switch self {
        case .lstat: SFTPPacketType.linkStatus
        case .stat: SFTPPacketType.fileStatus
        case .readlink: SFTPPacketType.readLink
        case .opendir: SFTPPacketType.openFolder
        case .remove: SFTPPacketType.remove
        case .rmdir: SFTPPacketType.removeFolder
        case .setstat: SFTPPacketType.setStatus
        case .mkdir: SFTPPacketType.makeFolder
        case .rename: SFTPPacketType.rename
        case .symlink: SFTPPacketType.symbolicLink
        case .realpath: SFTPPacketType.realPath
        case .statvfs, .lsetstat, .hardlink, .posixRename: SFTPPacketType.extended
        }
    }

    /// Of a request that is OpenSSH's own.
    var extensionName: String? {
        switch self {
        case .statvfs: "statvfs@openssh.com"
        case .lsetstat: "lsetstat@openssh.com"
        case .hardlink: "hardlink@openssh.com"
        case .posixRename: "posix-rename@openssh.com"
        case .lstat, .stat, .readlink, .opendir, .remove, .rmdir, .setstat, .mkdir, .rename, .symlink, .realpath: nil
        }
    }

    var pathCount: Int {
        switch self {
        case .rename, .hardlink, .symlink, .posixRename: 2
        case .lstat, .stat, .readlink, .opendir, .remove, .rmdir, .statvfs, .setstat, .lsetstat, .mkdir, .realpath: 1
        }
    }

    var hasAttributes: Bool {
        switch self {
        case .setstat, .lsetstat, .mkdir: true
        case .lstat, .stat, .readlink, .opendir, .remove, .rmdir, .statvfs, .rename, .hardlink, .symlink, .posixRename,
            .realpath:
            false
        }
    }

    var answer: SFTPAnswer {
        switch self {
        case .lstat, .stat: .attributes
        case .readlink, .realpath: .name
        case .opendir: .handle
        case .statvfs: .extended
        case .remove, .rmdir, .setstat, .lsetstat, .mkdir, .rename, .hardlink, .symlink, .posixRename: .status
        }
    }
}
