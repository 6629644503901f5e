extension PostgresTerms {
    /// Whether a mask of these terms computes with the pseudonym key.
    package var needsPseudonymKey: Bool { phi.contains(where: \.mask.needsPseudonymKey) || patternsNeedKey }

    /// The same of what this role sees masked. A session of another role must not have the key: it could read it, and tell
    /// from it what others see as pseudonyms.
    package func needsPseudonymKey(for role: Role) -> Bool {
        protectedColumns(for: role).contains(where: \.mask.needsPseudonymKey) || patternsNeedKey
    }

    private var patternsNeedKey: Bool { phiPatterns?.contains(where: \.mask.needsPseudonymKey) ?? false }
}

extension Mask {
    fileprivate var needsPseudonymKey: Bool {
        switch self {
        case .pseudonym, .shift: true
        default: false
        }
    }
}
