import AdminAPI
import ArgumentParser
import Hub
import HubAPI

struct ApprovalsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The requests, newest first.", discussion: ExitStatus.help)

    @Option(help: "Only those in this state: pending, approved, denied, expired, withdrawn, abandoned; or all.")
    var state = "pending"

    @Option(help: "At most so many.") var limit = 100

    @OptionGroup var options: HubOptions

    func run() async throws {
        try await options.withHub { hub in
            let query = "limit=\(limit)" + (state == "all" ? "" : "&state=\(QueryText.encode(state))")
            let list = try await hub.get("/v1/admin/approvals?\(query)", as: ListView<ApprovalView>.self)
            Terminal.table(
                ["REQUEST", "STATE", "WHO", "TARGET", "RULE", "UNTIL", "STATEMENT"],
                list.items.map { approval in
                    [
                        approval.request.id, approval.state.rawValue, approval.request.principal,
                        approval.request.target, approval.request.rule, approval.expiresAt,
                        statement(approval.request),
                    ]
                })
        }
    }

    /// In one line: a line that ends says so, for a comment may end with it.
    private func statement(_ request: ApprovalRequest) -> String {
        let text = ApprovalText.cut(request.text, bytesLimit: 240)
        let values = ApprovalText.cut(request.parameterLines.joined(separator: ", "), bytesLimit: 240)
        let words = [values, request.boundValuesWords() ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
        return (text + (words.isEmpty ? "" : " [… \(words) …]")).replacing("\n", with: " ⏎ ")
    }
}
