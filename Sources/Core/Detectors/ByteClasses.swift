extension UInt8 {
    var isDigit: Bool { self &- 0x30 < 10 }

    /// ASCII.
    var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }

    /// ASCII.
    var isWord: Bool { isDigit || isLetter }

    var isHexDigit: Bool { isDigit || (self | 0x20) &- 0x61 < 6 }

    /// May stand before the `@` of an address. Quotes and braces, which the mail standard allows, are left out: they
    /// end literals. Bytes of non-ASCII letters are in.
    var isMailbox: Bool {
        if isWord || self >= 0x80 { return true }
        switch self {
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: "-"): return true
        default: return false
        }
    }

    /// May stand before the `://` of a URL (RFC 3986, section 3.1).
    var isScheme: Bool {
        isWord || self == UInt8(ascii: "+") || self == UInt8(ascii: ".") || self == UInt8(ascii: "-")
    }
}
