import TestSupport

/// The servers of these suites, each with a sidecar before it.
enum Stacks {
    /// The schema of `adversary.sql`, read by an agent.
    static let adversary = Result { try start("adversary", "adversary") }
    /// Its twin: other protected values.
    static let twin = Result { try start("twin", "adversary", seed: 2) }
    /// The same for migrations: each test puts back what it changes.
    static let migrated = Result { try start("migrated", "adversary") }
    /// With a hub, a policy that asks for approvals, and pseudonyms.
    static let hub = Result {
        try Stack(name: "adversary-hub", seed: 1, policy: Repository.fixture("ehr-hub.yaml"), hub: true)
    }

    static func start(_ name: String, _ policy: String, seed: Int = 1) throws -> Stack {
        try Stack(
            name: name, seed: seed, only: [Repository.fixture("adversary.sql")],
            policy: Repository.fixture("\(policy).yaml"))
    }
}

extension Stack {
    /// Asks the server past the lane; rows as text.
    @discardableResult
    func own(_ text: String) throws -> [[String?]] {
        let answer = try PostgresConnection(direct).ask(text)
        if let error = answer.error { throw TestFailure("\(text): \(error["M"] ?? "")") }
        return answer.rows.map { $0.map { $0.map { String(decoding: $0, as: UTF8.self) } } }
    }
}

extension Answer {
    /// Cells as text.
    var texts: [[String?]] { rows.map { $0.map { $0.map { String(decoding: $0, as: UTF8.self) } } } }
}
