import NIOCore
import SFTP
import SSHWire
import StreamMasking

/// One channel of a client, and the host's that runs what was allowed on it.
///
/// The client's is opened at once; the host's when something is to run. What is asked for before that (a terminal,
/// variables) waits here. The client's bytes wait for the host's channel, those for the client wait for its window.
/// The order towards the client is data, then exit status or signal, then EOF, then CLOSE.
struct ChannelRelay: Sendable {
    enum Stage: Sendable, Equatable {
        /// Nothing has been asked to run.
        case gathering
        case judging
        case opening
        case starting
        case running
        case ended
    }

    /// This side's requests to the host whose answers are awaited.
    enum Awaited: Sendable { case terminal, program }

    struct Terminal: Sendable {
        var type: String
        var size: TerminalSize
        var modes: ByteBuffer
    }

    static let deniedStatus: UInt32 = 126

    let client: ChannelID
    var host: ChannelID?
    var stage = Stage.gathering
    var request: RunRequest?
    var wantsReply = false
    var command: ByteBuffer?
    var terminal: Terminal?
    var environment: [(name: String, value: String)] = []
    var awaited: [Awaited] = []
    var treatment = OutputTreatment.exact
    var toHost = ByteFlow()
    var toClient = ByteFlow()
    var exit: RelayEnd?
    var clientEOF = false
    var clientClosed = false
    var hostEOF = false
    var hostClosed = false
    var sentExit = false
    /// Nothing of the host's goes to the client any more.
    var isCut = false

    init(client: ChannelID) { self.client = client }

    var isForward: Bool {
        if case .forward? = request?.kind { return true }
        return false
    }

    /// What is sent to the host for what was allowed.
    var program: ChannelRequest? {
        switch request?.kind {
        case .exec(let bytes): .exec(command ?? bytes)
        case .shell: .shell
        case .subsystem(let name): .subsystem(name)
        case .forward, nil: nil
        }
    }
}
