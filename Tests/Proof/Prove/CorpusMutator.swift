import TestSupport

/// Changes the sessions of the attack corpora at the level of tokens: one to four tokens of a statement are doubled,
/// dropped, exchanged, or replaced by tokens of other statements.
package struct CorpusMutator: TrialSource {
    private let sessions: [[[Substring]]]
    private let pool: [Substring]
    private let seed: UInt64
    private let isFree: Bool

    /// - Parameter isFree: what the sessions commit may be put back.
    package init(fixtures: [String], seed: UInt64, isFree: Bool = false) throws {
        // What is known to tell, and not mended, would be found again and again.
        let all = try fixtures.flatMap { try CorpusSession.all(of: $0) }
        // What waits on purpose would only use up the time.
        sessions = all.map { $0.statements.filter { !$0.contains("pg_sleep") }.map(Self.tokens) }.filter { !$0.isEmpty }
        pool = sessions.joined().joined().filter { !$0.allSatisfy(\.isWhitespace) }
        self.seed = seed
        self.isFree = isFree
    }

    package func trial(_ number: Int) -> Trial? {
        var random = SeededGenerator(seed: seed &* 0x1_0000_0003 &+ UInt64(number) &* 0x9E37_79B9)
        var session = sessions[Int.random(in: 0..<sessions.count, using: &random)]
        for _ in 0...Int.random(in: 0...1, using: &random) {
            let place = Int.random(in: 0..<session.count, using: &random)
            mutate(&session[place], &random)
        }
        var trial = Trial(
            origin: "mutation, seed \(seed), trial \(number)", statements: session.map { $0.joined() }, resets: true)
        trial.isFree = isFree
        return trial
    }

    private func mutate(_ statement: inout [Substring], _ random: inout SeededGenerator) {
        let places = statement.indices.filter { !statement[$0].allSatisfy(\.isWhitespace) }
        guard let place = places.randomElement(using: &random), let other = places.randomElement(using: &random) else {
            return
        }
        switch Int.random(in: 0...5, using: &random) {
        case 0: statement[place] = ""
        case 1: statement.insert(statement[place] + " ", at: place)
        case 2: statement.swapAt(place, other)
        case 3:
            // Of its own kind: a name for a name, a sign for a sign.
            let isWord = statement[place].first.map { $0.isLetter || $0 == "\"" } ?? false
            let alike = pool.filter { ($0.first.map { $0.isLetter || $0 == "\"" } ?? false) == isWord }
            if let token = alike.randomElement(using: &random) { statement[place] = token }
        case 4:
            let names: [Substring] = [
                "ssn", "name", "patients", "clinic.patients", "p", "*", "id", "contact", "birth_date", "mrn",
                "member_id",
                "clinic.\"Order\"", "clinic.patient_directory", "clinic.patient_summary", "secret", "adv.pat", "idx1",
                "(3)", ".row_to_json", "::text",
            ]
            if let name = names.randomElement(using: &random) { statement[place] = name }
        default:
            if let token = pool.randomElement(using: &random) { statement.insert(" " + token + " ", at: place) }
        }
    }

    /// Words, numbers, quoted text, runs of blanks, and single signs.
    private static func tokens(_ text: String) -> [Substring] {
        var tokens: [Substring] = []
        var rest = text[...]
        while let first = rest.first {
            let end: String.Index
            if first.isWhitespace {
                end = rest.firstIndex { !$0.isWhitespace } ?? rest.endIndex
            } else if first == "'" || first == "\"" {
                let close = rest.dropFirst().firstIndex(of: first)
                end = close.map { rest.index(after: $0) } ?? rest.endIndex
            } else if first.isLetter || first.isNumber || first == "_" {
                end = rest.firstIndex { !($0.isLetter || $0.isNumber || $0 == "_") } ?? rest.endIndex
            } else {
                end = rest.index(after: rest.startIndex)
            }
            tokens.append(rest[..<end])
            rest = rest[end...]
        }
        return tokens
    }
}
