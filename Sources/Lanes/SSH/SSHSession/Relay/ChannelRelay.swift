import NIOCore
import SFTP
import SSHWire

/// One channel of a client, and the host's that runs what was allowed on it.
///
/// The client's is opened at once; the host's when something is to run. The order towards the client is data, then exit
/// status or signal, then EOF, then CLOSE.
struct ChannelRelay: Sendable {
    /// What the client has sent waits in the stage that it was sent in, and has a way to the host in `running` alone:
    /// through the treatment of what runs.
    enum Stage: Sendable {
        /// Nothing has been asked to run.
        case gathering(Preparation)
        case judging(Preparation)
        /// It was allowed; the host's channel is awaited.
        case opening(AllowedProgram, early: ByteBuffer)
        /// The host's word that it runs is.
        case starting(AllowedProgram, early: ByteBuffer)
        case running(Passage)
        case ended
    }

    /// What the client says ahead of what is to run.
    struct Preparation: Sendable {
        var terminal: Terminal?
        var environment: [RunRequest.Variable] = []
        /// At most `SessionLimits.earlyWindowBytes`.
        var early = ByteBuffer()
    }

    struct Terminal: Sendable {
        var type: String
        var size: TerminalSize
        var modes: ByteBuffer
    }

    /// What is sent to the host for what was allowed.
    struct AllowedProgram: Sendable {
        /// Nil: a forwarding, whose channel is all.
        let request: ChannelRequest?
        /// Of shells and of what shows text, never of what moves files.
        var terminal: Terminal?
        let environment: [RunRequest.Variable]
        var treatment: OutputTreatment
    }

    /// What runs.
    struct Passage: Sendable {
        var treatment: OutputTreatment
        let hasTerminal: Bool
        var toHost = ByteFlow()

        /// Nothing of the client's waits for a verdict.
        var isIdle: Bool { if case .files(let session) = treatment { session.isIdle } else { true } }
    }

    /// This side's requests to the host whose answers are awaited.
    enum Awaited: Sendable { case terminal, program }

    static let deniedStatus: UInt32 = 126

    let client: ChannelID
    var host: ChannelID?
    var stage = Stage.gathering(Preparation())
    var request: RunRequest?
    var wantsReply = false
    var awaited: [Awaited] = []
    var toClient = ByteFlow()
    var exit: RelayEnd?
    var clientEOF = false
    var clientClosed = false
    var hostEOF = false
    var hostClosed = false
    var sentExit = false
    /// Of the variables that were taken, for as long as the channel is there.
    var environmentByteCount = 0
    /// Requests on files wait until the client has taken answers.
    var filesWait = false

    init(client: ChannelID) { self.client = client }

    var isForward: Bool {
        if case .forward? = request?.kind { return true }
        return false
    }

    var hasFiles: Bool {
        switch stage {
        case .opening(let program, _), .starting(let program, _):
            if case .files = program.treatment { true } else { false }
        case .running(let passage): if case .files = passage.treatment { true } else { false }
        case .gathering, .judging, .ended: false
        }
    }

    /// A program runs on the host, or is about to.
    var hasProgram: Bool {
        switch stage {
        case .starting, .running: !isForward
        case .gathering, .judging, .opening, .ended: false
        }
    }

    var isEnded: Bool { if case .ended = stage { true } else { false } }
    var isGathering: Bool { if case .gathering = stage { true } else { false } }
    var isJudging: Bool { if case .judging = stage { true } else { false } }
    var isOpening: Bool { if case .opening = stage { true } else { false } }

    var toHostByteCount: Int {
        switch stage {
        case .gathering(let preparation), .judging(let preparation): preparation.early.readableBytes
        case .opening(_, let early), .starting(_, let early): early.readableBytes
        case .running(let passage): passage.toHost.byteCount
        case .ended: 0
        }
    }

    // MARK: changing what a stage holds, out of its place, so that nothing is copied

    /// Nil: nothing is gathered any more.
    mutating func prepare<Result>(_ body: (inout Preparation) -> Result) -> Result? {
        guard case .gathering(var preparation) = stage else { return nil }
        stage = .ended
        defer { stage = .gathering(preparation) }
        return body(&preparation)
    }

    mutating func resize(_ size: TerminalSize) {
        switch stage {
        case .gathering(var preparation):
            preparation.terminal?.size = size
            stage = .gathering(preparation)
        case .judging(var preparation):
            preparation.terminal?.size = size
            stage = .judging(preparation)
        case .opening(var program, let early):
            program.terminal?.size = size
            stage = .opening(program, early: early)
        case .starting, .running, .ended: break
        }
    }

    /// - Returns: false: what runs takes it.
    mutating func keepEarly(_ data: ByteBuffer) -> Bool {
        let before = stage
        stage = .ended
        switch before {
        case .gathering(var preparation):
            preparation.early.writeImmutableBuffer(data)
            stage = .gathering(preparation)
        case .judging(var preparation):
            preparation.early.writeImmutableBuffer(data)
            stage = .judging(preparation)
        case .opening(let program, var early):
            early.writeImmutableBuffer(data)
            stage = .opening(program, early: early)
        case .starting(let program, var early):
            early.writeImmutableBuffer(data)
            stage = .starting(program, early: early)
        case .running, .ended:
            stage = before
            return false
        }
        return true
    }

    /// What is done to the bytes of what runs; `put` brings it back.
    mutating func takeTreatment() -> OutputTreatment? {
        let before = stage
        stage = .ended
        switch before {
        case .starting(var program, let early):
            let treatment = program.treatment
            program.treatment = .exact
            stage = .starting(program, early: early)
            return treatment
        case .running(var passage):
            let treatment = passage.treatment
            passage.treatment = .exact
            stage = .running(passage)
            return treatment
        case .gathering, .judging, .opening, .ended:
            stage = before
            return nil
        }
    }

    /// The session of files that runs; `put` brings it back.
    mutating func takeFiles() -> SFTPSession? {
        guard case .running(var passage) = stage, case .files(let session) = passage.treatment else { return nil }
        stage = .ended
        passage.treatment = .exact
        stage = .running(passage)
        return session
    }

    mutating func put(_ treatment: OutputTreatment) {
        let before = stage
        stage = .ended
        switch before {
        case .starting(var program, let early):
            program.treatment = treatment
            stage = .starting(program, early: early)
        case .running(var passage):
            passage.treatment = treatment
            stage = .running(passage)
        // It was ended meanwhile.
        case .gathering, .judging, .opening, .ended: stage = before
        }
    }

    /// - Returns: credit to be given to the client at once.
    mutating func pushToHost(_ bytes: ByteBuffer, credit: Int) -> Int {
        guard case .running(var passage) = stage else { return credit }
        stage = .ended
        defer { stage = .running(passage) }
        return passage.toHost.push(bytes, .output, credit: credit)
    }
}
