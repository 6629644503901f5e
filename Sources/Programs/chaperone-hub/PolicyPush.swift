import AdminAPI
import ArgumentParser
import Hub
import HubAPI
import PolicyFile
import SmallFiles

struct PolicyPush: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push", abstract: "Put a policy in force on every sidecar.", discussion: ExitStatus.help)

    @Argument(help: ArgumentHelp("The policy, YAML.", valueName: "file"))
    var file: String

    @OptionGroup var overrides: OverrideOptions

    @OptionGroup var options: HubOptions

    func run() async throws {
        try await options.withHub { hub in
            let source = try SmallFile.text(file, bytesLimit: SmallFile.documentBytesLimit)
            // Told by the file's own name, so that an editor finds the place.
            let values = overrides.values
            let query = [
                ("file", [file]), ("upstream", values.upstream), ("listen", values.listen),
                ("database", values.database), ("tls", values.tls),
            ].flatMap { name, values in values.map { "\(name)=\(QueryText.encode($0))" } }.joined(separator: "&")
            let version = try await hub.post(
                "/v1/admin/policies?\(query)", text: source, type: "application/yaml", as: PolicyView.self)
            print("policy \(version.number) is in force")
        }
    }
}
