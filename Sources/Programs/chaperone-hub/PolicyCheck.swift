import ArgumentParser
import PolicyFile

struct PolicyCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Tell everything that is wrong with a policy file, or what it says.",
        discussion: ExitStatus.help)

    @Argument(help: ArgumentHelp("The policy, YAML.", valueName: "file"))
    var file: String

    func run() throws {
        let bundle = try Terminal.compile(file, overrides: PolicyOverrides(), number: 0)
        print(PolicySummary.text(bundle))
        print("\(file): fine")
    }
}
