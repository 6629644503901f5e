import Detectors
import SSHOperations

/// What detectors find in a text that a shell may run, so that what is shown in its place hides no code, and no place.
///
/// Only bytes that mean nothing to any shell (`CommandReader.isPlain`) are ever hidden. A URL or an email address ends where a byte
/// would begin something else (`$ ( ) & ;` and whatever is not known to be harmless); what comes behind is searched for itself.
/// A URL within a path, or with a part `..`, is a place: each part of it is looked at for itself.
enum CommandFindings {
    /// The text with what was found replaced.
    static func masked(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        var position = 0
        for finding in DetectorSet.joined(findings(in: bytes) + findingsBehindQuotes(of: bytes)) {
            text += bytes[position..<finding.range.lowerBound]
            text += shown(finding, of: bytes)
            position = finding.range.upperBound
        }
        return text + bytes[position...]
    }

    /// The mask, and every byte that could mean something, in its order.
    private static func shown(_ finding: DetectorSet.Masked, of bytes: [UInt8]) -> [UInt8] {
        var shown: [UInt8] = []
        var isMasked = false
        // Blanks between digits go with them; those between quotes tell that the quotes are of two words.
        var blankFollowsMark = false
        var hasMark = false
        for byte in bytes[finding.range] {
            if CommandReader.isPlain(byte) {
                if !isMasked { finding.mask.withUTF8Buffer { shown += $0 } }
                isMasked = true
            } else if byte == blank {
                blankFollowsMark = hasMark
            } else {
                if blankFollowsMark { shown.append(blank) }
                shown.append(byte)
                (hasMark, blankFollowsMark) = (true, false)
            }
        }
        return shown
    }

    // MARK: finding

    private static func findings(in bytes: [UInt8]) -> [DetectorSet.Masked] {
        let pieces = bytes.map { endsAddress($0) ? lineEnd : $0 }
        let parts = pieces.map { $0 == slash ? lineEnd : $0 }
        return found(.fixedForm, in: bytes) + found(.freeForm, in: parts)
            + found(.freeForm, in: pieces).filter { standsForItself($0.range, in: pieces) }
    }

    private static func found(_ detectors: DetectorSet, in bytes: [UInt8]) -> [DetectorSet.Masked] {
        bytes.withUnsafeBytes { detectors.masks(in: $0) }
    }

    /// Quotes and backslashes of a shell are looked through: `536-\22-0001` is a number as well.
    private static func findingsBehindQuotes(of bytes: [UInt8]) -> [DetectorSet.Masked] {
        let places = bytes.indices.filter { !isQuoting(bytes[$0]) }
        guard places.count < bytes.count else { return [] }
        return findings(in: places.map { bytes[$0] }).map { found in
            (places[found.range.lowerBound]..<(places[found.range.upperBound - 1] + 1), found.mask)
        }
    }

    /// An address with a scheme, at the beginning of a word or behind what is no path, without parts that lead elsewhere.
    private static func standsForItself(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
        func isOfWord(_ byte: UInt8) -> Bool { CommandReader.isPlain(byte) || isOfAddress(byte) || isQuoting(byte) }
        guard !bytes[..<range.lowerBound].reversed().prefix(while: isOfWord).contains(slash) else { return false }
        let rest = bytes[range.lowerBound...].prefix(while: isOfWord).filter { !isQuoting($0) }
        let parts = rest.split(separator: slash, omittingEmptySubsequences: false)
        return parts.count > 2 && parts[1].isEmpty
            && !parts.contains { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }
    }

    // MARK: bytes

    private static let blank = UInt8(ascii: " ")
    private static let slash = UInt8(ascii: "/")
    /// In no address, and in the place of what ends one.
    private static let lineEnd = UInt8(ascii: "\n")

    private static func endsAddress(_ byte: UInt8) -> Bool {
        !CommandReader.isPlain(byte) && !isOfAddress(byte) && !isQuoting(byte) && byte != blank
    }

    /// Within a word it begins nothing; it is shown all the same.
    private static func isOfAddress(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "~"), UInt8(ascii: "*"), UInt8(ascii: "["),
            UInt8(ascii: "]"):
            true
        default: false
        }
    }

    private static func isQuoting(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\\")
    }
}
