import AuditLog
import Crypto
import Foundation
import HubAPI
import SignedNote

/// The audit log of a sidecar, as a value that a test may bend.
struct SidecarLog {
    let key: SigningKey
    private(set) var lines: [String] = []
    private(set) var tree = MerkleTree()

    /// - Parameter origin: `chaperone/<hub name>/<instance>`.
    init(_ sidecar: SidecarClient, hubName: String) throws {
        key = try SigningKey(
            name: "chaperone/\(hubName)/\(sidecar.keys.instance)", seed: Array(sidecar.keys.audit.rawRepresentation))
    }

    mutating func append(_ event: AuditEvent = .heartbeat, seq: UInt64? = nil, mono: UInt64? = nil) {
        var encoder = RecordEncoder()
        encoder.encode(
            AuditEntry(session: "5f0c9be2a1d34e77", statement: 1, principal: "bot", target: "ehr", event: event),
            first: RecordStamp(
                seq: seq ?? tree.size, atMicroseconds: 1_795_000_000_000_000 + Int64(tree.size),
                mono: mono ?? tree.size + 1),
            salt: [])
        append(line: Array(encoder.lines.dropLast()))
    }

    mutating func append(line: [UInt8]) {
        tree.append(.leaf(line[...]))
        lines.append(String(decoding: line, as: UTF8.self))
    }

    /// The records from `from` on, and the checkpoint over all of them.
    func batch(from: Int = 0, signedBy other: SigningKey? = nil) throws -> AuditBatch {
        let checkpoint = Checkpoint(origin: key.name, size: tree.size, root: tree.root)
        return AuditBatch(
            oldSize: UInt64(from), checkpoint: try checkpoint.signed(by: other ?? key).description,
            records: Array(lines[from...]))
    }
}
