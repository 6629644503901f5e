import ArgumentParser
import AuditCommands
import Sidecar

struct Chaperone: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chaperone",
        abstract: "The enforcement point between an AI agent and the systems that hold PHI.",
        discussion: """
            A sidecar stands beside the agent, on loopback. It holds the credentials, masks PHI inside the query, \
            refuses what the policy forbids, and records every statement in a log that cannot be changed unseen.
            """,
        version: Version.text,
        subcommands: [
            Run.self, Exec.self, FenceCommand.self, Check.self, HealthCheckCommand.self, Hosts.self, Environment.self,
            SSHConfig.self, AuditCommand.self, ReplayCommand.self,
        ])
}
