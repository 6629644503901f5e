/// Names in KEXINIT's first list that are no key exchange.
package enum ProtocolFlag {
    /// RFC 8308: the peer takes EXT_INFO.
    package static let extensionInfoClient = "ext-info-c"
    package static let extensionInfoServer = "ext-info-s"
    /// OpenSSH's PROTOCOL, section 1.10: no message but the exchange's own, and numbers begin anew with each NEWKEYS.
    package static let strictClient = "kex-strict-c-v00@openssh.com"
    package static let strictServer = "kex-strict-s-v00@openssh.com"
}
