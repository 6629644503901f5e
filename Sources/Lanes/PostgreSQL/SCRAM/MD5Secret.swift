import Crypto
package import HubAPI

/// The answer to PostgreSQL's md5 authentication (protocol 3.0, AuthenticationMD5Password).
package enum MD5Secret {
    /// - Returns: nil when the salt is not of 4 bytes.
    package static func answer(_ challenge: MD5Challenge, user: String, password: String) -> PasswordAnswer? {
        guard challenge.salt.count == 4 else { return nil }
        let inner = hexadecimal(Insecure.MD5.hash(data: Array((password + user).utf8)))
        return PasswordAnswer(
            password: "md5" + hexadecimal(Insecure.MD5.hash(data: Array(inner.utf8) + challenge.salt)))
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
    }
}
