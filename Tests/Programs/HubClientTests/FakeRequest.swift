import HubAPI
import NIOHTTP1

/// A request as the fake hub got it.
struct FakeRequest: Sendable {
    var method: HTTPMethod
    var uri: String
    var body: [UInt8]
    /// Of the client's certificate; nil: it showed none.
    var certificate: [UInt8]?
    /// Counts the connections.
    var connection: Int

    func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value { try HubJSON.decode(type, from: body) }
}
