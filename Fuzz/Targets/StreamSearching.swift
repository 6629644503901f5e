import Detectors
import NIOCore
import StreamMasking

/// A stream is masked the same however it is cut; plain text as the whole is; what was masked is masked no more.
///
/// An input is: how many bytes at a time, the text.
enum StreamSearching {
    static let seeds: [[UInt8]] = [
        [1] + Array("ssn 536-22-0001, MRN:\n12345678\r\na.b@example.org".utf8),
        [3] + Array("\u{1B}[1m536-\u{1B}[0m22-0001\u{8}\u{8} \u{1B}]0;title\u{7}x\n".utf8),
        [5] + Array("53X\u{8}6-22\u{9B}0m-0001\u{8}\u{8}\u{1B}]0;\u{9D}536-22-0001\nx\u{1B}[\u{18}\n".utf8),
        [7] + Array("3\u{8}36-22-0001\n\u{1B}P536-22-0001\u{1B}\\ http://a.b/c?d\n".utf8),
    ]

    static func run(_ bytes: [UInt8]) throws(BrokenProperty) {
        guard let step = bytes.first else { return }
        let text = Array(bytes.dropFirst())
        // No control characters, nor what may be one of C1, or have no width.
        let isPlain =
            text.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
            && !text.contains { $0 == 0xC2 || $0 >= 0xCC }
        for isTerminal in [false, true] {
            let whole = masked(text, max(1, text.count), isTerminal)
            try require(masked(text, max(1, Int(step)), isTerminal) == whole, "a cut changes what is masked")
            if isPlain { try require(whole == plain(text), "a stream is masked otherwise than its text") }
        }
    }

    private static func masked(_ text: [UInt8], _ step: Int, _ isTerminal: Bool) -> [UInt8] {
        var masker = TextStreamMasker(.all, isTerminal: isTerminal)
        var output: [UInt8] = []
        for start in stride(from: 0, to: text.count, by: step) {
            output += masker.append(ByteBuffer(bytes: text[start..<min(start + step, text.count)])).readableBytesView
        }
        return output + masker.finish().readableBytesView
    }

    private static func plain(_ text: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        text.withUnsafeBytes { bytes in
            var position = 0
            for (range, mask) in DetectorSet.all.masks(in: bytes) {
                output += bytes[position..<range.lowerBound]
                mask.withUTF8Buffer { output += $0 }
                position = range.upperBound
            }
            output += bytes[position...]
        }
        return output
    }
}
