extension UserSigner.Refusal {
    /// For the log and the client: the rule, and nothing of the challenge.
    package var words: String {
        switch self {
        case .hostNotTrusted(let refusal): refusal.words
        case .hostSignatureWrong: "the host's signature is not its key's"
        case .sessionMalformed: "the session's identifier is malformed"
        case .anotherUser: "it is for another account"
        case .notBound:
            "the host takes no signature that names its key (publickey-hostbound-v00@openssh.com): of a host before OpenSSH "
                + "8.9, or of Dropbear, write unbound_signatures: true at the target"
        case .noCommonAlgorithm: "the host takes no signature that the key can make"
        }
    }
}
