import ArgumentParser
import PolicyFile

struct PolicyTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run the tests that a policy file brings along.",
        discussion: """
            An entry of the policy's `tests` says what is to become of a statement:
              tests:
                - statement: SELECT ssn FROM clinic.patients
                  role: analyst
                  expect: allow
                  reads: [clinic.patients.ssn]

            Names are resolved against the catalog of each target's database: a live one, which needs the schema and no \
            data, or a snapshot that stands beside the policy.
              chaperone-hub policy catalog policy.yaml --live ehr=postgresql://user:password@127.0.0.1:5432/app \\
                --out ehr.catalog
              chaperone-hub policy test policy.yaml --catalog ehr=ehr.catalog

            EXIT CODES: 0 all of them hold; 1 one does not, or the policy has errors; 2 they could not be run; 64 the \
            command line is wrong.
            """)

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "The database of a target; without TARGET= of all. Repeatable.", valueName: "target=postgresql://…"))
    var live: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "The snapshot of a target's catalog; without TARGET= of all. Repeatable.", valueName: "target=file"))
    var catalog: [String] = []

    @Argument(help: ArgumentHelp("The policy, YAML.", valueName: "file"))
    var file: String

    func run() async throws {
        let policy = try Terminal.compileWithTests(file)
        guard !policy.tests.isEmpty else {
            Terminal.error("\(file): has no tests: give it a list \"tests\"")
            throw ExitStatus.couldNotRun
        }
        let trial: PolicyTrial
        do {
            let places = try CatalogPlaces(live: live, snapshots: catalog, policy: policy.bundle)
            trial = try await PolicyTrial(policy, catalogs: places)
        } catch {
            Terminal.error("chaperone-hub: error: \(error)")
            throw ExitStatus.couldNotRun
        }
        for note in trial.notes { print("note   \(Terminal.plain(note))") }
        var failed = 0
        for test in policy.tests {
            let faults = trial.faults(of: test)
            print("\(faults.isEmpty ? "ok    " : "FAILED") \(file):\(test.line): \(Terminal.plain(test.name))")
            for fault in faults { print("       \(Terminal.plain(fault))") }
            failed += faults.isEmpty ? 0 : 1
        }
        let count = PolicySummary.count(policy.tests.count, "test")
        print(failed == 0 ? "\(count), all hold" : "\(count), \(failed) failed")
        if failed > 0 { throw ExitStatus.testsFailed }
    }
}
