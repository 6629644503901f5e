/// Who a certificate is for, as a host's log has it: `sidecar=7be4…,session=5f0c…,principal=ada@example.org`.
package enum CertificateKeyID {
    /// In letters; what is over it is cut, and ends with `*`.
    package static let fieldLettersLimit = 256

    /// - Parameter session: empty for a lane's own connections.
    package static func text(sidecar: String, session: String, principal: String) -> String {
        let fields = [("sidecar", sidecar), ("session", session), ("principal", principal)]
        return fields.filter { !$0.1.isEmpty }.map { "\($0.0)=\(written($0.1))" }.joined(separator: ",")
    }

    /// Nothing in it could be taken for another field, or for more of a log's line: but for letters, digits and some signs each
    /// byte stands as `%HH`.
    private static func written(_ value: String) -> String {
        var text = ""
        for byte in value.utf8 {
            guard text.utf8.count < fieldLettersLimit else { return text + "*" }
            if isPlain(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                text += byte < 0x10 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return text
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"), UInt8(ascii: "@"), UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "#"),
            UInt8(ascii: "|"), UInt8(ascii: "+"):
            true
        default: false
        }
    }
}
