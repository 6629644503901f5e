/// How a file is opened, as OpenSSH's sftp-server reads the flags (flags_from_portable): what asks for neither reading nor
/// writing reads.
struct SFTPOpenMode: Equatable, Sendable {
    enum Access: Sendable { case reading, writing, both }

    let access: Access
    private let appends: Bool
    private let creates: Bool
    private let truncates: Bool
    private let isExclusive: Bool

    private static let read: UInt32 = 0x01
    private static let write: UInt32 = 0x02
    private static let append: UInt32 = 0x04
    private static let create: UInt32 = 0x08
    private static let truncate: UInt32 = 0x10
    private static let exclusive: UInt32 = 0x20

    /// Nil: flags that version 3 does not know.
    init?(_ flags: UInt32) {
        guard flags & ~(Self.read | Self.write | Self.append | Self.create | Self.truncate | Self.exclusive) == 0 else {
            return nil
        }
        switch (flags & Self.read != 0, flags & Self.write != 0) {
        case (true, true): access = .both
        case (false, true): access = .writing
        case (_, false): access = .reading
        }
        appends = flags & Self.append != 0 && access != .reading
        creates = flags & Self.create != 0
        truncates = flags & Self.truncate != 0
        isExclusive = flags & Self.exclusive != 0 && creates
    }

    /// A file that is opened for reading may be made, or emptied, all the same.
    var kinds: [SFTPKind] {
        switch access {
        case .reading: creates || truncates ? [.read, .write] : [.read]
        case .writing: [.write]
        case .both: [.read, .write]
        }
    }

    var flags: UInt32 {
        var flags: UInt32 =
            switch access {
            case .reading: Self.read
            case .writing: Self.write
            case .both: Self.read | Self.write
            }
        if appends { flags |= Self.append }
        if creates { flags |= Self.create }
        if truncates { flags |= Self.truncate }
        if isExclusive { flags |= Self.exclusive }
        return flags
    }
}
