import ArgumentParser
import Foundation
import Prove
import TestSupport

@main
struct ProveTool: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove", abstract: "Search for statements that tell twin databases apart.",
        discussion: "The numbers of trials stay the same for a seed. Exit code 1: one was found.")

    private enum Database: String, ExpressibleByArgument, CaseIterable { case ehr, types, adversary, reader, rows }
    private enum Source: String, ExpressibleByArgument, CaseIterable { case grammar, mutation, sqlsmith }
    fileprivate enum Mode: String, ExpressibleByArgument, CaseIterable { case simple, text, binary }

    @Option(help: "How long, in all.")
    private var minutes = 10.0

    @Option(help: "What the statements are made of.")
    private var seed: UInt64 = 1

    @Option(name: .customLong("schema"), help: "Whose twins (default: ehr, types, adversary, rows).")
    private var schemas: [Database] = []

    @Option(name: .customLong("mode"), help: "How they are asked (default: every way).")
    private var modes: [Mode] = []

    @Option(name: .customLong("source"), help: "Where they come from (default: everywhere).")
    private var sources: [Source] = []

    @Option(name: .customLong("kind"), help: "What the grammar makes (default: everything).")
    private var kinds: [StatementGenerator.Kind] = []

    @Option(name: .customLong("from"), help: "The number of the first trial.")
    private var first = 0

    @Option(help: "How many trials of each source (default: as many as there is time for).")
    private var count: Int?

    @Flag(name: .customLong("print"), help: "Print what the grammar makes, and ask nothing.")
    private var isPrinting = false

    private var chosenKinds: Set<StatementGenerator.Kind>? { kinds.isEmpty ? nil : Set(kinds) }

    func validate() throws {
        guard minutes > 0, minutes.isFinite, first >= 0, count ?? 0 >= 0 else {
            throw ValidationError("--minutes is more than 0, --from and --count are no less")
        }
    }

    func run() throws {
        let schemas = schemas.isEmpty ? [.ehr, .types, .adversary, .rows] : schemas
        if isPrinting { return try show(schemas[0].rawValue) }
        let modes = (modes.isEmpty ? Mode.allCases : modes).map(\.query)
        let sources = (sources.isEmpty ? Source.allCases : sources).filter { $0 != .sqlsmith || SQLSmith.isInstalled }
        var isClean = true
        for name in schemas.map(\.rawValue) {
            let twins = try Twins(name: name, fixture: name)
            let corpora = Self.corpora[name] ?? []
            Self.say("\(name): seed \(seed), \(minutes) minutes")
            let share = minutes * 60 / Double(schemas.count * modes.count)
            for mode in modes {
                let search = try Search(twins, mode)
                for source in sources {
                    let trials: any TrialSource =
                        switch source {
                        case .mutation:
                            try CorpusMutator(fixtures: corpora, seed: seed, isFree: twins.schema.isSmall)
                        case .sqlsmith:
                            try SQLSmith(of: twins.one.direct, seed: Int(seed % 1_000_000), count: 400)
                        case .grammar: StatementGenerator(schema: twins.schema, seed: seed, kinds: chosenKinds)
                        }
                    let deadline = Date() + share / Double(sources.count)
                    let before = search.tally.tried
                    let asked = try search.run(trials, from: first, count: count ?? .max, until: deadline)
                    Self.say("  \(mode), \(source): \(asked) trials, \(search.tally.tried - before) statements")
                }
                Self.say("  \(mode): \(search.tally.line)")
                Self.say(search.tally.most(\.reasons, 25))
                Self.say(search.tally.most(\.states, 12))
                for finding in search.findings { Self.say("\n\(finding)") }
                if !search.findings.allSatisfy({ $0.kind == .undecided }) { isClean = false }
            }
        }
        if !isClean { throw ExitCode.failure }
    }

    private static let corpora = [
        "ehr": ["attacks.sql", "attacks-more.sql", "attacks-writes.sql"], "types": ["attacks-types.sql"],
        "adversary": ["attacks-adversary.sql"], "reader": ["attacks-reader.sql"], "rows": ["attacks-rows.sql"],
    ]

    /// Prints what the grammar makes, for a look, instead of asking it.
    private func show(_ name: String) throws {
        let policy = Repository.fixture("\(name).yaml")
        let stack = try Stack(name: "prove-print", seed: 1, only: [Repository.fixture("\(name).sql")], policy: policy)
        // What the lane lets nobody read is left out, as it is when trials are asked.
        let schema = try Schema(of: stack.direct, policy: policy).readable(through: stack.lane(name))
        let generator = StatementGenerator(schema: schema, seed: seed, kinds: chosenKinds)
        for number in first..<(first + min(count ?? .max, 100_000)) {
            guard let trial = generator.trial(number) else { continue }
            Self.say("-- @ \(trial.origin)")
            for step in trial.steps { Self.say("\(step);") }
        }
    }

    /// At once, also into a pipe.
    private static func say(_ text: String) {
        print(text)
        fflush(nil)
    }
}

extension ProveTool.Mode {
    fileprivate var query: QueryMode {
        switch self {
        case .simple: .simple
        case .text: .extendedText
        case .binary: .extendedBinary
        }
    }
}

extension StatementGenerator.Kind: ExpressibleByArgument {}
