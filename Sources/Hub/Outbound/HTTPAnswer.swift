/// What a service answered. The body may hold secrets and is never described.
package struct HTTPAnswer: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var status: Int
    package var body: [UInt8]

    package init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }

    package var description: String { "HTTP \(status), \(body.count) bytes" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
