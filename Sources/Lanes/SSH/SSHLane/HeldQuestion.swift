import Policy
import SFTP
import SSHJudge
import SSHSession

/// What waits for a person.
struct HeldQuestion {
    enum Place {
        case run(ChannelID, isTerminal: Bool)
        case file(ChannelID, SFTPOperation)

        var channel: ChannelID {
            switch self {
            case .run(let id, _): id
            case .file(let id, _): id
            }
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
