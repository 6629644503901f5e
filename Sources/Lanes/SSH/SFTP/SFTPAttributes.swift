import NIOCore

/// Attributes of a file (draft-ietf-secsh-filexfer-02, section 5), as far as version 3 knows them. Extended ones, which no
/// server takes, are left out.
struct SFTPAttributes: Equatable, Sendable {
    private var size: UInt64?
    private var owner: UInt32?
    private var group: UInt32?
    private var permissions: UInt32?
    private var accessed: UInt32?
    private var modified: UInt32?

    private static let hasSize: UInt32 = 0x01
    private static let hasOwner: UInt32 = 0x02
    private static let hasPermissions: UInt32 = 0x04
    private static let hasTimes: UInt32 = 0x08
    private static let hasExtended: UInt32 = 0x8000_0000

    /// Nil: not of its form, or with flags of later versions, whose fields are others.
    init?(_ body: inout ByteBuffer) {
        guard let flags = body.readInteger(as: UInt32.self),
            flags & ~(Self.hasSize | Self.hasOwner | Self.hasPermissions | Self.hasTimes | Self.hasExtended) == 0
        else { return nil }
        if flags & Self.hasSize != 0 {
            guard let size = body.readInteger(as: UInt64.self) else { return nil }
            self.size = size
        }
        if flags & Self.hasOwner != 0 {
            guard let (owner, group) = body.readMultipleIntegers(as: (UInt32, UInt32).self) else { return nil }
            (self.owner, self.group) = (owner, group)
        }
        if flags & Self.hasPermissions != 0 {
            guard let permissions = body.readInteger(as: UInt32.self) else { return nil }
            self.permissions = permissions
        }
        if flags & Self.hasTimes != 0 {
            guard let (accessed, modified) = body.readMultipleIntegers(as: (UInt32, UInt32).self) else { return nil }
            (self.accessed, self.modified) = (accessed, modified)
        }
    }

    /// It makes a program that runs as its owner or group, or a folder whose files are its group's: whoever does that sets
    /// rights, and does not only write.
    var isUnusual: Bool { permissions.map { $0 & Self.special != 0 } ?? false }

    private static let special: UInt32 = 0o7000

    /// Of what is made anew: its rights. Its size, owner and times come of themselves, and are set by who may set them.
    var atCreation: SFTPAttributes {
        var attributes = self
        attributes.size = nil
        attributes.owner = nil
        attributes.group = nil
        attributes.accessed = nil
        attributes.modified = nil
        attributes.permissions = permissions.map { $0 & 0o7777 }
        return attributes
    }

    /// What is set, as people read it.
    var shown: [String] {
        var all: [String] = []
        if let size { all.append("size=\(size)") }
        if let owner, let group { all.append("owner=\(owner):\(group)") }
        if let permissions {
            let digits = String(permissions & 0o7777, radix: 8)
            all.append("mode=" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits)
        }
        if accessed != nil { all.append("times") }
        return all
    }

    func write(into buffer: inout ByteBuffer) {
        var flags: UInt32 = 0
        if size != nil { flags |= Self.hasSize }
        if owner != nil { flags |= Self.hasOwner }
        if permissions != nil { flags |= Self.hasPermissions }
        if accessed != nil { flags |= Self.hasTimes }
        buffer.writeInteger(flags)
        if let size { buffer.writeInteger(size) }
        if let owner, let group { buffer.writeMultipleIntegers(owner, group) }
        if let permissions { buffer.writeInteger(permissions) }
        if let accessed, let modified { buffer.writeMultipleIntegers(accessed, modified) }
    }
}
