import ArgumentParser
import Hub

struct EnrolTokenRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm", abstract: "Take back a token that nobody has used.", discussion: ExitStatus.help)

    @Argument(help: "Its ID.")
    var id: String

    @OptionGroup var options: HubOptions

    func run() async throws {
        try await options.withHub { hub in try await hub.delete("/v1/admin/enrol-tokens/\(id)") }
    }
}
