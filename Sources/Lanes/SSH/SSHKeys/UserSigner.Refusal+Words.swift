extension UserSigner.Refusal {
    /// For the log and the client: the rule, and nothing of the challenge.
    package var words: String {
        switch self {
        case .hostNotTrusted(let refusal): refusal.words
        case .hostSignatureWrong: "the host's signature is not its key's"
        case .sessionMalformed: "the session's identifier is malformed"
        case .anotherUser: "it is for another account"
        case .noCommonAlgorithm: "the host takes no signature that the key can make"
        }
    }
}
