import ArgumentParser

struct ApprovalsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approvals", abstract: "Statements that wait for a person.", discussion: ExitStatus.help,
        subcommands: [ApprovalsList.self, ApprovalsShow.self, ApprovalsApprove.self, ApprovalsDeny.self])
}
