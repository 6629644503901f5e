import HubAPI
import NIOCore
import NIOHTTP1

/// One request to the hub.
struct HubCall: Sendable {
    /// For everything of it: waiting for a connection, the handshake, request and answer.
    static let timeoutSeconds = 10
    /// A batch of audit records is megabytes, and is verified before it is answered.
    static let batchTimeoutSeconds = 60

    var method: HTTPMethod
    /// With its query.
    var path: String
    /// JSON.
    var body: ByteBuffer?
    var timeoutSeconds = HubCall.timeoutSeconds
    var answerBytesLimit = HubJSON.bodyBytesLimit
    /// Whether it may be sent again when its fate is not known. If not, it takes a connection of its own, so that it
    /// does not meet one that the hub is just closing.
    var isRepeatable = true
}
