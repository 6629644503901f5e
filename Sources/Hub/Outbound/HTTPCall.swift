/// One request to a service outside, with the limits on its answer.
package struct HTTPCall: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
    }

    package var method: Method
    package var address: HTTPAddress
    /// May hold secrets.
    package var headers: [(name: String, value: String)]
    /// May hold secrets.
    package var body: [UInt8]?
    package var answerBytesLimit: Int
    /// For the whole of it, the last byte of the answer included.
    package var timeoutMilliseconds: Int

    package static let answerBytesLimitDefault = 256 << 10
    package static let timeoutMillisecondsDefault = 10_000

    package init(
        _ method: Method = .get, _ address: HTTPAddress, headers: [(name: String, value: String)] = [],
        body: [UInt8]? = nil, answerBytesLimit: Int = answerBytesLimitDefault,
        timeoutMilliseconds: Int = timeoutMillisecondsDefault
    ) {
        self.method = method
        self.address = address
        self.headers = headers
        self.body = body
        self.answerBytesLimit = answerBytesLimit
        self.timeoutMilliseconds = timeoutMilliseconds
    }
}
