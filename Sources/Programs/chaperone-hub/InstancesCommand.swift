import ArgumentParser

struct InstancesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "instances", abstract: "The sidecars that have enrolled.", discussion: ExitStatus.help,
        subcommands: [InstancesList.self, InstancesRevoke.self])
}
