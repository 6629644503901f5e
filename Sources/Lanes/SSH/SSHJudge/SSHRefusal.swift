/// Why something is not done: by which rule, what it is, and what to do instead.
struct SSHRefusal: Sendable {
    let rule: String
    /// For the client, which is told the rule before it (`SSHDriver.refuse`); nothing of what was asked.
    let words: String

    /// - Parameters:
    ///   - thing: what is refused.
    ///   - remedy: what the client, or who writes the policy, can do.
    init(_ rule: String, _ thing: String, remedy: String) {
        self.rule = rule
        words = "\(thing): \(remedy)"
    }

    /// A rule of the policy. - Parameter message: its own words, which say what to do.
    init(_ rule: String, message: String?) {
        self.rule = rule
        words = message ?? "the policy denies this: ask who writes it"
    }
}
