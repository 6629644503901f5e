import ArgumentParser

struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Check and test policy files, push them to the hub, or compile them into bundles.",
        discussion: ExitStatus.help,
        subcommands: [
            PolicyCheck.self, PolicyTestCommand.self, PolicyCatalog.self, PolicyPush.self, PolicyList.self,
            PolicyShow.self, PolicyKeygen.self, PolicyCompile.self, PolicyWatchSQL.self,
        ])
}
