extension Target {
    /// Whether a mask of this target computes with the pseudonym key.
    package var needsPseudonymKey: Bool { phi.contains(where: \.needsPseudonymKey) }

    /// The same of what this role sees masked. A session of another role must not have the key: it could read it, and tell
    /// from it what others see as pseudonyms.
    package func needsPseudonymKey(for role: Role) -> Bool {
        protectedColumns(for: role).contains(where: \.needsPseudonymKey)
    }
}

extension ProtectedColumn {
    fileprivate var needsPseudonymKey: Bool {
        switch mask {
        case .pseudonym, .shift: true
        default: false
        }
    }
}
