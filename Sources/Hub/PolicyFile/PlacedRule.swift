import Policy
import Yams

/// A rule and where its name stands.
struct PlacedRule {
    var rule: Rule
    var mark: Mark?
    /// Nothing in it was wrong: what it says of itself can be compared with other rules.
    var isSound: Bool
}
