/// What was done with an open file, as far as the host has answered.
package struct FileUse: Sendable, Equatable {
    /// That the client was sent.
    package var readByteCount: UInt64
    /// That the host says it has written.
    package var writtenByteCount: UInt64
    /// Something was copied at the host, from it or into it; of those bytes nothing is known here.
    package var hasCopies: Bool
    /// The first status (`SFTPStatus`) of a request about it that was no success; the end of a file is none.
    package var failure: UInt32?
    /// SHA-256 of the data, where they were read, or written, one behind the other; empty: where they were not, or both, or
    /// where not all that came was read or written.
    package var sha256: [UInt8]

    package init(
        readByteCount: UInt64 = 0, writtenByteCount: UInt64 = 0, hasCopies: Bool = false, failure: UInt32? = nil,
        sha256: [UInt8] = []
    ) {
        self.readByteCount = readByteCount
        self.writtenByteCount = writtenByteCount
        self.hasCopies = hasCopies
        self.failure = failure
        self.sha256 = sha256
    }
}

/// How a judged operation on files has ended.
package enum FileEnd: Sendable, Equatable {
    /// The host's answer to it (`SFTPStatus`), or this side's; nothing is open by it.
    case status(UInt32)
    /// What it had opened was closed.
    case closed(FileUse)
    /// What it had opened was open when the channel ended.
    case abandoned(FileUse)
}
