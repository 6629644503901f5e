import Foundation
import Sequences
import TestSupport

/// `sequences --count N --seed S [--from NUMBER] [--print]`: random sequences of messages through a sidecar, and whom each
/// answer was credited to. Exit code 1: to a wrong one, or a canary came through.
@main
struct SequencesTool {
    static func main() throws {
        var (count, seed, first, isPrinting) = (20_000, UInt64(1), 0, false)
        var rest = CommandLine.arguments.dropFirst()
        while let name = rest.popFirst() {
            if name == "--print" {
                isPrinting = true
                continue
            }
            guard let value = rest.popFirst().flatMap({ Int($0) }), value >= 0 else {
                throw TestFailure("\(name) needs a number")
            }
            switch name {
            case "--count": count = value
            case "--seed": seed = UInt64(value)
            case "--from": first = value
            default: throw TestFailure("what is \(name)?")
            }
        }
        let run = SequenceRun(seed: seed)
        if isPrinting {
            for number in first..<(first + count) { say("-- \(number)\n\(run.show(number))") }
            return
        }
        say("seed \(seed), from \(first)")
        let report = try run.run(from: first, count: count) { report in
            say(report.line)
            for finding in report.findings.suffix(5) { say("  \(finding)") }
        }
        for counts in [report.statuses, report.states, report.ends] {
            say(SequenceRun.Report.most(counts, 25) + "\n")
        }
        for finding in report.findings { say(finding) }
        exit(report.findings.isEmpty ? 0 : 1)
    }

    /// At once, also into a pipe.
    private static func say(_ text: String) {
        print(text)
        fflush(nil)
    }
}
