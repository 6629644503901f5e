import SSHOperations

/// Which paths from the file system's root a word may name, however its program takes it apart: a path of its own, one behind a
/// flag's name (`--file=/srv/x`), each of a list (`/a:/b`), that of a URL (`file://localhost/srv/x`), also with `%2F` for a slash.
/// What leads up from a place that is not known (`..`, `../x`, `a/../../b`, `-C../x`) may name any.
///
/// A slash goes on with a path only where nothing but the letters of names stands between it and the slash before; any other
/// begins one.
enum WordPlaces {
    /// Of one word: more may be anywhere.
    static let beginningsLimit = 64
    /// Of all words of a line: more may be anywhere.
    static let lineLimit = 2_048

    /// With everything under them.
    static func places(_ word: String) -> [FilePlace] {
        let bytes = Array(word.utf8)
        guard bytes.contains(slash) || bytes.contains(percent) || leadsUp(bytes) else { return [] }
        let unescaped = withoutEscapes(bytes)
        return places(in: bytes) + (unescaped == bytes ? [] : places(in: unescaped))
    }

    private static func places(in bytes: [UInt8]) -> [FilePlace] {
        if leadsUp(bytes) { return anywhere }
        let beginnings = beginnings(in: bytes)
        guard beginnings.count <= beginningsLimit else { return anywhere }
        return beginnings.flatMap { start in
            // What is over a path's limit could be shorter for its program.
            String(validating: bytes[start...], as: UTF8.self).flatMap { HostPath($0) }
                .map { [FilePlace(path: $0, reach: .tree)] } ?? anywhere
        }
    }

    /// A part of it is `..`, the folder above wherever the program is by then: from there relative paths lead everywhere. Not so
    /// where all before it is one path from the root.
    private static func leadsUp(_ bytes: [UInt8]) -> Bool {
        // Behind the letter of an option (`-C..`).
        if bytes.first == UInt8(ascii: "-") {
            let option = bytes.prefix(while: isOfName)
            if option.reversed().prefix(while: { $0 == point }).count == 2 { return true }
        }
        let parts = bytes.split { !isOfName($0) }
        guard let up = parts.last(where: { $0.elementsEqual("..".utf8) }) else { return false }
        return bytes.first != slash || !bytes[..<up.startIndex].allSatisfy { $0 == slash || isOfName($0) }
    }

    static let anywhere = [HostPath("/")].compactMap { $0 }.map { FilePlace(path: $0, reach: .tree) }

    /// Where a path may begin: of slashes that follow each other the first.
    private static func beginnings(in bytes: [UInt8]) -> [Int] {
        var beginnings: [Int] = []
        var isPath = false
        var isAuthority = false
        var index = 0
        while index < bytes.count {
            guard bytes[index] == slash else {
                isPath = isPath && isOfName(bytes[index])
                index += 1
                continue
            }
            let end = bytes[index...].firstIndex { $0 != slash } ?? bytes.count
            // The folder of a relative path that ends with it.
            if end == bytes.count, isFolder(bytes[..<index]) { break }
            let isScheme = end - index > 1 && index > 0 && bytes[index - 1] == colon
            let isWeb = isScheme && isWeb(bytes[..<(index - 1)])
            if !isWeb, !isPath || isAuthority { beginnings.append(index) }
            isAuthority = isScheme && !isWeb
            isPath = true
            index = end
        }
        return beginnings
    }

    /// What such a URL names is at no file.
    private static func isWeb(_ before: ArraySlice<UInt8>) -> Bool {
        let scheme = before.reversed().prefix { isOfName($0) || $0 == UInt8(ascii: "+") }.reversed().map { $0 | 0x20 }
        return scheme.elementsEqual("http".utf8) || scheme.elementsEqual("https".utf8)
    }

    private static func isFolder(_ name: ArraySlice<UInt8>) -> Bool {
        guard let first = name.first else { return false }
        return first != UInt8(ascii: "-") && name.allSatisfy(isOfName) && !name.elementsEqual("..".utf8)
    }

    /// `%2F` as a slash, and whatever else is written so.
    private static func withoutEscapes(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == percent, digits.utf8.count == 2, digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }),
                let value = UInt8(digits, radix: 16)
            {
                result.append(value)
                rest = rest.dropFirst(2)
            } else {
                result.append(byte)
            }
        }
        return result
    }

    private static let point = UInt8(ascii: ".")
    private static let slash = UInt8(ascii: "/")
    private static let colon = UInt8(ascii: ":")
    private static let percent = UInt8(ascii: "%")

    private static func isOfName(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte >= 0x80 || byte == point
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }
}
