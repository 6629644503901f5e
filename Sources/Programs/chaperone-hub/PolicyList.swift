import AdminAPI
import ArgumentParser
import Hub
import HubAPI

struct PolicyList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "The policies, newest first.")

    @OptionGroup var options: HubOptions

    func run() async throws {
        try await options.withHub { hub in
            let list = try await hub.get("/v1/admin/policies", as: ListView<PolicyView>.self)
            Terminal.table(["NUMBER", "PUSHED", "BY"], list.items.map { ["\($0.number)", $0.pushedAt, $0.pushedBy] })
        }
    }
}
