/// A target's pseudonym key from elsewhere. Secret.
package struct PseudonymKeyView: Codable, Sendable {
    /// 32 bytes in lower-case hexadecimal.
    package var key: String
    package init(key: String) { self.key = key }
}
