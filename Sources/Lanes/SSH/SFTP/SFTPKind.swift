/// What an operation does with its paths, as policies name it.
package enum SFTPKind: String, Sendable, CaseIterable {
    /// A file's content.
    case read
    /// A file's content, a new file, a new folder.
    case write
    /// A folder's content.
    case list
    /// Attributes, the target of a link, the space of a file system.
    case stat
    case rename
    case remove
    /// A symbolic or a hard link: both its place and what it points at.
    case link
    /// Attributes, owners, rights, times, sizes.
    case setstat
}
