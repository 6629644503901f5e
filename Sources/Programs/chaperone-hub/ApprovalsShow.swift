import AdminAPI
import ArgumentParser
import Hub
import HubAPI

struct ApprovalsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One request with all that is known of it.", discussion: ExitStatus.help)

    @Argument(help: "The request.")
    var id: String

    @OptionGroup var options: HubOptions

    func run() async throws {
        try await options.withHub { hub in
            let approval = try await hub.get("/v1/admin/approvals/\(id)", as: ApprovalView.self)
            let request = approval.request
            var facts: [(name: String, value: String)] = [
                ("request", request.id), ("state", approval.state.rawValue), ("who", request.principal),
                ("role", request.role), ("target", request.target), ("rule", request.rule),
                ("message", request.message ?? "-"), ("approvers", request.approvers.joined(separator: ", ")),
                ("reads PHI", request.phiRead.isEmpty ? "-" : request.phiRead.joined(separator: ", ")),
                ("writes PHI", request.phiWritten.isEmpty ? "-" : request.phiWritten.joined(separator: ", ")),
                ("bound values", request.boundValues.map { "\($0)" } ?? "-"),
                ("rows so far", request.rows.map { "\($0)" } ?? "-"), ("sidecar", approval.instance),
                ("session", request.session), ("asked", approval.createdAt), ("until", approval.expiresAt),
            ]
            if let by = approval.decidedBy { facts.append((name: "decided by", value: by)) }
            if let reason = approval.reason { facts.append((name: "reason", value: reason)) }
            for (name, value) in facts {
                print(Terminal.plain("\(name):\(String(repeating: " ", count: max(1, 14 - name.count)))\(value)"))
            }
            let lines = request.text.split(separator: "\n", omittingEmptySubsequences: false)
            let values = request.parameterLines + (request.boundValuesWords().map { ["[… \($0) …]"] } ?? [])
            print("\n" + lines.map { Terminal.plain(String($0)) }.joined(separator: "\n"))
            if !values.isEmpty { print("\n" + values.map { Terminal.plain($0) }.joined(separator: "\n")) }
        }
    }
}
