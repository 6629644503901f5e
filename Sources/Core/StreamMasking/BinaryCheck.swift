package import NIOCore

/// Whether a stream is text that detectors can search. Looks at all of it, keeps a few numbers.
package struct BinaryCheck: Sendable {
    package enum Finding: Sendable, Equatable {
        case nul
        /// Of a compressed or archived form, by its name.
        case format(String)
        case notUTF8
    }

    /// A stream may have some bytes that are no UTF-8: names of files, a line of another encoding.
    private static let invalidLimit = 16
    private static let invalidShare = 100

    private static let magics: [(name: String, offset: Int, bytes: [UInt8])] = [
        ("gzip", 0, [0x1F, 0x8B]), ("zip", 0, [0x50, 0x4B, 0x03, 0x04]), ("xz", 0, [0xFD, 0x37, 0x7A, 0x58, 0x5A]),
        ("zstd", 0, [0x28, 0xB5, 0x2F, 0xFD]), ("bzip2", 0, [0x42, 0x5A, 0x68]), ("lz4", 0, [0x04, 0x22, 0x4D, 0x18]),
        ("compress", 0, [0x1F, 0x9D]), ("pdf", 0, Array("%PDF-".utf8)), ("tar", 257, Array("ustar".utf8)),
    ]
    private static let headBytesLimit = 262

    private var head: [UInt8] = []
    private var count = 0
    private var invalidCount = 0
    /// Bytes of a character that are still to come, and the least and most that the next may be.
    private var continuations = 0
    private var lower: UInt8 = 0x80
    private var upper: UInt8 = 0xBF
    private var finding: Finding?

    package init() {}

    /// What the stream is found to be by now; nil: text.
    package mutating func inspect(_ bytes: ByteBuffer) -> Finding? {
        if finding != nil { return finding }
        let view = bytes.readableBytesView
        if head.count < Self.headBytesLimit {
            head += view.prefix(Self.headBytesLimit - head.count)
            for magic in Self.magics where head.dropFirst(magic.offset).starts(with: magic.bytes) {
                finding = .format(magic.name)
                return finding
            }
        }
        count += view.count
        bytes.withUnsafeReadableBytes { bytes in
            var index = 0
            while index < bytes.count {
                // Within a character each byte is looked at.
                if continuations == 0 { index = bytes.firstPlace(from: index, \.withoutASCII) }
                guard index < bytes.count else { return }
                guard bytes[index] != 0 else {
                    finding = .nul
                    return
                }
                take(bytes[index])
                index += 1
            }
        }
        if finding == nil, invalidCount > Self.invalidLimit, invalidCount * Self.invalidShare > count {
            finding = .notUTF8
        }
        return finding
    }

    private mutating func take(_ byte: UInt8) {
        if continuations > 0 {
            if byte >= lower, byte <= upper {
                continuations -= 1
                (lower, upper) = (0x80, 0xBF)
                return
            }
            invalidCount += 1
            continuations = 0
            (lower, upper) = (0x80, 0xBF)
        }
        switch byte {
        case ..<0x80: break
        case 0xC2...0xDF: continuations = 1
        case 0xE0...0xEF:
            continuations = 2
            if byte == 0xE0 { lower = 0xA0 }
            if byte == 0xED { upper = 0x9F }
        case 0xF0...0xF4:
            continuations = 3
            if byte == 0xF0 { lower = 0x90 }
            if byte == 0xF4 { upper = 0x8F }
        default: invalidCount += 1
        }
    }
}
