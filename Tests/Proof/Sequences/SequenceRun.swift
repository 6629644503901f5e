import Foundation
import Synchronization
import TestSupport

/// Random sequences of messages through a sidecar, each answer compared with whom the log credits it to.
package struct SequenceRun: Sendable {
    package struct Report: Sendable {
        package var sequences = 0
        package var sessions = 0
        package var messages = 0
        package var outcomes = 0
        package var seconds = 0.0
        package var statuses: [String: Int] = [:]
        package var states: [String: Int] = [:]
        package var ends: [String: Int] = [:]
        package var findings: [String] = []

        package var line: String {
            "\(sequences) sequences, \(sessions) sessions, \(messages) answers, \(outcomes) outcomes in "
                + "\(Int(seconds)) s (\(Int(Double(sequences) / max(seconds, 0.001) * 60)) a minute), "
                + "\(findings.count) findings"
        }

        package static func most(_ counts: [String: Int], _ limit: Int) -> String {
            counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit).map { "  \($0.value)  \($0.key)" }
                .joined(separator: "\n")
        }

        mutating func add(_ other: Report) {
            sequences += other.sequences
            sessions += other.sessions
            messages += other.messages
            outcomes += other.outcomes
            seconds += other.seconds
            for (path, counts) in [
                (\Report.statuses, other.statuses), (\Report.states, other.states), (\Report.ends, other.ends),
            ] as [(WritableKeyPath<Report, [String: Int]>, [String: Int])] {
                self[keyPath: path].merge(counts, uniquingKeysWith: +)
            }
            findings += other.findings
        }
    }

    /// Sequences that one connection lives through, as long as it does.
    static let perConnection = 8
    private static let workers = 6
    /// The audit log of one stack does not grow without a bound.
    private static let perStack = 20_000
    private static let findingsLimit = 40

    private let generator: SequenceGenerator

    package init(seed: UInt64) { generator = SequenceGenerator(seed: seed) }

    /// Blocks.
    /// - Parameter progress: called after each stack's share.
    package func run(from first: Int, count: Int, progress: (Report) -> Void = { _ in }) throws -> Report {
        var report = Report()
        var next = first
        while next < first + count, report.findings.count < Self.findingsLimit {
            let share = min(Self.perStack, first + count - next)
            report.add(try run(next..<(next + share)))
            next += share
            progress(report)
        }
        return report
    }

    private func run(_ numbers: Range<Int>) throws -> Report {
        let stack = try Stack(
            name: "sequences", seed: 1, only: [Repository.fixture("sequences.sql")],
            policy: Repository.fixture("sequences.yaml"))
        defer { stack.stop() }
        let address = try stack.lane("seq")
        let started = Date()
        let blocks = stride(from: numbers.lowerBound, to: numbers.upperBound, by: Self.perConnection).map {
            $0..<min($0 + Self.perConnection, numbers.upperBound)
        }
        let place = Atomic<Int>(0)
        let parts = AtOnce.run(Array(0..<Self.workers)) { _ in
            var report = Report()
            while true {
                let (index, _) = place.add(1, ordering: .relaxed)
                guard index < blocks.count, report.findings.count < Self.findingsLimit else { return report }
                block(blocks[index], address, &report)
            }
        }
        var report = Report()
        for part in parts { report.add(try part.get()) }
        report.seconds = Date().timeIntervalSince(started)
        // Outcomes go with the record behind them, 100 ms at most.
        Thread.sleep(forTimeInterval: 2)
        var check = CreditCheck()
        try check.read(stack.variable("AUDIT_DIR"))
        (report.outcomes, report.statuses, report.states) = (check.outcomes, check.statuses, check.states)
        report.ends = check.ends
        report.findings += check.findings
        return report
    }

    private func block(_ numbers: Range<Int>, _ address: PostgresAddress, _ report: inout Report) {
        var client: SequenceClient?
        for number in numbers {
            do {
                let used = try client ?? SequenceClient(address, application: "sequence \(number)")
                if client == nil { report.sessions += 1 }
                let before = used.messages
                defer {
                    report.sequences += 1
                    report.messages += used.messages - before
                    for leak in used.leaks { report.findings.append("sequence \(number): a canary: \(leak)") }
                    client = used.isClosed || !used.leaks.isEmpty ? nil : used
                }
                for step in generator.sequence(number) where !used.isClosed { try perform(step, used) }
                if !used.finish(number) { report.findings.append("sequence \(number): no end") }
            } catch {
                report.findings.append("sequence \(number): \(error)")
                client = nil
            }
        }
    }

    private func perform(_ step: SequenceGenerator.Step, _ client: SequenceClient) throws {
        switch step {
        case .send(let bytes): client.send(bytes)
        case .pause(let microseconds):
            usleep(microseconds)
            client.look()
        case .cancel: try client.cancel()
        case .hangUp: client.hangUp()
        }
    }

    /// What a sequence sends, for a look.
    package func show(_ number: Int) -> String {
        generator.sequence(number).map { step in
            switch step {
            case .send(let bytes): String(decoding: bytes, as: UTF8.self).debugDescription
            case .pause(let microseconds): "pause \(microseconds) µs"
            case .cancel: "cancel"
            case .hangUp: "hang up"
            }
        }.joined(separator: "\n")
    }
}
