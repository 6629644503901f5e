import AuditLog
import HubStore

extension StoredRecord {
    /// - Parameter line: what the record was read from.
    init(_ record: AuditRecord, line: String, origin: String) {
        let phi = record.list("phi") + record.list("phi_read") + record.list("phi_written")
        let verdict = [record.string("verdict"), record.string("status"), record.string("state")]
            .first { !$0.isEmpty }
        self.init(
            origin: origin, seq: record.seq, atMicroseconds: record.atMicroseconds, type: record.type,
            session: record.session, principal: record.principal, target: record.target, rule: record.string("rule"),
            verdict: verdict ?? (record.type == "intent" ? "allow" : ""), phi: phi.joined(separator: " "), line: line)
    }
}
