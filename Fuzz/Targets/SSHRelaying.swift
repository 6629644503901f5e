import Detectors
import NIOCore
import SFTP
import SSHSession
import SSHWire

/// A client and a host that both send anything: a host hears of nothing that was not decided on, what waits is bounded,
/// and what is masked shows no finding.
///
/// An input is a row of steps: who (0 client, 1 host, 2 a decision, 3 an end), and for the first two a payload with its
/// length.
enum SSHRelaying {
    static let seeds: [[UInt8]] = [
        client(open(0)) + client(exec(0, "id")) + [2, 0] + host(confirm()) + host([99, 0, 0, 0, 0])
            + host(data(0, "536-22-0001\n")) + host(status()) + host([96, 0, 0, 0, 0]) + host([97, 0, 0, 0, 0])
            + client([97, 0, 0, 0, 0]),
        client(open(0)) + client(exec(0, "rm")) + [2, 3] + client([97, 0, 0, 0, 0]),
        client(open(0))
            + client([98, 0, 0, 0, 0, 0, 0, 0, 9] + Array("subsystem".utf8) + [1, 0, 0, 0, 4] + Array("sftp".utf8))
            + [2, 2] + host(confirm()) + host([99, 0, 0, 0, 0])
            + client(data(0, "\0\0\0\u{5}\u{1}\0\0\0\u{3}\0\0\0\u{B}\r\0\0\0\u{1}\0\0\0\u{2}/x")) + [2, 1],
        client([80, 0, 0, 0, 13] + Array("tcpip-forward".utf8) + [1]) + client(open(0)) + [3, 0],
    ]

    private static let limit = 2 * SessionLimits.windowBytes

    /// What passes as it is, and what does so behind its beginning.
    private static let exact: [RunDecision.Treatment] = [.exact, .shown, .rsync(names: 1)]

    static func run(_ bytes: [UInt8]) throws(BrokenProperty) {
        var settings = RelaySettings()
        settings.records = true
        var relay = SSHRelay(settings)
        var waiting: [ChannelID] = []
        var files: [ChannelID] = []
        var decided = 0
        var opened = 0
        var source = ByteSource(bytes)
        while !source.isEmpty {
            do throws(SSHViolation) {
                switch source.byte() % 4 {
                case 0: try relay.receiveFromClient(ByteBuffer(bytes: source.counted()))
                case 1: try relay.receiveFromHost(ByteBuffer(bytes: source.counted()))
                case 2:
                    let choice = source.byte() % 4
                    if let id = files.popLast() {
                        relay.decideFile(id, choice == 0 ? .allow : .deny("no"))
                    } else if let id = waiting.popLast() {
                        if choice < 3 { decided += 1 }
                        switch choice {
                        case 0: relay.decide(id, .run(command: nil, .masked(.all, mayBeBinary: true)))
                        case 1: relay.decide(id, .run(command: nil, exact[decided % exact.count]))
                        case 2: relay.decide(id, .run(command: nil, .files(asksRealPaths: decided % 2 == 0)))
                        default: relay.decide(id, .deny("no"))
                        }
                    }
                default:
                    let id = ChannelID(number: UInt32(source.byte()))
                    relay.takesData(client: id.number % 3 != 0, host: id.number % 5 != 0)
                    relay.pause(id)
                    relay.notify(id, "held")
                    if source.byte() == 0 { relay.end(id, "over", stopsProgram: id.number % 2 == 0) }
                }
            } catch {
                return
            }
            while let event = relay.nextEvent() {
                switch event {
                case .judge(let id, _): waiting.append(id)
                case .judgeFile(let id, _): files.append(id)
                default: break
                }
            }
            for message in relay.takeForHost() {
                if case .open = message { opened += 1 }
                if case .request(_, .exec, _) = message {
                    try require(decided > 0, "a host runs what nobody decided on")
                }
            }
            _ = relay.takeForClient()
            try require(opened <= decided, "a host's channel is opened without a decision")
            try require(relay.waitingByteCount <= limit, "\(relay.waitingByteCount) bytes wait")
            try require(relay.channelCount <= SessionLimits.channelsLimit, "there are too many channels")
        }
    }

    private static func client(_ payload: [UInt8]) -> [UInt8] { [0, UInt8(payload.count)] + payload }
    private static func host(_ payload: [UInt8]) -> [UInt8] { [1, UInt8(payload.count)] + payload }

    private static func open(_ sender: UInt8) -> [UInt8] {
        [90, 0, 0, 0, 7] + Array("session".utf8) + [0, 0, 0, sender, 0, 0, 16, 0, 0, 0, 4, 0]
    }

    private static func exec(_ channel: UInt8, _ command: String) -> [UInt8] {
        [98, 0, 0, 0, channel, 0, 0, 0, 4] + Array("exec".utf8) + [1, 0, 0, 0, UInt8(command.utf8.count)]
            + Array(command.utf8)
    }

    private static func confirm() -> [UInt8] { [91, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 16, 0, 0, 0, 4, 0] }

    private static func data(_ channel: UInt8, _ text: String) -> [UInt8] {
        [94, 0, 0, 0, channel, 0, 0, 0, UInt8(text.utf8.count)] + Array(text.utf8)
    }

    private static func status() -> [UInt8] {
        [98, 0, 0, 0, 0, 0, 0, 0, 11] + Array("exit-status".utf8) + [0, 0, 0, 0, 0]
    }
}
