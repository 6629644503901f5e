import TestSupport

/// Runs a trial that needs more than strings on one session: several sessions, pipelines, commits, migrations.
struct Stage {
    private static let timeout = "SET statement_timeout = 2000"
    /// Longer than a statement takes that has a time limit.
    private static let stillnessMilliseconds: Int32 = 5_000
    private static let lockTimeout = "SET lock_timeout = 500"

    let stack: Stack
    let lane: PostgresAddress

    /// One answer for each step; of a step past the lane an empty one, which is the same everywhere.
    func run(_ trial: Trial, _ mode: QueryMode) throws -> [Answer] {
        var sessions: [Int: RawSession] = [:]
        func session(_ number: Int) throws -> RawSession {
            if let session = sessions[number], !session.isClosed { return session }
            let made = try RawSession(lane)
            try made.ask(Self.timeout)
            sessions[number] = made
            return made
        }
        defer { putBack(trial, sessions.values.map { $0 }) }
        return try trial.steps.map { step in
            switch step {
            case .ask(let text, let number):
                return try session(number).ask(text, mode)
            case .ahead(let texts):
                try session(0).send(texts.flatMap { FrontendMessage.query($0) })
                return try session(0).settled(stillnessMilliseconds: Self.stillnessMilliseconds)
            case .pipeline(let messages):
                let isBinary = mode == .extendedBinary
                try session(0).send(messages.flatMap { try $0.bytes(binary: isBinary, number: number) })
                return try session(0).settled(stillnessMilliseconds: Self.stillnessMilliseconds)
            case .copyIn(let text, let data):
                return try session(0).copyIn(text, data)
            case .own(let text):
                try own([Self.lockTimeout, text])
                return Answer.nothing
            }
        }
    }

    private func putBack(_ trial: Trial, _ sessions: [RawSession]) {
        for session in sessions { try? session.leave() }
        // What a failed migration did not do cannot be undone.
        for text in trial.undo { try? own([Self.lockTimeout, text]) }
    }

    /// What fails is not the lane's.
    private func own(_ texts: [String]) throws {
        let connection = try PostgresConnection(stack.direct)
        for text in texts { _ = try connection.ask(text) }
    }

    private func number(_ type: String) throws -> UInt32 {
        let answer = try PostgresConnection(stack.direct).ask("SELECT '\(type)'::regtype::oid::int8")
        let text = answer.rows.first?.first?.map { String(decoding: $0, as: UTF8.self) }
        guard let number = text.flatMap({ UInt32($0) }) else { throw TestFailure("no type \(type)") }
        return number
    }
}
