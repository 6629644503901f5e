package import Foundation
package import TestSupport

/// Asks the same trials of twin databases and compares every byte. One connection to each is used on and on; what a
/// trial did is rolled back, so that the databases stay equal.
package final class Search {
    private static let ahead = 12
    private static let trialsPerConnection = 400
    private static let findingsLimit = 40
    private static let begin = FrontendMessage.query("BEGIN")
    private static let rollback = FrontendMessage.query("ROLLBACK")
    private static let reset = ["ROLLBACK", "DISCARD ALL", "SET statement_timeout = 2000"]

    package private(set) var tally = Tally()
    package private(set) var findings: [Finding] = []

    private let twins: Twins
    private let mode: QueryMode
    private let stages: [Stage]
    private var pair: (PostgresConnection, PostgresConnection)?
    private var asked = 0

    package init(_ twins: Twins, _ mode: QueryMode) throws {
        self.twins = twins
        self.mode = mode
        stages = try [twins.one, twins.two, twins.again].map { Stage(stack: $0, lane: try twins.lane($0)) }
    }

    /// Asks trials from number `first` on until the time is over and `statementsMinimum` were asked, or there are no
    /// more; gives how many.
    @discardableResult
    package func run(
        _ source: any TrialSource, from first: Int = 0, count: Int = .max, statementsMinimum: Int = 0,
        until deadline: Date
    ) throws -> Int {
        var number = first
        while Date() < deadline || tally.tried < statementsMinimum, number - first < count,
            tally.different < Self.findingsLimit
        {
            var batch: [Trial] = []
            while batch.count < Self.ahead, number - first < count {
                guard let trial = source.trial(number) else {
                    number += 1
                    continue
                }
                if trial.goesAlone, !batch.isEmpty { break }
                batch.append(trial)
                number += 1
                if trial.goesAlone { break }
            }
            var rest = batch[...]
            while !rest.isEmpty { rest = rest.dropFirst(try ask(rest)) }
        }
        return number - first
    }

    /// Asks a batch and gives how many of its trials are done: fewer than all when a connection was closed.
    private func ask(_ batch: ArraySlice<Trial>) throws -> Int {
        if let trial = batch.first, trial.statements == nil {
            try askStaged(trial)
            return 1
        }
        let (one, two) = try connections()
        var answers: [([Answer], [Answer])] = []
        do {
            if let trial = batch.first, trial.goesAlone {
                answers.append((try Self.alone(trial, one, mode), try Self.alone(trial, two, mode)))
            } else {
                let bytes = batch.flatMap { trial in
                    let asked = (trial.statements ?? []).flatMap { Self.message($0, mode) }
                    return trial.onlyReads ? asked : Self.begin + asked + Self.rollback
                }
                one.send(bytes)
                two.send(bytes)
                for trial in batch { answers.append((try Self.answers(trial, one), try Self.answers(trial, two))) }
            }
        } catch {
            note(.broken, batch[batch.startIndex + min(answers.count, batch.count - 1)], "\(error)")
            pair = nil
            return answers.count + 1
        }
        asked += batch.count
        for (index, answer) in answers.enumerated() {
            let trial = batch[batch.startIndex + index]
            try compare(trial, answer.0, answer.1)
            if (answer.0 + answer.1).contains(where: \.closed) {
                pair = nil
                return index + 1
            }
        }
        return batch.count
    }

    /// On all three alike, so that they stay in step whatever it commits.
    private func askStaged(_ trial: Trial) throws {
        do {
            let answers = try stage(trial)
            try compare(trial, answers[0], answers[1])
        } catch {
            note(.broken, trial, "\(error)")
        }
    }

    private func stage(_ trial: Trial) throws -> [[Answer]] {
        let mode = mode
        let answers = try AtOnce.run(stages) { try $0.run(trial, mode) }.map { try $0.get() }
        if trial.isFree { try twins.restore() }
        return answers
    }

    private func connections() throws -> (PostgresConnection, PostgresConnection) {
        if asked >= Self.trialsPerConnection { pair = nil }
        if let pair { return pair }
        asked = 0
        let made = (try connection(twins.one), try connection(twins.two))
        pair = made
        return made
    }

    private func connection(_ stack: Stack) throws -> PostgresConnection {
        let connection = try PostgresConnection(twins.lane(stack))
        _ = try connection.ask("SET statement_timeout = 2000")
        return connection
    }

    // MARK: asking

    private static func message(_ statement: String, _ mode: QueryMode) -> [UInt8] {
        switch mode {
        case .simple, .simpleByteByByte: FrontendMessage.query(statement)
        case .extendedText: FrontendMessage.extended(statement, binary: false)
        case .extendedBinary: FrontendMessage.extended(statement, binary: true)
        }
    }

    private static func answers(_ trial: Trial, _ connection: PostgresConnection) throws -> [Answer] {
        guard !trial.onlyReads else { return [try connection.answer()] }
        return try (0..<(trial.steps.count + 2)).map { _ in try connection.answer() }.dropFirst().dropLast()
    }

    private static func alone(_ trial: Trial, _ connection: PostgresConnection, _ mode: QueryMode) throws -> [Answer] {
        _ = try connection.ask("BEGIN")
        let statements = trial.statements ?? []
        let keepsFailing = statements.contains { $0.uppercased().contains("BEGIN") }
        let answers = try statements.map { statement in
            let answer = try connection.ask(statement, mode)
            if !keepsFailing, answer.messages.last?.body.first == UInt8(ascii: "E") {
                for statement in ["ROLLBACK", "BEGIN"] { _ = try connection.ask(statement) }
            }
            return answer
        }
        for statement in reset { _ = try connection.ask(statement) }
        return answers
    }

    // MARK: comparing

    private func compare(_ trial: Trial, _ one: [Answer], _ two: [Answer]) throws {
        for pair in zip(one, two) where pair.0 != .nothing { count(pair.0, pair.1) }
        guard let place = one.indices.first(where: { differ(one[$0], two[$0]) }) else { return }
        if Self.isTimeout(one[place]) || Self.isTimeout(two[place]) { return }
        tally.equal -= one.indices.count { differ(one[$0], two[$0]) }
        // Twice more, on connections of their own: what stays is no accident.
        let stacks = [twins.one, twins.two, twins.again]
        var repeated: [[Answer]] = []
        do {
            for _ in 0..<2 {
                repeated +=
                    trial.statements == nil
                    ? try stage(trial) : try stacks.map { try Self.alone(trial, connection($0), mode) }
            }
        } catch {
            return note(.broken, trial, "\(error)")
        }
        let (first, second, third) = (repeated[0], repeated[1], repeated[2])
        if first.contains(where: Self.isTimeout) || second.contains(where: Self.isTimeout) {
            tally.timedOut += 1
            return
        }
        let isSteady =
            [third, repeated[3], repeated[5]].allSatisfy { !differ($0, first) } && !differ(repeated[4], second)
        let isLeak = isSteady && differ(first, second)
        if isLeak { tally.different += 1 } else { tally.undecided += 1 }
        let shown = isLeak ? first.indices.first { differ(first[$0], second[$0]) } ?? place : place
        let (a, b) = isLeak ? (first, second) : (one, two)
        note(
            isLeak ? .leak : .undecided, trial,
            "step \(shown + 1): \(trial.steps[shown])\n\(a[shown].difference(from: b[shown]) ?? "")")
    }

    private func differ(_ one: [Answer], _ two: [Answer]) -> Bool {
        one.count != two.count || one.indices.contains { differ(one[$0], two[$0]) }
    }

    /// The numbers of tables that a session makes are counted up by whatever its server makes, and say nothing.
    private func differ(_ one: Answer, _ two: Answer) -> Bool {
        guard one != two else { return false }
        return one.withoutCounts(tablesAbove: twins.one.lastTable)
            != two.withoutCounts(tablesAbove: twins.two.lastTable)
    }

    private static func isTimeout(_ answer: Answer) -> Bool { answer.error?["C"] == "57014" }

    private func count(_ one: Answer, _ two: Answer) {
        tally.tried += 1
        tally.equal += 1
        if Self.isTimeout(one) || Self.isTimeout(two) {
            tally.equal -= 1
            tally.timedOut += 1
        } else if let error = one.error {
            let message = error["M"] ?? ""
            if message.hasPrefix("chaperone: ") {
                tally.refused += 1
                tally.reasons[Tally.reason(String(message.dropFirst(11))), default: 0] += 1
            } else {
                tally.failed += 1
                tally.states[error["C"] ?? "?", default: 0] += 1
            }
        } else if one.closed {
            tally.failed += 1
            tally.states["closed", default: 0] += 1
        } else {
            tally.answered += 1
        }
    }

    private func note(_ kind: Finding.Kind, _ trial: Trial, _ details: String) {
        // What cannot be decided is counted; a few are shown.
        guard kind != .undecided || findings.count < Self.findingsLimit else { return }
        findings.append(Finding(kind: kind, mode: mode, trial: trial, details: details))
    }
}
