import AdminAPI
import ArgumentParser
import Hub
import HubAPI

struct InstancesRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "End a sidecar: its sessions end within seconds, and it cannot enrol again.",
        discussion: ExitStatus.help)

    @Argument(help: "The instance.")
    var id: String

    @Option(help: "Why; the sidecar and the log are told.")
    var reason: String = ""

    @OptionGroup var options: HubOptions

    func run() async throws {
        try await options.withHub { hub in
            let instance = try await hub.post(
                "/v1/admin/instances/\(id)/revoke", ReasonView(reason: reason), as: InstanceView.self)
            print("\(instance.id) (\(instance.principal)) is revoked")
        }
    }
}
