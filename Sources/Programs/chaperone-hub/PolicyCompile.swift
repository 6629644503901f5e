import ArgumentParser
import Hub
import Policy
import PolicyBundle
import PolicyFile
import SignedNote
import SmallFiles

struct PolicyCompile: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compile", abstract: "Compile a policy file into a signed bundle.", discussion: ExitStatus.help)

    @Argument(help: ArgumentHelp("The policy, YAML.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("The secret key that keygen made.", valueName: "file"))
    var key: String

    @Option(help: ArgumentHelp("Where the bundle goes; what is there is replaced at once.", valueName: "file"))
    var out: String

    @Option(help: "The bundle's number, higher than that of every bundle it replaces.")
    var number: UInt64 = 1

    @OptionGroup var overrides: OverrideOptions

    func run() throws {
        let bundle = try Terminal.compile(file, overrides: overrides.values, number: number)
        try Terminal.reportingFailures {
            let signer: SigningKey
            do {
                signer = try SigningKey(parsing: try SmallFile.text(key))
            } catch let failure as NoteFailure {
                throw SmallFile.Failure(path: key, reason: "not a policy key: \(failure)")
            }
            guard signer.name == BundleFile.keyName else {
                throw SmallFile.Failure(path: key, reason: "the key's name is not \(BundleFile.keyName)")
            }
            let note = try BundleFile.seal(bundle, key: signer)
            try SmallFile.replace(out, with: note, mode: 0o644)
        }
        let targets = PolicySummary.count(bundle.targets.count, "target")
        let rules = PolicySummary.count(bundle.rules.count, "rule")
        let roles = PolicySummary.count(bundle.roles.count, "role")
        print("wrote \(out): bundle \(number), \(targets), \(rules), \(roles)")
    }
}
