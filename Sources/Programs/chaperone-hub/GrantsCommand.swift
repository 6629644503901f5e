import AdminAPI
import ArgumentParser
import Hub
import HubAPI

struct GrantsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grants", abstract: "What was approved for a time.", subcommands: [List.self, Remove.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "What is approved now, and until when.")

        @OptionGroup var options: HubOptions

        func run() async throws {
            try await options.withHub { hub in
                let list = try await hub.get("/v1/admin/grants", as: ListView<GrantView>.self)
                Terminal.table(
                    ["GRANT", "WHO", "TARGET", "RULE", "BY", "UNTIL"],
                    list.items.map { [$0.id, $0.principal, $0.target, $0.rule, $0.grantedBy, $0.expiresAt] })
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "rm", abstract: "End a grant before its time.")

        @Argument(help: "Its ID.")
        var id: String

        @OptionGroup var options: HubOptions

        func run() async throws {
            try await options.withHub { hub in try await hub.delete("/v1/admin/grants/\(id)") }
        }
    }
}
