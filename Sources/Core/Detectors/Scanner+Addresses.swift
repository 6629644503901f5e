import Glibc

extension Scanner {
    /// Looks at the `@` at `index`. All bytes before it that may be of the mailbox are, so that none is left over.
    mutating func mailAddress(at index: Int) -> Int {
        guard isBeforeDomain(index) else { return index + 1 }
        var start = index
        while byte(start - 1).isMailbox { start -= 1 }
        let beforeEscape = start
        start = outOfEscape(start)
        // A mailbox that ends with a whole escape (jos\u00e9@) gives at least its domain away.
        guard start < index || start - beforeEscape == 5, start <= index,
            let end = end(of: expressions.email, from: start)
        else { return index + 1 }
        return addAddress(.email, start..<end, at: index)
    }

    /// Adds a finding that the byte at `index` led to.
    ///
    /// - Returns: where the walk goes on: near its end, where a number may begin that has spaces and ends behind it.
    private mutating func addAddress(_ detector: Detector, _ range: Range<Int>, at index: Int) -> Int {
        let spacedBytesLimit = 64
        add(detector, range)
        return max(index + 1, range.upperBound - spacedBytesLimit)
    }

    /// Whether a name and a point follow the `@` at `index`.
    private func isBeforeDomain(_ index: Int) -> Bool {
        var end = index + 1
        while byte(end).isWord || byte(end) >= 0x80 || byte(end) == UInt8(ascii: "-") { end += 1 }
        return end > index + 1 && byte(end) == UInt8(ascii: ".")
    }

    /// Looks at the `:` at `index`, of a URL or an IPv6 address.
    mutating func colon(at index: Int) -> Int {
        if choice.contains(.url), byte(index + 1) == UInt8(ascii: "/"), byte(index + 2) == UInt8(ascii: "/") {
            var start = index
            while byte(start - 1).isScheme { start -= 1 }
            start = outOfEscape(start)
            if start < index, let end = end(of: expressions.url, from: start) {
                return addAddress(.url, start..<withoutPunctuation(start..<end, atLeast: index + 4), at: index)
            }
        }
        guard choice.contains(.internetAddress), index >= colonsSeen else { return index + 1 }
        let run = colonRun(around: index)
        colonsSeen = run.upperBound
        guard run.count <= Int(INET6_ADDRSTRLEN), let address = withoutEdges(run), mayBegin(at: address.lowerBound),
            mayEnd(at: address.upperBound), isVersion6Address(address)
        else { return index + 1 }
        return addAddress(.internetAddress, address, at: index)
    }

    /// Looks at the `w` at `index`, of a URL without its scheme.
    mutating func worldWideWeb(at index: Int) -> Int {
        guard byte(index + 1) | 0x20 == UInt8(ascii: "w"), byte(index + 2) | 0x20 == UInt8(ascii: "w"),
            byte(index + 3) == UInt8(ascii: "."), mayBegin(at: index),
            let end = end(of: expressions.worldWideWeb, from: index)
        else { return index + 1 }
        return addAddress(.url, index..<withoutPunctuation(index..<end, atLeast: index + 5), at: index)
    }

    /// A URL without the sentence's punctuation behind it.
    private func withoutPunctuation(_ range: Range<Int>, atLeast minimum: Int) -> Int {
        var end = range.upperBound
        while end > minimum {
            switch byte(end - 1) {
            case UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ")"):
                end -= 1
            default: return end
            }
        }
        return end
    }

    /// The hexadecimal digits, colons and dots around `index`.
    private func colonRun(around index: Int) -> Range<Int> {
        func isPart(_ byte: UInt8) -> Bool {
            byte.isHexDigit || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
        }
        var start = index
        while start > colonsSeen, isPart(byte(start - 1)) { start -= 1 }
        var end = index
        while isPart(byte(end)) { end += 1 }
        return start..<end
    }

    /// A run without the sentence's punctuation around it; nil when a bracket stands at its colons or points: there
    /// may be a mask, and what it stands for was a part of the run.
    private func withoutEdges(_ run: Range<Int>) -> Range<Int>? {
        var (start, end) = (run.lowerBound, run.upperBound)
        let colon = UInt8(ascii: ":")
        if byte(end) == UInt8(ascii: "["), !byte(end - 1).isWord { return nil }
        if byte(start - 1) == UInt8(ascii: "]"), !byte(start).isWord { return nil }
        while end > start, byte(end - 1) == UInt8(ascii: ".") { end -= 1 }
        if end - start > 1, byte(end - 1) == colon, byte(end - 2) != colon { end -= 1 }
        if end > start, byte(start) == colon, byte(start + 1) != colon { start += 1 }
        return start < end ? start..<end : nil
    }

    /// Whether the bytes are an IPv6 address that could be somebody's: `::1` and `1::2` are not.
    private func isVersion6Address(_ range: Range<Int>) -> Bool {
        var colons = 0
        var groups = 0
        var longest = 0
        var length = 0
        for index in range {
            if text[index] == UInt8(ascii: ":") {
                colons += 1
                length = 0
            } else {
                if length == 0 { groups += 1 }
                length += 1
                longest = max(longest, length)
            }
        }
        guard colons >= 2, groups >= 2, colons >= 3 || longest >= 3 else { return false }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: range.count + 1) { characters in
            for (offset, byte) in bytes(range).enumerated() {
                characters.initializeElement(at: offset, to: CChar(bitPattern: byte))
            }
            characters.initializeElement(at: range.count, to: 0)
            var address = in6_addr()
            return inet_pton(AF_INET6, characters.baseAddress, &address) == 1
        }
    }
}
