import AdminAPI
import ArgumentParser
import Hub
import HubAPI

struct EnrolTokenList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "The tokens that were made.")

    @OptionGroup var options: HubOptions

    func run() async throws {
        try await options.withHub { hub in
            let list = try await hub.get("/v1/admin/enrol-tokens", as: ListView<EnrolTokenView>.self)
            Terminal.table(
                ["ID", "PRINCIPAL", "GROUPS", "EXPIRES", "USED BY"],
                list.items.map {
                    [$0.id, $0.principal, $0.groups.joined(separator: ","), $0.expiresAt, $0.usedBy ?? "-"]
                })
        }
    }
}
