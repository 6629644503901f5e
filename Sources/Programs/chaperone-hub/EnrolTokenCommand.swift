import ArgumentParser

struct EnrolTokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol-token", abstract: "One-time tokens that let a sidecar enrol.", discussion: ExitStatus.help,
        subcommands: [EnrolTokenCreate.self, EnrolTokenList.self, EnrolTokenRemove.self])
}
