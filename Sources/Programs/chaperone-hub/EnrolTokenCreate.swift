import AdminAPI
import ArgumentParser
import Hub
import HubAPI
import PolicyFile
import SmallFiles

struct EnrolTokenCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a token, and print it this once.", discussion: ExitStatus.help)

    @Option(help: "Who the sidecar stands for: the agent's name.")
    var principal: String

    @Option(parsing: .singleValue, help: "A group of the principal; gives its roles. Repeatable.")
    var group: [String] = []

    @Option(help: ArgumentHelp("How long the token may be used: 90s, 15m, 24h, 7d.", valueName: "time"))
    var ttl: String = "1h"

    @Option(help: ArgumentHelp("Write the token there (mode 0600) and not to the terminal.", valueName: "file"))
    var out: String?

    @OptionGroup var options: HubOptions

    func validate() throws { _ = try seconds() }

    private func seconds() throws -> Int64 {
        guard let seconds = Quantity.seconds(ttl) else {
            throw ValidationError("--ttl \(ttl): must be a number and one of s, m, h, d")
        }
        return Int64(seconds)
    }

    func run() async throws {
        let seconds = try seconds()
        try await options.withHub { hub in
            let asked = NewEnrolTokenView(principal: principal, groups: group, ttlSeconds: seconds)
            let made = try await hub.post("/v1/admin/enrol-tokens", asked, as: EnrolTokenView.self)
            let token = made.token ?? ""
            guard let out else { return print(token) }
            try SmallFile.replace(out, with: Array((token + "\n").utf8), mode: 0o600)
            print("token \(made.id) for \(made.principal), until \(made.expiresAt): in \(out)")
        }
    }
}
