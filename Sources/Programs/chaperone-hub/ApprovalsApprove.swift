import AdminAPI
import ArgumentParser
import Hub
import HubAPI
import PolicyFile

struct ApprovalsApprove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Let a statement go on.", discussion: ExitStatus.help)

    @Argument(help: "The request.")
    var id: String

    @Option(help: "Why; the agent is told.")
    var reason: String?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "Approve later requests by the same rule and principal on the same target, too, for so long: 30m, 8h.",
            valueName: "time"))
    var duration: String?

    @OptionGroup var options: HubOptions

    func validate() throws { _ = try seconds() }

    private func seconds() throws -> Int64? {
        try duration.map { duration in
            guard let parsed = Quantity.seconds(duration) else {
                throw ValidationError("--for \(duration): must be a number and one of s, m, h, d")
            }
            return Int64(parsed)
        }
    }

    func run() async throws {
        let seconds = try seconds()
        try await options.withHub { hub in
            let approval = try await hub.post(
                "/v1/admin/approvals/\(id)/approve", ApprovalDecisionView(reason: reason, forSeconds: seconds),
                as: ApprovalView.self)
            print("approved: \(Terminal.plain(approval.request.principal)) goes on")
        }
    }
}
