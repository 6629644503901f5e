import ArgumentParser

@main
struct HubCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chaperone-hub", abstract: "The central store of Chaperone.", subcommands: [PolicyCommand.self])
}
