import TestSupport

/// Protected values as the database holds them, which no byte of the lane's may show.
struct Canaries {
    private let values: [String]

    /// - Parameter query: gives values long enough not to come about by chance.
    init(_ stack: Stack, _ query: String) throws {
        values = try stack.own(query).compactMap { $0[0] }
        guard values.count > 3, values.allSatisfy({ $0.utf8.count > 5 }) else {
            throw TestFailure("no canaries: \(values.prefix(3))")
        }
    }

    /// Numbers, names and members of `adversary.sql`.
    static func ofAdversary(_ stack: Stack) throws -> Canaries {
        try Canaries(
            stack,
            """
            SELECT ssn FROM adv.pat UNION ALL SELECT reverse(ssn) FROM adv.pat
            UNION ALL SELECT name FROM adv.pat UNION ALL SELECT member FROM adv.claim
            """)
    }

    /// Those that stand in messages, and the words that come before a whole row.
    func shown(in messages: [BackendMessage]) -> [String] {
        messages.flatMap { message in
            // One character for each byte, whatever the message holds.
            let text = String(String.UnicodeScalarView(message.bytes.map { Unicode.Scalar($0) }))
            return (values + ["Failing row contains"]).filter(text.contains)
        }
    }
}
