extension Target {
    /// Whether a mask of this target computes with the pseudonym key.
    package var needsPseudonymKey: Bool {
        phi.contains { column in
            switch column.mask {
            case .pseudonym, .shift: true
            default: false
            }
        }
    }
}
