import Foundation
import NIOCore
import SSHWire

/// A program of the test server: `status N`, `give N` bytes, `take` until the end and say how many, `cat`, `show` what was asked for.
struct TestProgram {
    private enum Kind { case none, cat, take, show }

    var output = ByteBuffer()
    var errors = ByteBuffer()
    var status: UInt32?
    private var kind = Kind.none
    private var taken = 0
    private var asked: [String] = []

    static let pattern = Array("0123456789abcdef".utf8)

    static func given(_ count: Int) -> [UInt8] { (0..<count).map { pattern[$0 % pattern.count] } }

    /// Whether it is known.
    mutating func request(_ request: ChannelRequest) -> Bool {
        switch request {
        case .terminal(let type, let size, _): asked.append("terminal \(type) \(size.columns)x\(size.rows)")
        case .environment(let name, let value): asked.append("\(name)=\(value)")
        case .windowChange(let size): asked.append("size \(size.columns)x\(size.rows)")
        case .signal(let name): asked.append("signal \(name)")
        case .exec(let command): begin(String(buffer: command))
        case .shell: begin("show")
        case .subsystem(let name):
            return name == "cat"
                && {
                    begin("cat")
                    return true
                }()
        default: return false
        }
        return true
    }

    private mutating func begin(_ command: String) {
        let words = command.split(separator: " ")
        switch words.first {
        case "status":
            output.writeString("out\n")
            errors.writeString("err\n")
            status = words.dropFirst().first.flatMap { UInt32($0) } ?? 255
        case "give":
            output.writeBytes(Self.given(words.dropFirst().first.flatMap { Int($0) } ?? 0))
            status = 0
        case "take": kind = .take
        case "cat": kind = .cat
        case "show": kind = .show
        default: status = 127
        }
    }

    mutating func take(_ data: ByteBuffer) {
        taken += data.readableBytes
        if kind == .cat { output.writeImmutableBuffer(data) }
    }

    mutating func end() {
        switch kind {
        case .take: output.writeString("\(taken)\n")
        case .show: output.writeString(asked.joined(separator: "\n") + "\n")
        case .cat, .none: break
        }
        status = 0
    }
}
