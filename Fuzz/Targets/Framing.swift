import NIOCore
import PostgresSession
import PostgresWire
import SQLRewrite

/// The same bytes give the same messages however the network cuts them, and no more is kept than the limits allow.
///
/// An input is: which of the three readers, how many bytes at a time, the bytes.
enum Framing {
    static let seeds: [[UInt8]] = [
        [0, 1] + message("Q", "SELECT 1\0") + message("S", "") + message("X", ""),
        [0, 7] + message("P", "s\0SELECT $1\0\0\0") + message("B", "\0s\0\0\0\0\0\0\0") + message("d", "1\t2\n"),
        [0, 3] + message("Q", String(repeating: "x", count: 80)) + message("S", ""),
        [1, 2] + message("D", "\0\u{1}\0\0\0\u{1}A") + message("C", "SELECT 1\0") + message("Z", "I"),
        [2, 2] + message("D", String(repeating: "r", count: 90)) + message("d", "copy"),
        [3, 5] + message("E", "SERROR\0VERROR\0C42601\0Mno \"x\"\0DDetail\0HHint\0\0"),
        [4, 1, 0, 0, 0, 8, 4, 0xD2, 0x16, 0x2F], [4, 4, 0, 0, 0, 16, 4, 0xD2, 0x16, 0x2E, 0, 0, 0, 1, 0, 0, 0, 2],
        [4, 9, 0, 0, 0, 23, 0, 3, 0, 0] + Array("user\0me\0a\0b\0\0".utf8),
    ]

    private static let limits: WireLimits = {
        var limits = WireLimits()
        limits.startupBytesLimit = 64
        limits.queryBytesLimit = 64
        limits.bindBytesLimit = 48
        limits.controlBytesLimit = 32
        limits.copyBytesLimit = 40
        limits.responseBytesLimit = 72
        return limits
    }()

    /// The longest body that may be waited for.
    private static let pendingBytesLimit = 64 + 5

    static func run(_ bytes: [UInt8]) throws(BrokenProperty) {
        var source = ByteSource(bytes)
        let kind = source.byte() % 5
        let step = max(1, Int(source.byte()))
        let rest = source.remainder()
        switch kind {
        case 0:
            try require(
                try frontend(rest, step: step) == frontend(rest, step: max(1, rest.count)), "a cut changes messages")
        case 1: try compareBackend(rest, step, .pass)
        case 2: try compareBackend(rest, step, .mustSee)
        case 3: try errorFields(rest)
        default: try startup(rest, step: step)
        }
    }

    // MARK: a client's messages

    private struct Outcome: Equatable {
        var messages: [String] = []
        var violation: WireViolation?
    }

    private static func frontend(_ bytes: [UInt8], step: Int) throws(BrokenProperty) -> Outcome {
        var framer = FrontendFramer(limits: limits)
        var outcome = Outcome()
        for part in parts(bytes, step) {
            var buffer = ByteBuffer(bytes: part)
            framer.append(&buffer)
            do throws(WireViolation) {
                while let frame = try framer.next() {
                    switch frame {
                    case .message(let type, let body):
                        outcome.messages.append("\(type) \(Array(body.readableBytesView))")
                    case .oversized(let type, let count): outcome.messages.append("\(type) over, \(count)")
                    }
                }
            } catch {
                outcome.violation = error
                return outcome
            }
            try require(framer.pendingByteCount < pendingBytesLimit, "\(framer.pendingByteCount) bytes are kept")
        }
        return outcome
    }

    // MARK: a server's messages

    private static func compareBackend(
        _ bytes: [UInt8], _ step: Int, _ mode: BackendFramer.DataMode
    ) throws(BrokenProperty) {
        let cut = try backend(bytes, step: step, mode)
        try require(try cut == backend(bytes, step: max(1, bytes.count), mode), "a cut changes the server's messages")
    }

    /// Whole messages with their bytes; what passes in parts is put together.
    private static func backend(
        _ bytes: [UInt8], step: Int, _ mode: BackendFramer.DataMode
    ) throws(BrokenProperty) -> Outcome {
        var framer = BackendFramer(limits: limits)
        var outcome = Outcome()
        var all: [UInt8] = []
        func note(_ type: UInt8, _ part: ByteBuffer, isStart: Bool) {
            all += part.readableBytesView
            // How a passing message is cut follows from the network.
            if isStart { outcome.messages.append("\(type)") }
        }
        for part in parts(bytes, step) {
            var buffer = ByteBuffer(bytes: part)
            framer.append(&buffer)
            do throws(WireViolation) {
                while let frame = try framer.next(mode) {
                    switch frame {
                    case .message(let type, let message): note(type, message, isStart: true)
                    case .passing(let type, let part, let isStart): note(type, part, isStart: isStart)
                    }
                }
            } catch {
                outcome.violation = error
                break
            }
        }
        try require(bytes.starts(with: all), "bytes were lost or made up")
        return outcome
    }

    // MARK: single messages

    /// What is read is written and read the same, and what is kept of a message says nothing of its own.
    private static func errorFields(_ bytes: [UInt8]) throws(BrokenProperty) {
        guard let fields = ErrorFields(body: ByteBuffer(bytes: bytes)) else { return }
        var written = ByteBuffer()
        written.writeErrorResponse(fields)
        written.moveReaderIndex(forwardBy: 5)
        try require(ErrorFields(body: written) == fields, "an error reads otherwise once it was written")
        let words = ServerWords(catalog: Catalog())
        let kept = words.kept(of: fields, position: nil)
        for code in ["D", "W", "q", "s", "t", "c", "d", "n", "P"] as [Character] {
            try require(kept[code] == nil, "what is kept of an error has a field \(code)")
        }
        // Words that come with a position speak of the statement's text alone.
        guard fields["P"] == nil else { return }
        var other = fields
        other.fields = other.fields.map { (code: $0.code, text: $0.code == UInt8(ascii: "M") ? "other" : $0.text) }
        try require(
            kept == words.kept(of: other, position: nil), "what is kept of an error follows the server's words")
    }

    private static func startup(_ bytes: [UInt8], step: Int) throws(BrokenProperty) {
        var whole = ByteBuffer(bytes: bytes)
        let expected = Result<StartupPacket?, WireViolation> { () throws(WireViolation) in
            try StartupPacket.read(&whole, limits: limits)
        }
        var buffer = ByteBuffer()
        var result = Result<StartupPacket?, WireViolation>.success(nil)
        for part in parts(bytes, step) {
            buffer.writeBytes(part)
            result = Result { () throws(WireViolation) in try StartupPacket.read(&buffer, limits: limits) }
            guard case .success(nil) = result else { break }
            try require(buffer.readableBytes <= limits.startupBytesLimit, "a startup packet has no end")
        }
        try require(result == expected, "a cut changes the startup packet")
    }

    private static func parts(_ bytes: [UInt8], _ step: Int) -> [ArraySlice<UInt8>] {
        stride(from: 0, to: bytes.count, by: step).map { bytes[$0..<min($0 + step, bytes.count)] }
    }

    static func message(_ type: Character, _ body: String) -> [UInt8] {
        let length = UInt32(body.utf8.count + 4)
        return [type.asciiValue ?? 0] + withUnsafeBytes(of: length.bigEndian) { Array($0) } + Array(body.utf8)
    }
}
