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
        [150, 1, 0]
            + packet(
                [6, 0, 0, 0, 9, 0, 0, 0, 8] + [UInt8](repeating: 0, count: 16) + [0, 0, 1, 0x5E]
                    + [UInt8](repeating: 0x41, count: 333) + packet([13, 0, 0, 0, 1, 0, 0, 0, 4] + Array("/t4x".utf8))),
    ]

    static func run(_ bytes: [UInt8]) throws(BrokenProperty) {
        var source = ByteSource(bytes)
        let step = max(1, Int(source.byte()))
        let denied = max(1, Int(source.byte()))
        let host = source.counted()
        let rest = source.remainder()
        let whole = try outcome(host, rest, max(1, rest.count), denied)
        try require(try outcome(host, rest, step, denied) == whole, "a cut changes what a session comes to")
        try keepsBorders(rest, step, turn: denied)
    }

    /// What this side asks for itself never stands within a request of the client's: the host gets whole requests, each under a
    /// number of this side's. A file is open for writing, another is being opened when its rule goes, which is in that turn.
    private static func keepsBorders(_ bytes: [UInt8], _ step: Int, turn: Int) throws(BrokenProperty) {
        var session = SFTPSession()
        var sent: [UInt8] = []
        do throws(SFTPViolation) {
            session.receiveFromClient(ByteBuffer(bytes: packet([1, 0, 0, 0, 3])))
            _ = try session.next()
            try session.receiveFromHost(ByteBuffer(bytes: beginning))
            _ = session.takeForHost()
            func open(_ name: UInt8) -> [UInt8] {
                packet([3, 0, 0, 0, 1, 0, 0, 0, 2, 0x2F, name, 0, 0, 0, 3, 0, 0, 0, 0])
            }
            func handle(_ id: UInt8) -> [UInt8] { packet([102, 0, 0, 0, id, 0, 0, 0, 1, 0x48]) }
            var opening: SFTPOperation?
            session.receiveFromClient(ByteBuffer(bytes: open(0x66) + open(0x70)))
            for _ in 0..<2 {
                guard case .judge(let operation)? = try session.next() else { return }
                session.decide(.allow)
                opening = operation
            }
            try session.receiveFromHost(ByteBuffer(bytes: handle(1)))
            for (index, start) in stride(from: 0, to: bytes.count, by: step).enumerated() {
                session.receiveFromClient(ByteBuffer(bytes: bytes[start..<min(start + step, bytes.count)]))
                while let next = try session.next() { if case .judge = next { session.decide(.allow) } }
                if index == turn, let opening {
                    session.revoke(opening.number, "gone")
                    try session.receiveFromHost(ByteBuffer(bytes: handle(2)))
                }
                sent += session.takeForHost().readableBytesView
            }
        } catch {}
        sent += session.takeForHost().readableBytesView
        var stream = ByteBuffer(bytes: sent)
        var numbers: Set<UInt32> = []
        while let length = stream.readInteger(as: UInt32.self) {
            guard let type = stream.readInteger(as: UInt8.self), let number = stream.readInteger(as: UInt32.self)
            else { throw BrokenProperty("a request of the host's is not whole") }
            try require(numbers.insert(number).inserted, "the host gets a request of another's number")
            guard length >= 5, stream.readSlice(length: Int(length) - 5) != nil else {
                try require(type == 6, "a request that is no WRITE is not whole")
                break
            }
        }
        try require(
            numbers.isEmpty || numbers.max() == UInt32(numbers.count) || numbers.max() == UInt32(numbers.count) + 1,
            "the host gets a request that was never written for it")
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
