import AdminAPI
import ArgumentParser
import Hub
import HubAPI

struct InstancesList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Who is enrolled, and how they are.")

    @OptionGroup var options: HubOptions

    /// Its number, and that of the one which the sidecar does not understand.
    private static func policy(_ instance: InstanceView) -> String {
        let number = instance.heartbeat.map { "\($0.bundleNumber)" } ?? "-"
        return instance.withheld.map { "\(number), not \($0.number) (\($0.features.joined(separator: ",")))" } ?? number
    }

    func run() async throws {
        try await options.withHub { hub in
            let list = try await hub.get("/v1/admin/instances", as: ListView<InstanceView>.self)
            Terminal.table(
                ["INSTANCE", "PRINCIPAL", "GROUPS", "STATE", "POLICY", "SESSIONS", "LAST HEARD"],
                list.items.map { instance in
                    [
                        instance.id, instance.principal, instance.groups.joined(separator: ","),
                        instance.state.rawValue, Self.policy(instance),
                        instance.heartbeat.map { "\($0.sessions)" } ?? "-", instance.lastHeartbeatAt ?? "-",
                    ]
                })
        }
    }
}
