import AdminAPI
import ArgumentParser
import Hub
import HubAPI

struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "What people should know of, newest first.", discussion: ExitStatus.help)

    @Option(help: "At most so many.")
    var limit = 100

    @OptionGroup var options: HubOptions

    func run() async throws {
        try await options.withHub { hub in
            let list = try await hub.get("/v1/admin/events?limit=\(limit)", as: ListView<EventView>.self)
            Terminal.table(
                ["AT", "SEVERITY", "KIND", "SUBJECT", "WHAT"],
                list.items.map { [$0.at, $0.severity, $0.kind, $0.subject, $0.detail] })
        }
    }
}
