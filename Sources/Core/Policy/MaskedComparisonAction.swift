/// What becomes of a comparison with a mask whose result says nothing.
package enum MaskedComparisonAction: String, Codable, Sendable, CaseIterable {
    case refuse
    /// It is run, and the client gets a NOTICE.
    case notice
}
