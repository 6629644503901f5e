import Crypto
import SQLRewrite

/// What shows that a masked value comes back: the mark of text masks (`***`), and the keyed check that pseudonyms of text
/// and uuid carry.
///
/// Written back, either would stand where the real value was, and nothing would tell.
package struct MaskMarkers: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// No marker has more bytes, a uuid with all the hyphens that PostgreSQL takes included.
    package static let bytesLimit = 40

    private static let text = Array(MaskExpression.marker.utf8)
    private static let uuidBytes = 16

    /// Has hashed what stands before the digits; nil where there are no pseudonyms.
    private let hasher: SHA256?

    /// - Parameter pseudonymKey: the lane's secret; nil where no mask needs it.
    package init(pseudonymKey: String?) {
        hasher = pseudonymKey.map { key in
            var hasher = SHA256()
            hasher.update(data: Array(key.utf8))
            hasher.update(data: Array(Pseudonym.checkDomain.utf8))
            return hasher
        }
    }

    package var description: String { "MaskMarkers" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// Whether a marker stands anywhere in a value, a literal or a part of COPY data, in text or binary form.
    package func isFound(in bytes: UnsafeRawBufferPointer) -> Bool {
        guard hasher != nil else { return hasMark(bytes) }
        if bytes.count == Self.uuidBytes, isPseudonym(uuid: bytes) { return true }
        return hasMark(bytes) || hasUUIDText(bytes)
    }

    /// Bytes at which a marker can begin, or of which it has one: `*`, the underscore of a pseudonym, the length of a
    /// uuid in binary form. Eight at once; most blocks have none.
    private func hasMark(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let hasPseudonyms = hasher != nil
        var offset = 0
        while offset + 8 <= bytes.count {
            let block = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            var found = Self.zeros(in: block ^ Self.eight(UInt8(ascii: "*")))
            if hasPseudonyms {
                found |= Self.zeros(in: block ^ Self.eight(UInt8(ascii: "_")))
                found |= Self.zeros(in: block ^ Self.eight(UInt8(Self.uuidBytes)))
            }
            if found != 0, (offset..<(offset + 8)).contains(where: { isMarked(bytes, at: $0) }) { return true }
            offset += 8
        }
        return (offset..<bytes.count).contains { isMarked(bytes, at: $0) }
    }

    private func isMarked(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        switch bytes[offset] {
        case UInt8(ascii: "*"): return bytes[offset...].starts(with: Self.text)
        case UInt8(ascii: "_"):
            return hasher != nil && offset > 0 && bytes[offset - 1] == UInt8(ascii: "p")
                && isPseudonym(text: bytes[(offset + 1)...])
        case UInt8(Self.uuidBytes):
            let end = offset + 1 + Self.uuidBytes
            return hasher != nil && offset >= 3 && end <= bytes.count
                && bytes[(offset - 3)..<offset].allSatisfy { $0 == 0 }
                && isPseudonym(uuid: UnsafeRawBufferPointer(rebasing: bytes[(offset + 1)..<end]))
        default: return false
        }
    }

    private static func eight(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// Not zero where a byte of the block is.
    private static func zeros(in block: UInt64) -> UInt64 {
        (block &- 0x0101_0101_0101_0101) & ~block & 0x8080_8080_8080_8080
    }

    // MARK: pseudonyms

    /// - Parameter bytes: what stands behind `p_`.
    private func isPseudonym(text bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        let digits = bytes.prefix(Pseudonym.textDigits).prefix(while: Self.digits.contains)
        guard digits.count >= Pseudonym.shortestText - Pseudonym.prefix.utf8.count else { return false }
        return isChecked(Array(digits), check: Pseudonym.textCheckDigits)
    }

    private func isPseudonym(uuid bytes: UnsafeRawBufferPointer) -> Bool {
        isChecked(
            bytes.flatMap { [Self.digits[Int($0 >> 4)], Self.digits[Int($0 & 15)]] }, check: Pseudonym.uuidCheckDigits)
    }

    /// - Parameter digits: as our masks write them.
    private func isChecked(_ digits: [UInt8], check: Int) -> Bool {
        guard var hasher else { return false }
        let (shown, check) = (digits.dropLast(check), digits.suffix(check))
        shown.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        let expected = hasher.finalize().lazy.flatMap { [Self.digits[Int($0 >> 4)], Self.digits[Int($0 & 15)]] }
        return expected.prefix(check.count).elementsEqual(check)
    }

    /// A uuid as text has 32 hexadecimal digits, with hyphens or without: of any 16 bytes in a row that it covers, one is
    /// looked at.
    private func hasUUIDText(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var offset = Self.uuidBytes - 1
        while offset < bytes.count {
            guard Self.isOfUUID(bytes[offset]) else {
                offset += Self.uuidBytes
                continue
            }
            var (start, end) = (offset, offset + 1)
            while start > 0, offset - start <= Self.bytesLimit, Self.isOfUUID(bytes[start - 1]) { start -= 1 }
            while end < bytes.count, end - start <= Self.bytesLimit, Self.isOfUUID(bytes[end]) { end += 1 }
            if end - start >= Pseudonym.uuidDigits {
                let digits = bytes[start..<end].compactMap(Self.digit)
                if digits.count == Pseudonym.uuidDigits,
                    isChecked(digits.map { Self.digits[Int($0)] }, check: Pseudonym.uuidCheckDigits)
                {
                    return true
                }
            }
            offset = max(offset + Self.uuidBytes, end)
        }
        return false
    }

    private static func isOfUUID(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || digit(byte) != nil }

    private static let digits = Array("0123456789abcdef".utf8)

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
