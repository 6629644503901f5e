import Crypto
import Foundation
import TestServices

enum Challenge {
    /// RFC 7636, section 4.2, as a provider computes it.
    static func of(_ verifier: String) -> String { Token.base64URL(Data(SHA256.hash(data: Data(verifier.utf8)))) }
}
