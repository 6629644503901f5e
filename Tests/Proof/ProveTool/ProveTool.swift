import Foundation
import Prove
import TestSupport

/// `prove --minutes N --seed S [--schema ehr|types|adversary|reader]… [--mode simple|text|binary]…
/// [--source grammar|mutation|sqlsmith]… [--kind KIND]… [--from TRIAL] [--count N] [--print]`: a long search for statements
/// that tell twin databases apart. Kinds are those of `StatementGenerator.Kind`; numbers of trials stay the same. Exit code 1:
/// one was found.
@main
struct ProveTool {
    static func main() throws {
        let options = try Options(CommandLine.arguments.dropFirst())
        var isClean = true
        if options.isPrinting { return try show(options) }
        for name in options.schemas {
            let twins = try Twins(name: name, fixture: name)
            let corpora = Self.corpora[name] ?? []
            say("\(name): seed \(options.seed), \(options.minutes) minutes")
            let share = options.minutes * 60 / Double(options.schemas.count * options.modes.count)
            for mode in options.modes {
                let search = try Search(twins, mode)
                let sources = options.sources.filter { $0 != "sqlsmith" || SQLSmith.isInstalled }
                for source in sources {
                    let trials: any TrialSource =
                        switch source {
                        case "mutation":
                            try CorpusMutator(fixtures: corpora, seed: options.seed, isFree: twins.schema.isSmall)
                        case "sqlsmith":
                            try SQLSmith(of: twins.one.direct, seed: Int(options.seed % 1_000_000), count: 400)
                        default: StatementGenerator(schema: twins.schema, seed: options.seed, kinds: options.kinds)
                        }
                    let deadline = Date() + share / Double(sources.count)
                    let before = search.tally.tried
                    let count = try search.run(trials, from: options.first, count: options.count, until: deadline)
                    say("  \(mode), \(source): \(count) trials, \(search.tally.tried - before) statements")
                }
                say("  \(mode): \(search.tally.line)")
                say(search.tally.most(\.reasons, 25))
                say(search.tally.most(\.states, 12))
                for finding in search.findings { say("\n\(finding)") }
                if !search.findings.allSatisfy({ $0.kind == .undecided }) { isClean = false }
            }
        }
        exit(isClean ? 0 : 1)
    }

    private static let corpora = [
        "ehr": ["attacks.sql", "attacks-more.sql", "attacks-writes.sql"], "types": ["attacks-types.sql"],
        "adversary": ["attacks-adversary.sql"], "reader": ["attacks-reader.sql"],
    ]

    /// Prints what the grammar makes, for a look, instead of asking it.
    private static func show(_ options: Options) throws {
        let name = options.schemas[0]
        let policy = Repository.fixture("\(name).yaml")
        let stack = try Stack(name: "prove-print", seed: 1, only: [Repository.fixture("\(name).sql")], policy: policy)
        // What the lane lets nobody read is left out, as it is when trials are asked.
        let schema = try Schema(of: stack.direct, policy: policy).readable(through: stack.lane(name))
        let generator = StatementGenerator(schema: schema, seed: options.seed, kinds: options.kinds)
        for number in options.first..<(options.first + min(options.count, 100_000)) {
            guard let trial = generator.trial(number) else { continue }
            say("-- @ \(trial.origin)")
            for step in trial.steps { say("\(step);") }
        }
    }

    /// At once, also into a pipe.
    private static func say(_ text: String) {
        print(text)
        fflush(nil)
    }
}

private struct Options {
    var minutes = 10.0
    var seed: UInt64 = 1
    var schemas: [String] = []
    var modes: [QueryMode] = []
    var sources: [String] = []
    var kinds: Set<StatementGenerator.Kind>?
    var first = 0
    var count = Int.max
    var isPrinting = false

    init(_ arguments: ArraySlice<String>) throws {
        var rest = arguments
        while let name = rest.popFirst() {
            if name == "--print" {
                isPrinting = true
                continue
            }
            guard let value = rest.popFirst() else { throw TestFailure("\(name) needs a value") }
            switch name {
            case "--minutes": minutes = Double(value) ?? minutes
            case "--seed": seed = UInt64(value) ?? seed
            case "--schema": schemas.append(value)
            case "--source": sources.append(value)
            case "--kind":
                guard let kind = StatementGenerator.Kind(rawValue: value) else { throw TestFailure("no kind \(value)") }
                kinds = (kinds ?? []).union([kind])
            case "--from": first = Int(value) ?? 0
            case "--count": count = Int(value) ?? .max
            case "--mode": modes.append(["text": .extendedText, "binary": .extendedBinary][value] ?? .simple)
            default: throw TestFailure("what is \(name)?")
            }
        }
        if schemas.isEmpty { schemas = ["ehr", "types", "adversary"] }
        if modes.isEmpty { modes = [.simple, .extendedText, .extendedBinary] }
        if sources.isEmpty { sources = ["grammar", "mutation", "sqlsmith"] }
    }
}
