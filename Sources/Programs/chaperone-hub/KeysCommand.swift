import AdminAPI
import ArgumentParser
import Hub
import HubAPI

struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Change the keys that the hub's secrets are sealed with.",
        discussion: ExitStatus.help, subcommands: [RotateData.self, RotateMaster.self])

    struct RotateData: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate-data", abstract: "Make a new data key, and seal every secret under it.")

        @OptionGroup var options: HubOptions

        func run() async throws {
            try await options.withHub { hub in
                let done = try await hub.post(
                    "/v1/admin/keys/data/rotate", ReasonView(reason: nil), as: KeyRotationView.self)
                print("data key \(done.dataKeys): \(done.secrets) secrets are sealed under it now")
            }
        }
    }

    struct RotateMaster: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate-master", abstract: "Seal the data keys with the master key of the configuration.",
            discussion: """
                Before: give every replica the new one as master_key and the one until now as old_master_key, and \
                restart them. Afterwards old_master_key may be taken away.
                """)

        @OptionGroup var options: HubOptions

        func run() async throws {
            try await options.withHub { hub in
                let done = try await hub.post(
                    "/v1/admin/keys/master/rotate", ReasonView(reason: nil), as: KeyRotationView.self)
                print("\(done.dataKeys) data keys are sealed with the master key now")
            }
        }
    }
}
