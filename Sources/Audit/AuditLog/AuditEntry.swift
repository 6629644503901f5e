/// What a lane wants recorded. The trail adds `seq`, `at` and `mono` and writes one JSON line.
package struct AuditEntry: Sendable, Equatable {
    /// 16 hexadecimal digits; empty for records of the log itself (`open`, `heartbeat`, `close` …).
    package var session: String
    /// Counts the statements of a session from 1; 0 where the record is not of a statement.
    package var statement: UInt64
    package var principal: String
    package var target: String
    package var event: AuditEvent

    package init(session: String, statement: UInt64 = 0, principal: String, target: String, event: AuditEvent) {
        self.session = session
        self.statement = statement
        self.principal = principal
        self.target = target
        self.event = event
    }
}

package enum AuditEvent: Sendable, Equatable {
    case open(instance: String, version: String, bundleNumber: UInt64)
    /// - Parameter sidecarPrincipal: where the session's principal is that of a token.
    case sessionStart(
        client: String, role: String, claimedUser: String, database: String, application: String, tls: Bool,
        sidecarPrincipal: String? = nil, connection: Connection? = nil)
    /// Written before anything of the statement is forwarded.
    case intent(Intent)
    /// A statement that was not forwarded.
    case decision(Decision)
    /// How large the terminal is that a statement of SSH runs in: before its intent, and whenever its client says another size.
    case terminal(columns: UInt64, rows: UInt64)
    case response(ResponsePart)
    case outcome(Outcome)
    case approval(Approval)
    case policyChange(bundleNumber: UInt64)
    case gap(reason: String)
    case heartbeat
    case sessionEnd(reason: String, statements: UInt64)
    case admin(Admin)
    case close(reason: String)

    /// What a session that is not of PostgreSQL is connected to.
    package struct Connection: Sendable, Equatable {
        /// `ssh`.
        package var protocolName: String
        /// `user@host:port`.
        package var destination: String
        /// Of the key that the host proved itself with.
        package var fingerprint: String

        package init(protocolName: String, destination: String, fingerprint: String) {
            self.protocolName = protocolName
            self.destination = destination
            self.fingerprint = fingerprint
        }
    }

    /// What somebody does at the hub: one record before it, and one after it.
    package struct Admin: Sendable, Equatable {
        /// The method and the pattern of the path: `PUT /v1/admin/credentials/{name}`.
        package var action: String
        /// What it is done to: the path's parameters, or the question.
        package var subject: String
        /// `begun`, then `done`, `refused` or `failed`.
        package var status: String
        /// Of the answer, once there is one (RFC 9110).
        package var code: Int?

        package init(action: String, subject: String, status: String, code: Int? = nil) {
            self.action = action
            self.subject = subject
            self.status = status
            self.code = code
        }
    }

    package struct Intent: Sendable, Equatable {
        /// `simple`, `parse`, `execute`, `copy`: the message that carried it. Of SSH: `exec`, `shell`, `sftp`, `scp`,
        /// `rsync`, `git`, `forward`.
        package var via: String
        package var statement: RecordedStatement

        package init(via: String, statement: RecordedStatement) {
            self.via = via
            self.statement = statement
        }
    }

    /// A request for approval, and what became of it: one record each.
    package struct Approval: Sendable, Equatable {
        /// Of the request.
        package var id: String
        package var rule: String
        /// `pending`, then `approved`, `denied`, `expired`, `withdrawn` or `abandoned`.
        package var state: String
        /// Of what waits, as an intent would have it to be sent; while pending, and nil where the statement has an intent already.
        package var text: String?
        /// Who may decide, and for how long it waits for them; while pending.
        package var approvers: [String]
        package var expiresSeconds: Int?
        /// Rows that the client had when the answer was held; nil when the statement was.
        package var rows: UInt64?
        /// What the approvers see of the values that are bound to its parameters; while pending.
        package var parameters: [String]
        package var decidedBy: String?
        package var reason: String?

        package init(
            id: String, rule: String, state: String, text: String? = nil, approvers: [String] = [],
            expiresSeconds: Int? = nil, rows: UInt64? = nil, parameters: [String] = [], decidedBy: String? = nil,
            reason: String? = nil
        ) {
            self.id = id
            self.rule = rule
            self.state = state
            self.text = text
            self.approvers = approvers
            self.expiresSeconds = expiresSeconds
            self.rows = rows
            self.parameters = parameters
            self.decidedBy = decidedBy
            self.reason = reason
        }
    }

    package struct Decision: Sendable, Equatable {
        /// `deny`, `approve` (nobody could), `malformed`.
        package var verdict: String
        package var rule: String
        package var message: String
        package var via: String
        package var text: String
        package var rawText: [UInt8]
        package var kinds: [String]
        package var phi: [String]

        package init(
            verdict: String, rule: String, message: String, via: String, text: String, rawText: [UInt8],
            kinds: [String] = [], phi: [String] = []
        ) {
            self.verdict = verdict
            self.rule = rule
            self.message = message
            self.via = via
            self.text = text
            self.rawText = rawText
            self.kinds = kinds
            self.phi = phi
        }
    }

    /// A piece of a statement's answer, written as it comes; the outcome says how many there are.
    package struct ResponsePart: Sendable, Equatable {
        /// From 1.
        package var number: UInt64
        /// At most `KeptAnswer.partBytes`.
        package var bytes: [UInt8]

        package init(number: UInt64, bytes: [UInt8]) {
            self.number = number
            self.bytes = bytes
        }
    }

    package struct Outcome: Sendable, Equatable {
        /// `completed`, `failed`, `cut`, `abandoned` (a side closed before the end).
        package var status: String
        /// The command tag as the client got it.
        package var tag: String
        /// Of the ERROR, when it failed or was cut.
        package var sqlState: String?
        package var rule: String?
        package var rows: UInt64
        /// Bytes that the client received for this statement.
        package var bytes: UInt64
        /// Over the bytes that the client received for this statement.
        package var sha256: [UInt8]
        package var cellsMasked: UInt64
        package var durationMicroseconds: UInt64
        /// Backend messages as the client received them, up to the policy's limit, whole messages only; in another form
        /// where `responseFormat` says so. Behind what ``AuditEvent/ResponsePart``s before it have.
        package var response: [UInt8]
        /// How many parts the log has of it already, and how many bytes they hold.
        package private(set) var partsBefore: UInt64 = 0
        package private(set) var partBytesBefore: UInt64 = 0
        package var responseTruncated: Bool
        /// `text`: what the client was shown. Nil: messages of PostgreSQL.
        package var responseFormat: String?
        /// The exit status of a program.
        package var code: UInt64?

        package init(
            status: String, tag: String = "", sqlState: String? = nil, rule: String? = nil, rows: UInt64 = 0,
            bytes: UInt64 = 0, sha256: [UInt8] = [], cellsMasked: UInt64 = 0, durationMicroseconds: UInt64 = 0,
            response: [UInt8] = [], responseTruncated: Bool = false, responseFormat: String? = nil, code: UInt64? = nil
        ) {
            self.status = status
            self.tag = tag
            self.sqlState = sqlState
            self.rule = rule
            self.rows = rows
            self.bytes = bytes
            self.sha256 = sha256
            self.cellsMasked = cellsMasked
            self.durationMicroseconds = durationMicroseconds
            self.response = response
            self.responseTruncated = responseTruncated
            self.responseFormat = responseFormat
            self.code = code
        }

        package mutating func take(_ kept: KeptAnswer) {
            response = kept.waiting
            partsBefore = kept.partCount
            partBytesBefore = UInt64(kept.partBytes)
            responseTruncated = kept.isTruncated
        }
    }
}
