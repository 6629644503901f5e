extension String {
    /// With entities in the place of some scalars.
    ///
    /// By scalars, not by Characters: a mark behind a quote, or a sign before a `<`, makes one Character of both, and a
    /// browser still sees the quote.
    func escaping(_ entities: [Unicode.Scalar: String]) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if let entity = entities[scalar] {
                escaped.append(contentsOf: entity.unicodeScalars)
            } else {
                escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
