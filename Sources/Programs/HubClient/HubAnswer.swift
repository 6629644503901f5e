import HubAPI
import NIOCore
import NIOHTTP1

/// What the hub answered to a call.
struct HubAnswer: Sendable {
    var status: HTTPResponseStatus
    var contentType: String?
    var body: ByteBuffer

    /// - Throws: what the answer says went wrong, or `garbage`.
    func decoded<Value: Decodable>(_ type: Value.Type) throws(HubFailure) -> Value {
        try checkStatus()
        do { return try HubJSON.decode(type, from: body.readableBytesView) } catch {
            // Only the type is named: what came may hold anything.
            throw .garbage(reason: "it is not \(type)")
        }
    }

    func checkStatus() throws(HubFailure) {
        guard !(200..<300).contains(status.code) else { return }
        guard contentType?.hasPrefix("application/problem+json") == true,
            let problem = try? HubJSON.decode(ProblemDetails.self, from: body.readableBytesView),
            problem.status == Int(status.code)
        else { throw .garbage(reason: "status \(status.code) without the details of a problem: is this the hub?") }
        guard problem.code != .revoked else { throw .revoked(reason: problem.detail ?? problem.title) }
        throw .problem(problem)
    }
}
