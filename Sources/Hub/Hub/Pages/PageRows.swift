import AdminAPI
import AuditLog
import HubAPI
import HubStore

/// What the templates are filled with.
enum PageRows {
    private static let previewBytes = 1_200
    private static let summaryCharacters = 80

    static func request(_ approval: StoredApproval) -> [String: Any] {
        let request = approval.request
        var row: [String: Any] = [
            "id": request.id, "principal": request.principal.visible, "target": request.target, "rule": request.rule,
            "until": clock(approval.expiresAtSeconds),
            "text": ApprovalText.cut(request.text, bytesLimit: previewBytes),
        ]
        row["values"] = request.boundValuesWords()
        row["parameters"] = request.parameters == nil ? nil : request.parameterLines.joined(separator: "\n")
        if let rows = request.rows { row["rows"] = "\(rows)" }
        let phi = request.phiRead + request.phiWritten
        if !phi.isEmpty { row["phi"] = phi.joined(separator: ", ") }
        return row
    }

    static func ended(_ approval: StoredApproval) -> [String: Any] {
        [
            "id": approval.request.id, "at": clock(approval.decidedAtSeconds ?? approval.createdAtSeconds),
            "principal": approval.request.principal.visible, "target": approval.request.target,
            "rule": approval.request.rule,
            "state": approval.state.rawValue, "by": approval.decidedBy ?? "", "reason": approval.reason ?? "",
        ]
    }

    static func approval(_ approval: StoredApproval) -> [String: Any] {
        let request = approval.request
        var row: [String: Any] = [
            "id": request.id, "principal": request.principal.visible, "target": request.target, "rule": request.rule,
            "role": request.role, "state": approval.state.rawValue, "text": request.text,
            "phiRead": list(request.phiRead), "phiWritten": list(request.phiWritten),
            "approvers": list(request.approvers), "created": clock(approval.createdAtSeconds),
            "until": clock(approval.expiresAtSeconds), "instance": approval.instance, "session": request.session,
            "isPending": approval.state == .pending,
        ]
        row["message"] = request.message
        row["values"] = request.boundValuesWords()
        row["parameters"] = request.parameters == nil ? nil : request.parameterLines.joined(separator: "\n")
        row["rows"] = request.rows.map { "\($0)" }
        row["by"] = approval.decidedBy.flatMap { $0.isEmpty ? nil : $0 }
        row["reason"] = approval.reason
        return row
    }

    /// Its number, and that of the one which the sidecar does not understand.
    private static func policy(_ instance: InstanceView) -> String {
        let number = instance.heartbeat.map { "\($0.bundleNumber)" } ?? "–"
        return instance.withheld.map { "\(number), not \($0.number) (\($0.features.joined(separator: ", ")))" }
            ?? number
    }

    static func sidecar(_ instance: InstanceView) -> [String: Any] {
        let heartbeat = instance.heartbeat
        return [
            "id": instance.id, "principal": instance.principal, "groups": list(instance.groups),
            "state": instance.state.rawValue, "policy": policy(instance),
            "sessions": heartbeat.map { "\($0.sessions)" } ?? "–",
            "held": heartbeat.map { "\($0.heldStatements)" } ?? "–",
            "log": heartbeat.map { "\($0.cosignedSize) of \($0.logSize) cosigned" } ?? "–",
            "heard": instance.lastHeartbeatAt.map(short) ?? "–",
        ]
    }

    static func event(_ event: EventView) -> [String: Any] {
        [
            "at": short(event.at), "severity": event.severity, "kind": event.kind, "subject": event.subject,
            "detail": event.detail,
        ]
    }

    static func log(_ log: LogView) -> [String: Any] {
        [
            "origin": log.origin, "name": log.origin.split(separator: "/").last.map(String.init) ?? "",
            "size": "\(log.size)", "cosigned": log.cosignedSize == log.size ? "all" : "\(log.cosignedSize)",
            "severity": log.cosignedSize == log.size ? "info" : "warning", "at": short(log.updatedAt),
        ]
    }

    static func record(_ stored: StoredRecord) -> [String: Any] {
        [
            "at": short(Timestamp.text(stored.atMicroseconds)), "seq": "\(stored.seq)",
            "log": stored.origin.split(separator: "/").last.map(String.init) ?? "", "principal": stored.principal,
            "target": stored.target, "type": stored.type, "verdict": stored.verdict, "rule": stored.rule,
            "what": what(stored), "line": stored.line,
        ]
    }

    /// What tells most of a record in few words.
    private static func what(_ stored: StoredRecord) -> String {
        guard let record = try? AuditRecord(parsing: Array(stored.line.utf8)[...]) else { return "the record" }
        let texts = ["text", "action", "tag", "reason"].map(record.string).filter { !$0.isEmpty }
        return texts.first.map { $0.count > summaryCharacters ? $0.prefix(summaryCharacters) + "…" : $0 }
            ?? "the record"
    }

    static func policy(_ version: PolicyVersion) -> [String: Any] {
        [
            "number": "\(version.number)", "by": version.pushedBy, "at": clock(version.pushedAtSeconds),
            "source": version.source,
        ]
    }

    private static func list(_ items: [String]) -> String { items.isEmpty ? "–" : items.joined(separator: ", ") }

    private static func clock(_ seconds: Int64) -> String { short(Views.time(seconds)) }

    /// `2026-11-23 03:25:35 UTC`
    private static func short(_ time: String) -> String {
        time.prefix(19).replacing("T", with: " ") + " UTC"
    }
}
