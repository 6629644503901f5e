import ArgumentParser
import Hub
import Policy
import PolicyFile
import SmallFiles

struct PolicyCatalog: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog", abstract: "Write down a database's catalog, for \"policy test --catalog\".",
        discussion: "It holds names, types and definitions, and no row of a table.\n\n\(ExitStatus.help)")

    @Option(help: ArgumentHelp("The database; it needs the schema and no data.", valueName: "postgresql://…"))
    var live: String

    @Option(help: ArgumentHelp("The target; needed when the policy has more than one.", valueName: "name"))
    var target: String?

    @Option(help: ArgumentHelp("The snapshot to write; an older one is replaced.", valueName: "file"))
    var out: String

    @Argument(help: ArgumentHelp("The policy, YAML.", valueName: "file"))
    var file: String

    func run() async throws {
        let policy = try Terminal.compileWithTests(file)
        let candidates = policy.bundle.targets.filter { target == nil || $0.name == target }
        do {
            guard candidates.count == 1, let target = candidates.first else {
                let names = policy.bundle.targets.map(\.name).joined(separator: ", ")
                throw PolicyTrial.Failure("say which target with --target: the policy has \(names)")
            }
            let places = try CatalogPlaces(live: [live], snapshots: [], policy: policy.bundle)
            try SmallFile.replace(out, with: try await places.snapshot(of: target).bytes(), mode: 0o644)
        } catch {
            Terminal.error("chaperone-hub: error: \(error)")
            throw ExitStatus.couldNotRun
        }
        print(out)
    }
}
