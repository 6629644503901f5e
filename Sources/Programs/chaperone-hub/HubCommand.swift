import ArgumentParser

@main
struct HubCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chaperone-hub",
        abstract: "The central store of Chaperone: policy, identities, credentials, approvals, audit.",
        subcommands: [
            Serve.self, PolicyCommand.self, EnrolTokenCommand.self, InstancesCommand.self, ApprovalsCommand.self,
            GrantsCommand.self, CredentialCommand.self, PseudonymKeyCommand.self, KeysCommand.self, AuditCommand.self,
            EventsCommand.self, Inject.self,
        ])
}
