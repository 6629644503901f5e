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

        /// The variables that the client sets, as a shell writes them: `[LANG='C'] `; empty: none.
        var variables: String {
            guard case .run(_, let request) = self, !request.environment.isEmpty else { return "" }
            let words = request.environment.map { "\($0.name)=\(ShellQuoting.quoted($0.value))" }
            return "[\(words.joined(separator: " "))] "
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
