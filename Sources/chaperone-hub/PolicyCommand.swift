import ArgumentParser

struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Check policy files and compile them into signed bundles.",
        discussion: ExitStatus.help,
        subcommands: [PolicyKeygen.self, PolicyCheck.self, PolicyCompile.self])
}
