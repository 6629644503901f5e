/// A network of IP addresses in CIDR form: `10.20.0.0/16`, `fd00:1::/32`; an address alone is a network of one.
package struct Network: Sendable, Hashable, CustomStringConvertible {
    /// 4 bytes or 16, in network order; those behind the prefix are zero.
    package let bytes: [UInt8]
    package let prefixBits: Int

    package enum Malformed: Error, Equatable, CustomStringConvertible {
        case noNetwork
        case hostBits
        case local
        case mapped

        package var description: String {
            switch self {
            case .noNetwork: "is no network: write ADDRESS/BITS, such as 10.20.0.0/16 or fd00:1::/32"
            case .hostBits: "has bits behind its prefix: write the network's first address"
            case .local: "is the machine's own: a fence leaves loopback alone"
            case .mapped: "is IPv4 in the form of IPv6, in which nothing is sent: write it as 10.20.0.0/16"
            }
        }
    }

    package init(_ text: String) throws(Malformed) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard !(text.contains(":") && text.contains(".")) else { throw .mapped }
        guard (1...2).contains(parts.count), let bytes = Self.address(parts[0]) else { throw .noNetwork }
        let most = bytes.count * 8
        let digits = parts.count == 2 ? parts[1] : Substring("\(most)")
        // `Int` itself would take a sign.
        guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy(Self.isDigit), let prefix = Int(digits),
            prefix <= most
        else { throw .noNetwork }
        for (index, byte) in bytes.enumerated() {
            let kept = min(max(prefix - index * 8, 0), 8)
            guard byte & (0xFF >> kept) == 0 else { throw .hostBits }
        }
        let isLocal = bytes.count == 4 ? bytes[0] == 127 && prefix >= 8 : prefix == most && bytes == Self.loopback6
        guard !isLocal else { throw .local }
        guard prefix < Self.mapped.count * 8 || !bytes.starts(with: Self.mapped) else { throw .mapped }
        self.init(bytes: bytes, prefixBits: prefix)
    }

    private init(bytes: [UInt8], prefixBits: Int) {
        self.bytes = bytes
        self.prefixBits = prefixBits
    }

    package var isSix: Bool { bytes.count == 16 }

    package var description: String { "\(addressText)/\(prefixBits)" }

    /// Its first address.
    package var addressText: String {
        guard isSix else { return bytes.map { "\($0)" }.joined(separator: ".") }
        return stride(from: 0, to: 16, by: 2).map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
            .joined(separator: ":")
    }

    package func contains(_ other: Network) -> Bool {
        guard bytes.count == other.bytes.count, prefixBits <= other.prefixBits else { return false }
        return bytes.indices.allSatisfy { index in
            let kept = min(max(prefixBits - index * 8, 0), 8)
            return (bytes[index] ^ other.bytes[index]) & ~(0xFF >> kept) == 0
        }
    }

    /// Some of its addresses, each a network of one: from the first that may be a machine's on.
    package func someAddresses(_ limit: Int) -> [Network] {
        let most = bytes.count * 8
        guard prefixBits < most - 1 else { return [Network(bytes: bytes, prefixBits: most)] }
        let last = min(limit, most - prefixBits >= 8 ? 254 : (1 << (most - prefixBits)) - 2)
        return (1...max(last, 1)).map { number in
            var own = bytes
            own[own.count - 1] |= UInt8(number)
            return Network(bytes: own, prefixBits: most)
        }
    }

    /// Of `::ffff:10.20.0.0`.
    private static let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
    private static let loopback6 = [UInt8](repeating: 0, count: 15) + [1]

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func address(_ text: Substring) -> [UInt8]? { text.contains(":") ? six(text) : four(text) }

    private static func four(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            // No leading zero, which some take for octal.
            guard part.utf8.allSatisfy(isDigit), part.utf8.count == 1 || part.first != "0", let byte = UInt8(part)
            else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }

    /// RFC 4291, without an IPv4 address at its end.
    private static func six(_ text: Substring) -> [UInt8]? {
        guard let (first, last) = halves(text), let head = words(first), let tail = words(last ?? "") else {
            return nil
        }
        let missing = 8 - head.count - tail.count
        guard last != nil ? missing >= 1 : missing == 0 else { return nil }
        return (head + [UInt16](repeating: 0, count: missing) + tail).flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }

    /// Before and behind `::`; nil when it is there twice.
    private static func halves(_ text: Substring) -> (Substring, Substring?)? {
        var places: [Substring.Index] = []
        for index in text.indices where text[index...].hasPrefix("::") { places.append(index) }
        switch places.count {
        case 0: return (text, nil)
        case 1: return (text[..<places[0]], text[places[0]...].dropFirst(2))
        default: return nil
        }
    }

    private static func words(_ text: Substring) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var words: [UInt16] = []
        for part in text.split(separator: ":", omittingEmptySubsequences: false) {
            guard (1...4).contains(part.utf8.count), part.first != "+", part.first != "-",
                let word = UInt16(part, radix: 16)
            else { return nil }
            words.append(word)
        }
        return words
    }
}
