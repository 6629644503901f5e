package import AuditLog
package import HubAPI
package import Judge
package import NIOCore
package import Policy
package import PostgresWire

/// One session after its start-up, as a value: bytes of either side in, bytes for either side and a few effects out.
///
/// Every message of the client is either judged and forwarded, or answered here; what is forwarded stands in `sent`
/// until the server has answered it, so that each response is known for what it is (`Pipeline`, `CopyIn`). A refused
/// statement is replaced by a text that always fails to parse (`refusedText`): the server itself then aborts the
/// transaction and skips to Sync, and its error is replaced by the refusal, which so stands in its right place.
///
/// Time and the log are passed in. Nothing here knows of sockets. It is not copyable: whoever keeps it in an object would copy all
/// of it for every question.
package struct SessionMachine: ~Copyable {
    package enum Effect: Sendable, Equatable {
        /// Read the catalog again, then call `resume`.
        case refreshCatalog
        /// Call `resume` when the catalog was read after the last `catalogChanged`.
        case awaitCatalog
        /// Something that the catalog describes has changed.
        case catalogChanged
        /// Read the catalog as the open transaction sees it, by `askOwn`, then call `ownRead`.
        case readOwnCatalog
        /// Of the last question.
        case ownAnswer(TextRows.Outcome)
        /// Have other sessions know what is about to be defined, and wait until none has a statement on its way that names
        /// it; then call `turn`.
        case takeTurn(DefinedNames)
        /// Judge it elsewhere, then call `judged`.
        case judge(LongText)
        /// Send a CancelRequest upstream.
        case cancelUpstream
        /// Ask for an approval, then call `decided`.
        case requestApproval(ApprovalQuestion)
        /// Nobody waits for it any more.
        case withdrawApproval(id: String)
        /// Send what is to be sent, then close both sides.
        case close(reason: String)
    }

    package struct Environment {
        /// The judge in force; asked for each statement.
        package var judge: () -> Judge
        /// Writes a record; nil when it is kept, else why not.
        package var record: (_ statement: UInt64, _ event: AuditEvent) -> AuditRefusal?
        package var nowMicroseconds: () -> UInt64
        /// Called once for each text that was judged, with how long that took.
        package var judged: (_ microseconds: UInt64) -> Void
        /// A new request's ID, or nil when as many are open as may be; nil as a whole where nobody can approve.
        package var openApproval: (() -> String?)?
        /// Where approvals stand that nothing waits for, by what is asked for and for how many seconds; nil: nobody can
        /// approve. The machine asks for what is new by `Effect.requestApproval`.
        package var standing: (([(digest: [UInt8], expiresSeconds: Int)]) -> [StandingApproval])?
        /// No other session has it.
        package var session: String
        /// The backend's process ID, and the one that the client was told.
        package var processID: Int32
        package var shownProcessID: Int32
        /// Long texts are not judged here: see `Effect.judge`.
        package var judgesElsewhere: Bool
        /// Definitions of the open transaction can be read: see `Effect.readOwnCatalog`.
        package var readsOwnCatalog: Bool
        /// What open transactions of other sessions have defined, nil where they have nothing; nil as a whole: there are no
        /// others, and nobody to take turns with.
        package var definedByOthers: (() -> DefinedNames?)?
        /// Takes of the principal's hour all that is asked for, or nothing, and says which limit stands against it.
        package var take: (Usage, RoleLimits) -> SpentLimit?
        /// A limit has refused something.
        package var spent: (UsageLimit) -> Void

        package init(
            judge: @escaping () -> Judge, record: @escaping (UInt64, AuditEvent) -> AuditRefusal?,
            nowMicroseconds: @escaping () -> UInt64, judged: @escaping (UInt64) -> Void,
            openApproval: (() -> String?)? = nil,
            standing: (([(digest: [UInt8], expiresSeconds: Int)]) -> [StandingApproval])? = nil, session: String = "",
            processID: Int32 = 0, shownProcessID: Int32 = 0,
            judgesElsewhere: Bool = false, readsOwnCatalog: Bool = false,
            definedByOthers: (() -> DefinedNames?)? = nil,
            take: @escaping (Usage, RoleLimits) -> SpentLimit? = { _, _ in nil },
            spent: @escaping (UsageLimit) -> Void = { _ in }
        ) {
            self.judge = judge
            self.record = record
            self.nowMicroseconds = nowMicroseconds
            self.judged = judged
            self.openApproval = openApproval
            self.standing = standing
            self.session = session
            self.processID = processID
            self.shownProcessID = shownProcessID
            self.judgesElsewhere = judgesElsewhere
            self.readsOwnCatalog = readsOwnCatalog
            self.definedByOthers = definedByOthers
            self.take = take
            self.spent = spent
        }
    }

    package struct AuditRefusal: Sendable, Equatable {
        package var reason: String
        package init(reason: String) { self.reason = reason }
    }

    /// Sent in place of a refused statement. It is no SQL: the server answers with a syntax error, and its statement
    /// log (`log_statement`) does not list it.
    package static let refusedText = "chaperone: refused"

    /// Messages that have been forwarded and not answered; a client that pipelines more waits.
    static let queueLimit = 20_000
    private static let keptBufferBytesLimit = 8 << 10

    package internal(set) var toUpstream = ByteBuffer()
    package internal(set) var toClient = ByteBuffer()
    package internal(set) var effects: [Effect] = []

    let environment: Environment
    /// Everything that has a name.
    var book: NameBook
    var sent = Sent()
    var pipeline = Pipeline()
    var copyIn = CopyIn.none
    /// A message waits.
    var held: HeldMessage?
    var answer = Answer.passing
    var life = Life.open
    /// Of the open transaction.
    var own = OwnDefinitions.none
    var changes = ChangesOnTheirWay()
    var exposure = Exposure()
    /// Code has been sent to run since the server last told of all parameters: see `Readings`.
    var readings = Readings.one
    /// What the server said last.
    package internal(set) var transactionStatus = TransactionStatus.idle
    /// The number of the last statement, and how many there have been.
    package private(set) var statementsSeen: UInt64 = 0
    /// Counts the texts that were judged elsewhere.
    var longTexts: UInt64 = 0
    /// Rows that count for `rows_per_session`.
    var rowsGiven: UInt64 = 0
    /// The one that was in force when it was last asked for.
    var judge: Judge

    private var frontend: FrontendFramer
    private var backend: BackendFramer

    /// - Parameters: of the startup message.
    package init(
        environment: Environment, limits: WireLimits, searchPath: String? = nil, statementTimeout: String? = nil
    ) {
        self.environment = environment
        judge = environment.judge()
        book = NameBook(judge.initialNames(searchPath: searchPath, statementTimeout: statementTimeout))
        frontend = FrontendFramer(limits: limits)
        backend = BackendFramer(limits: limits)
    }

    package var isClosed: Bool { if case .closed = life { true } else { false } }

    /// What is on its way may commit something that the catalog describes.
    package var mayDefine: Bool { changes.concernCatalog || changes.hasUncommitted && !sent.isEmpty }

    /// Nothing is running: nothing was forwarded that has not been answered, nothing waits, and no transaction is open.
    package var isIdle: Bool {
        sent.isEmpty && held == nil && !answer.isReady && transactionStatus == .idle
    }

    /// Whether more of the client's bytes are wanted now.
    package var wantsClientBytes: Bool {
        held == nil && !answer.isReady && copyIn.readsClient && sent.count < Self.queueLimit && !isClosed
    }

    // MARK: in

    package mutating func receiveFromClient(_ bytes: inout ByteBuffer) {
        rewind()
        frontend.append(&bytes)
        pumpClient()
    }

    /// After `refreshCatalog` or `awaitCatalog`: the held message is judged once more.
    package mutating func resume() {
        changes.catalogRead()
        guard case .forCatalog(let type, let body, let isFresh)? = held, !isClosed else { return }
        held = nil
        take(type, body, Attempt(isFresh: isFresh))
        pumpClient()
    }

    /// The server has taken a CancelRequest, or cannot be reached with it.
    package mutating func cancelDelivered() {
        guard let message = answer.cancelDelivered(), !isClosed else { return }
        toClient.writeImmutableBuffer(message)
        pumpUpstream()
        pumpClient()
    }

    mutating func pumpClient() {
        do throws(WireViolation) {
            while wantsClientBytes, let frame = try frontend.next() {
                switch frame {
                case .message(let type, let body): handle(type, body)
                case .oversized(let type, let count): handleOversized(type, count)
                }
            }
        } catch {
            malformed(error)
        }
    }

    package mutating func receiveFromUpstream(_ bytes: inout ByteBuffer) {
        rewind()
        backend.append(&bytes)
        pumpUpstream()
        // The queue may have been full.
        pumpClient()
    }

    mutating func pumpUpstream() {
        do throws(WireViolation) {
            // What was sent ahead is answered after the ReadyForQuery that is held.
            while !isClosed, answer.readsServer, let frame = try backend.next(dataMode) {
                switch frame {
                case .message(let type, let message): take(type, message)
                case .passing(let type, let part, let isStart): passData(type, part, isStart: isStart)
                }
                resumeAnswered()
            }
            resumeAnswered()
        } catch {
            fail("the upstream server broke the protocol: \(error.reason)", sqlState: error.sqlState)
            abandon()
        }
    }

    /// The outcome of everything that was running, when a side has gone.
    package mutating func abandon() {
        dropHeld(reason: "the session ended while it was held")
        dropHeldRows(reason: "the session ended while its answer was held")
        while let operation = sent.popFirst() {
            for run in operation.pendingRuns where !run.isCut { record(run, "abandoned") }
        }
        life = .closed
    }

    // MARK: out

    package mutating func takeEffects() -> [Effect] {
        defer { effects = [] }
        return effects
    }

    package mutating func takeToUpstream() -> ByteBuffer? { Self.take(&toUpstream) }

    package mutating func takeToClient() -> ByteBuffer? { Self.take(&toClient) }

    /// The bytes, the buffer kept: its memory is used again when whoever sends the bytes has done so by the next time.
    private static func take(_ buffer: inout ByteBuffer) -> ByteBuffer? {
        guard buffer.readableBytes > 0 else { return nil }
        let taken = buffer
        buffer.moveReaderIndex(to: buffer.writerIndex)
        return taken
    }

    /// Buffers whose bytes are all taken start again at their beginning, before they are written to.
    private mutating func rewind() {
        if toUpstream.readableBytes == 0 { Self.rewind(&toUpstream) }
        if toClient.readableBytes == 0 { Self.rewind(&toClient) }
    }

    private static func rewind(_ buffer: inout ByteBuffer) {
        // An idle session must not keep what a busy one needed.
        if buffer.capacity <= keptBufferBytesLimit { buffer.clear(minimumCapacity: 0) } else { buffer = ByteBuffer() }
    }

    // MARK: ends

    /// The client broke the protocol: told in-protocol, recorded, closed.
    mutating func malformed(_ violation: WireViolation) {
        recordDecision(
            AuditEvent.Decision(
                verdict: "malformed", rule: "chaperone/protocol", message: violation.reason, via: "wire", text: "",
                rawText: []))
        fail(violation.reason, sqlState: violation.sqlState)
    }

    package mutating func fail(_ reason: String, sqlState: String) {
        guard !isClosed else { return }
        toClient.writeError(severity: "FATAL", sqlState: sqlState, message: "chaperone: " + reason)
        effects.append(.close(reason: reason))
        life = .closed
    }

    /// The server said something that is nobody's answer: from here on whose answer is whose would be a guess.
    mutating func lost(_ what: String) {
        fail("the upstream server \(what), so that the order of its answers is not known any more", sqlState: "08P01")
    }

    /// What becomes of the next statement that does not run, or of what is counted as one.
    mutating func recordDecision(_ decision: AuditEvent.Decision) {
        statementsSeen += 1
        _ = environment.record(statementsSeen, .decision(decision))
    }

    /// The intent of the next statement.
    mutating func recordIntent(_ intent: AuditEvent.Intent) -> AuditRefusal? {
        statementsSeen += 1
        return environment.record(statementsSeen, .intent(intent))
    }

    func record(_ run: StatementRun, _ status: String, tag: String = "", sqlState: String? = nil, rule: String? = nil) {
        // What has happened has happened: an outcome that cannot be kept stops the next intent, not this answer.
        _ = environment.record(
            run.number,
            run.outcome(
                status, tag: tag, sqlState: sqlState, rule: rule, nowMicroseconds: environment.nowMicroseconds()))
    }
}
