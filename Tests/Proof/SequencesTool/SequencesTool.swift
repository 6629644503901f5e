import ArgumentParser
import Foundation
import Sequences
import TestSupport

@main
struct SequencesTool: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sequences",
        abstract: "Send random sequences of messages through a sidecar, and check whom each answer was credited to.",
        discussion: "Exit code 1: an answer was credited to a wrong statement, or a canary came through.")

    @Option(help: "How many sequences.")
    var count = 20_000

    @Option(help: "What they are made of.")
    var seed: UInt64 = 1

    @Option(name: .customLong("from"), help: "The number of the first.")
    var first = 0

    @Flag(name: .customLong("print"), help: "Print what would be sent, and send nothing.")
    var isPrinting = false

    func validate() throws {
        guard count >= 0, first >= 0 else { throw ValidationError("--count and --from are no less than 0") }
    }

    func run() throws {
        let run = SequenceRun(seed: seed)
        if isPrinting {
            for number in first..<(first + count) { Self.say("-- \(number)\n\(run.show(number))") }
            return
        }
        Self.say("seed \(seed), from \(first)")
        let report = try run.run(from: first, count: count) { report in
            Self.say(report.line)
            for finding in report.findings.suffix(5) { Self.say("  \(finding)") }
        }
        for counts in [report.statuses, report.states, report.ends] {
            Self.say(SequenceRun.Report.most(counts, 25) + "\n")
        }
        for finding in report.findings { Self.say(finding) }
        if !report.findings.isEmpty { throw ExitCode.failure }
    }

    /// At once, also into a pipe.
    private static func say(_ text: String) {
        print(text)
        fflush(nil)
    }
}
