import Policy
import SFTP
import SSHJudge
import SSHOperations
import SSHSession

/// What waits for a person.
struct HeldQuestion {
    enum Place {
        case run(ChannelID, RunRequest)
        case file(ChannelID, SFTPOperation)

        var channel: ChannelID {
            switch self {
            case .run(let id, _): id
            case .file(let id, _): id
            }
        }

        var hasTerminal: Bool {
            switch self {
            case .run(_, let request): request.terminal != nil
            case .file: false
            }
        }

        /// A command's terminal, and the variables that the client sets, as a shell writes them: `[terminal LANG='C'] `; empty:
        /// none.
        var surroundings: String {
            guard case .run(_, let request) = self else { return "" }
            var words = request.environment.map { "\($0.name)=\(ShellQuoting.quoted($0.value))" }
            if case .exec = request.kind, request.terminal != nil { words.insert("terminal", at: 0) }
            return words.isEmpty ? "" : "[\(words.joined(separator: " "))] "
        }
    }

    let place: Place
    let question: SSHQuestion
    let number: UInt64
    /// What would be sent; another one is not what was approved.
    let judgement: SSHJudgement
    let demand: ApprovalDemand
    /// What was approved before.
    let met: [ApprovalDemand]
}
