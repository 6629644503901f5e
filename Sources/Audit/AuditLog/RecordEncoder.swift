import Crypto

/// Turns entries into records: lines of JSON, and the leaf hashes over them.
///
/// A record is never longer than `recordBytesLimit`, the most that an entry bundle of C2SP tlog-tiles can hold. What is
/// longer is carried by records of its own before the record it belongs to: `text` (a piece of a statement), directly
/// before it, with `part` and `parts`, and `response` (a piece of the kept answer), as it came, with `part`.
package struct RecordEncoder: ~Copyable, Sendable {
    package static let recordBytesLimit = 65_535
    static let textInlineBytesLimit = 20_000
    static let textPartBytesLimit = 56_000
    static let responseInlineBytesLimit = 30_000
    static let responsePartBytesLimit = 42_000
    static let nameBytesLimit = 1_024
    static let messageBytesLimit = 4_096
    static let listBytesLimit = 4_096
    static let parametersBytesLimit = 32_000

    private var writer = JSONWriter()
    /// Leaf hashes of the records of the entry that was encoded last, in order.
    package private(set) var leafHashes: [TreeHash] = []
    private var stamp = RecordStamp(seq: 0, atMicroseconds: 0, mono: 0)
    /// Where the lines of the last entry begin.
    private var lastStart = 1

    package init() { writer.append(0) }

    /// The lines of all records since the last `clear`, each with its newline.
    package func withLines<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try writer.memory.withBytes(from: 1, body)
    }

    package var lines: [UInt8] { withLines { Array($0) } }
    package var lineBytes: Int { writer.count - 1 }

    /// Forgets what was encoded.
    package mutating func clear() {
        writer.removeAll(keeping: 1)
        lastStart = 1
        leafHashes.removeAll(keepingCapacity: true)
    }

    /// Forgets the entry that was encoded last.
    package mutating func withdraw() {
        writer.removeAll(keeping: lastStart)
        leafHashes.removeAll(keepingCapacity: true)
    }

    /// Encodes `entry` behind what was encoded before.
    /// - Parameters:
    ///   - first: of the first record; the following ones count on from it.
    ///   - salt: of the digest of raw statement text.
    package mutating func encode(_ entry: AuditEntry, first: RecordStamp, salt: [UInt8]) {
        lastStart = writer.count
        leafHashes.removeAll(keepingCapacity: true)
        stamp = first
        switch entry.event {
        case .intent(let intent): encode(intent, entry, salt)
        case .decision(let decision):
            let text = splitText(decision.text, "text", entry)
            record(entry, "decision") { writer in
                writer.field("verdict", decision.verdict, escapedBytesLimit: Self.nameBytesLimit)
                writer.field("rule", decision.rule, escapedBytesLimit: Self.nameBytesLimit)
                writer.field("message", decision.message, escapedBytesLimit: Self.messageBytesLimit)
                writer.field("via", decision.via, escapedBytesLimit: Self.nameBytesLimit)
                text.write("text", "text_parts", to: &writer)
                Self.digest(salt, decision.rawText).withUnsafeBytes { writer.field("raw_sha256", hexadecimal: $0) }
                writer.field("kinds", decision.kinds, escapedBytesLimit: Self.listBytesLimit)
                writer.field("phi", decision.phi, escapedBytesLimit: Self.listBytesLimit)
            }
        case .terminal(let columns, let rows):
            record(entry, "terminal") { writer in
                writer.field("columns", columns)
                writer.field("rows", rows)
            }
        case .response(let part): responsePart(part.number, part.bytes[...], entry)
        case .outcome(let outcome):
            let parts = splitResponse(outcome.response, behind: outcome.partsBefore, entry)
            record(entry, "outcome") { writer in
                writer.field("status", outcome.status, escapedBytesLimit: Self.nameBytesLimit)
                writer.field("tag", outcome.tag, escapedBytesLimit: Self.nameBytesLimit)
                if let state = outcome.sqlState {
                    writer.field("sqlstate", state, escapedBytesLimit: Self.nameBytesLimit)
                }
                if let rule = outcome.rule { writer.field("rule", rule, escapedBytesLimit: Self.nameBytesLimit) }
                if let code = outcome.code { writer.field("code", code) }
                writer.field("rows", outcome.rows)
                writer.field("bytes", outcome.bytes)
                outcome.sha256.withUnsafeBytes { writer.field("sha256", hexadecimal: $0) }
                writer.field("cells_masked", outcome.cellsMasked)
                writer.field("duration_us", outcome.durationMicroseconds)
                if parts == 0 {
                    outcome.response.withUnsafeBytes { writer.field("response", base64: $0) }
                } else {
                    writer.field("response_parts", parts)
                }
                writer.field("response_bytes", outcome.partBytesBefore + UInt64(outcome.response.count))
                if let format = outcome.responseFormat {
                    writer.field("response_format", format, escapedBytesLimit: Self.nameBytesLimit)
                }
                writer.field("response_truncated", outcome.responseTruncated)
            }
        case .open(let instance, let version, let bundleNumber):
            record(entry, "open") { writer in
                writer.field("instance", instance, escapedBytesLimit: Self.nameBytesLimit)
                writer.field("version", version, escapedBytesLimit: Self.nameBytesLimit)
                writer.field("bundle", bundleNumber)
            }
        case .sessionStart(
            let client, let role, let claimedUser, let database, let application, let tls, let sidecarPrincipal,
            let connection):
            record(entry, "session_start") { writer in
                writer.field("client", client, escapedBytesLimit: Self.nameBytesLimit)
                writer.field("role", role, escapedBytesLimit: Self.nameBytesLimit)
                writer.field("claimed_user", claimedUser, escapedBytesLimit: Self.nameBytesLimit)
                writer.field("database", database, escapedBytesLimit: Self.nameBytesLimit)
                writer.field("application", application, escapedBytesLimit: Self.nameBytesLimit)
                writer.field("tls", tls)
                if let sidecarPrincipal {
                    writer.field("sidecar_principal", sidecarPrincipal, escapedBytesLimit: Self.nameBytesLimit)
                }
                if let connection {
                    writer.field("protocol", connection.protocolName, escapedBytesLimit: Self.nameBytesLimit)
                    writer.field("destination", connection.destination, escapedBytesLimit: Self.nameBytesLimit)
                    writer.field("host_key", connection.fingerprint, escapedBytesLimit: Self.nameBytesLimit)
                }
            }
        case .approval(let approval):
            let text = approval.text.map { splitText($0, "text", entry) }
            record(entry, "approval") { writer in
                writer.field("id", approval.id, escapedBytesLimit: Self.nameBytesLimit)
                writer.field("rule", approval.rule, escapedBytesLimit: Self.nameBytesLimit)
                writer.field("state", approval.state, escapedBytesLimit: Self.nameBytesLimit)
                text?.write("text", "text_parts", to: &writer)
                if !approval.approvers.isEmpty {
                    writer.field("approvers", approval.approvers, escapedBytesLimit: Self.listBytesLimit)
                }
                if let seconds = approval.expiresSeconds { writer.field("expires_s", UInt64(clamping: seconds)) }
                if let rows = approval.rows { writer.field("rows", rows) }
                if !approval.parameters.isEmpty {
                    writer.field("parameters", approval.parameters, escapedBytesLimit: Self.parametersBytesLimit)
                }
                if let by = approval.decidedBy {
                    writer.field("decided_by", by, escapedBytesLimit: Self.nameBytesLimit)
                }
                if let reason = approval.reason {
                    writer.field("reason", reason, escapedBytesLimit: Self.messageBytesLimit)
                }
            }
        case .admin(let admin):
            record(entry, "admin") { writer in
                writer.field("action", admin.action, escapedBytesLimit: Self.nameBytesLimit)
                writer.field("subject", admin.subject, escapedBytesLimit: Self.messageBytesLimit)
                writer.field("status", admin.status, escapedBytesLimit: Self.nameBytesLimit)
                if let code = admin.code { writer.field("code", UInt64(clamping: code)) }
            }
        case .policyChange(let bundleNumber):
            record(entry, "policy_change") { $0.field("bundle", bundleNumber) }
        case .gap(let reason):
            record(entry, "gap") { $0.field("reason", reason, escapedBytesLimit: Self.messageBytesLimit) }
        case .heartbeat:
            record(entry, "heartbeat") { _ in }
        case .sessionEnd(let reason, let statements):
            record(entry, "session_end") { writer in
                writer.field("reason", reason, escapedBytesLimit: Self.messageBytesLimit)
                writer.field("statements", statements)
            }
        case .close(let reason):
            record(entry, "close") { $0.field("reason", reason, escapedBytesLimit: Self.messageBytesLimit) }
        }
    }

    private mutating func record(_ entry: AuditEntry, _ type: StaticString, _ fields: (inout JSONWriter) -> Void) {
        let start = writer.count
        writer.beginObject()
        writer.field("seq", stamp.seq)
        writer.field("at", instant: stamp.atMicroseconds)
        writer.field("mono", stamp.mono)
        writer.field("session", entry.session, escapedBytesLimit: Self.nameBytesLimit)
        writer.field("statement", entry.statement)
        writer.field("type", type)
        writer.field("principal", entry.principal, escapedBytesLimit: Self.nameBytesLimit)
        writer.field("target", entry.target, escapedBytesLimit: Self.nameBytesLimit)
        fields(&writer)
        writer.endObject()
        // The byte before the record is lent to the leaf's prefix, so that one call hashes both.
        let before = writer.memory[start - 1]
        writer.set(start - 1, to: 0)
        leafHashes.append(writer.memory.withBytes(from: start - 1) { .hash($0) })
        writer.set(start - 1, to: before)
        writer.newline()
        stamp.seq += 1
        stamp.mono += 1
    }

    private mutating func encode(_ intent: AuditEvent.Intent, _ entry: AuditEntry, _ salt: [UInt8]) {
        let statement = intent.statement
        let text = splitText(statement.text, "text", entry)
        let rewritten = splitText(statement.rewritten ?? "", "rewritten", entry)
        let isWhole = text.isInline && rewritten.isInline
        let fields =
            isWhole
            ? statement.fields(salt) { Self.fields(statement, text, rewritten, salt) }
            : Self.fields(statement, text, rewritten, salt)
        record(entry, "intent") { writer in
            writer.field("via", intent.via, escapedBytesLimit: Self.nameBytesLimit)
            writer.fields(fields)
        }
    }

    /// What an intent says of its statement, as it stands in the record behind `via`.
    private static func fields(
        _ statement: RecordedStatement, _ text: TextPlace, _ rewritten: TextPlace, _ salt: [UInt8]
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.continueObject()
        text.write("text", "text_parts", to: &writer)
        if statement.rewritten != nil { rewritten.write("rewritten", "rewritten_parts", to: &writer) }
        digest(salt, statement.rawText).withUnsafeBytes { writer.field("raw_sha256", hexadecimal: $0) }
        writer.field("kinds", statement.kinds, escapedBytesLimit: listBytesLimit)
        writer.field("phi_read", statement.phiRead, escapedBytesLimit: listBytesLimit)
        writer.field("phi_written", statement.phiWritten, escapedBytesLimit: listBytesLimit)
        if statement.masked != statement.phiRead {
            writer.field("masked", statement.masked, escapedBytesLimit: listBytesLimit)
        }
        if let rule = statement.rule { writer.field("rule", rule, escapedBytesLimit: nameBytesLimit) }
        if statement.approvalRules.count > 1 {
            writer.field("approval_rules", statement.approvalRules, escapedBytesLimit: listBytesLimit)
        }
        if statement.observed { writer.field("observed", true) }
        return writer.memory.withBytes { Array($0) }
    }

    /// Writes `text` records where the text is too long for the record it belongs to.
    private mutating func splitText(_ text: String, _ name: String, _ entry: AuditEntry) -> TextPlace {
        if JSONWriter.prefix(of: text, escapedBytesLimit: Self.textInlineBytesLimit) == text.utf8.count {
            return .inline(text)
        }
        var pieces: [ArraySlice<UInt8>] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let length = max(1, JSONWriter.prefix(of: rest, escapedBytesLimit: Self.textPartBytesLimit))
            pieces.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        for (index, piece) in pieces.enumerated() {
            record(entry, "text") { writer in
                writer.field("field", name, escapedBytesLimit: Self.nameBytesLimit)
                writer.field("part", UInt64(index + 1))
                writer.field("parts", UInt64(pieces.count))
                writer.field("data", piece: piece)
            }
        }
        return .parts(UInt64(pieces.count))
    }

    /// Writes `response` records where the answer is too long for the outcome, or has some already.
    /// - Returns: the number of all of them; 0 when the answer fits into the outcome.
    private mutating func splitResponse(_ response: [UInt8], behind before: UInt64, _ entry: AuditEntry) -> UInt64 {
        guard before > 0 || response.count > Self.responseInlineBytesLimit else { return 0 }
        var (parts, rest) = (before, response[...])
        while !rest.isEmpty {
            parts += 1
            responsePart(parts, rest.prefix(Self.responsePartBytesLimit), entry)
            rest = rest.dropFirst(Self.responsePartBytesLimit)
        }
        return parts
    }

    private mutating func responsePart(_ number: UInt64, _ bytes: ArraySlice<UInt8>, _ entry: AuditEntry) {
        record(entry, "response") { writer in
            writer.field("part", number)
            bytes.withUnsafeBytes { writer.field("data", base64: $0) }
        }
    }

    private static func digest(_ salt: [UInt8], _ raw: [UInt8]) -> SHA256.Digest {
        var hash = SHA256()
        salt.withUnsafeBytes { hash.update(bufferPointer: $0) }
        raw.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash.finalize()
    }
}
