import AuditLog
import SFTP

extension AuditEvent.Outcome {
    /// Of a file that was open: how much was read and written, with the digest where that was done in order.
    init(_ end: FileEnd) {
        switch end {
        case .status(let status): self.init(status: Self.status(status), tag: "sftp status \(status)")
        case .closed(let use): self.init(use, status: Self.status(use.failure ?? SFTPStatus.ok))
        case .abandoned(let use): self.init(use, status: "abandoned")
        }
    }

    private init(_ use: FileUse, status: String) {
        let copies = use.hasCopies ? ", and copied at the host" : ""
        self.init(
            status: status,
            tag: "sftp status \(use.failure ?? SFTPStatus.ok), read \(use.readByteCount), written "
                + "\(use.writtenByteCount)\(copies)",
            bytes: use.readByteCount + use.writtenByteCount, sha256: use.sha256)
    }

    private static func status(_ status: UInt32) -> String { status == SFTPStatus.ok ? "completed" : "failed" }
}
