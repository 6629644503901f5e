/// Why there is no answer. Holds nothing of the request and nothing of the answer.
package enum HTTPFailure: Error, Sendable, Equatable, CustomStringConvertible {
    case unreachable(String)
    case timeout(milliseconds: Int)
    case answerTooLarge(bytesLimit: Int)
    case cancelled

    package var description: String {
        switch self {
        case .unreachable(let reason): reason
        case .timeout(let milliseconds): "no complete answer within \(milliseconds) ms"
        case .answerTooLarge(let bytes): "the answer is larger than \(bytes) bytes"
        case .cancelled: "the request was cancelled"
        }
    }
}
