import NIOCore
import SFTP

/// Requests come to the same however they are cut; nothing of one that is denied reaches the host; answers of ours stand
/// between the host's packets.
///
/// An input is: how many bytes at a time, how many of the operations are denied, how many bytes are the host's, those,
/// the client's.
enum SFTPReading {
    static let seeds: [[UInt8]] = [
        [1, 2, 9] + packet([2, 0, 0, 0, 3])
            + packet([3, 0, 0, 0, 1, 0, 0, 0, 2] + Array("/a".utf8) + [0, 0, 0, 1, 0, 0, 0, 0])
            + packet([6, 0, 0, 0, 2, 0, 0, 0, 1, 0x68] + [UInt8](repeating: 0, count: 11) + [1, 0x41]),
        [7, 1, 0] + packet([18, 0, 0, 0, 9, 0, 0, 0, 1, 0x61, 0, 0, 0, 1, 0x62])
            + packet([200, 0, 0, 0, 3, 0, 0, 0, 4] + Array("what".utf8)),
    ]

    static func run(_ bytes: [UInt8]) throws(BrokenProperty) {
        var source = ByteSource(bytes)
        let step = max(1, Int(source.byte()))
        let denied = max(1, Int(source.byte()))
        let host = source.counted()
        let rest = source.remainder()
        let whole = try outcome(host, rest, max(1, rest.count), denied)
        try require(try outcome(host, rest, step, denied) == whole, "a cut changes what a session comes to")
    }

    private struct Outcome: Equatable {
        var operations: [SFTPOperation] = []
        var violation: SFTPViolation?
        var toHost: [UInt8] = []
        var leaksDenied = false
    }

    private static func outcome(
        _ host: [UInt8], _ bytes: [UInt8], _ step: Int, _ denied: Int
    ) throws(BrokenProperty) -> Outcome {
        var session = SFTPSession(asksRealPaths: denied % 2 == 0)
        var outcome = Outcome()
        do throws(SFTPViolation) {
            session.receiveFromClient(ByteBuffer(bytes: packet([1, 0, 0, 0, 3])))
            _ = try session.next()
            try session.receiveFromHost(ByteBuffer(bytes: beginning))
            _ = session.takeForHost()
            for start in stride(from: 0, to: bytes.count, by: step) {
                session.receiveFromClient(ByteBuffer(bytes: bytes[start..<min(start + step, bytes.count)]))
                while let next = try session.next() {
                    guard case .judge(let operation) = next else { continue }
                    outcome.operations.append(operation)
                    outcome.toHost += session.takeForHost().readableBytesView
                    let isDenied = outcome.operations.count % denied == 0
                    session.decide(isDenied ? .deny("no") : denied % 3 == 0 ? .allowAfterWaiting : .allow)
                    let after = session.takeForHost()
                    if isDenied, after.readableBytes > 0 { outcome.leaksDenied = true }
                    outcome.toHost += after.readableBytesView
                }
                outcome.toHost += session.takeForHost().readableBytesView
            }
            try session.receiveFromHost(ByteBuffer(bytes: host))
            _ = session.takeForClient()
        } catch {
            outcome.violation = error
            // How far it had come follows from the cuts.
            outcome.toHost = []
        }
        try require(!outcome.leaksDenied, "what was denied reaches the host")
        return outcome
    }

    /// A host's version, and that it does not say where relative paths begin.
    private static let beginning =
        packet([2, 0, 0, 0, 3]) + packet([101, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0])

    private static func packet(_ body: [UInt8]) -> [UInt8] {
        withUnsafeBytes(of: UInt32(body.count).bigEndian) { Array($0) } + body
    }
}
