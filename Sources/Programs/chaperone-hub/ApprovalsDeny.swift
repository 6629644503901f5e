import AdminAPI
import ArgumentParser
import Hub
import HubAPI

struct ApprovalsDeny: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deny", abstract: "Refuse a statement.", discussion: ExitStatus.help)

    @Argument(help: "The request.")
    var id: String

    @Option(help: "Why; the agent is told.")
    var reason: String

    @OptionGroup var options: HubOptions

    func run() async throws {
        try await options.withHub { hub in
            let approval = try await hub.post(
                "/v1/admin/approvals/\(id)/deny", ApprovalDecisionView(reason: reason), as: ApprovalView.self)
            print("denied: \(Terminal.plain(approval.request.principal)) is told why")
        }
    }
}
