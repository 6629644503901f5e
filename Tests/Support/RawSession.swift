/// A session of which every message is kept, for a client that sends what it likes and in any order. It blocks.
package final class RawSession {
    package let connection: PostgresConnection
    /// All that came after the log-in.
    package private(set) var heard: [BackendMessage] = []
    package private(set) var isClosed = false

    package init(_ address: PostgresAddress, parameters: [(String, String)] = []) throws {
        connection = try PostgresConnection(address, parameters: parameters)
    }

    package func send(_ messages: [UInt8]...) { connection.send(messages.flatMap(\.self)) }

    /// Reads until a message of one of these types has come, or the peer has closed.
    /// - Parameter stillnessMilliseconds: for how long nothing may come; nil: until the connection gives up.
    @discardableResult
    package func wait(for letters: String, stillnessMilliseconds: Int32? = nil) throws -> [BackendMessage] {
        var messages: [BackendMessage] = []
        while !isClosed {
            if let limit = stillnessMilliseconds, !connection.hasMore(withinMilliseconds: limit) { break }
            guard let message = try connection.next() else {
                isClosed = true
                break
            }
            messages.append(message)
            if letters.contains(message.letter) { break }
        }
        heard += messages
        return messages
    }

    /// All up to ReadyForQuery.
    @discardableResult
    package func answer() throws -> Answer { Answer(messages: try wait(for: "Z"), closed: isClosed) }

    /// Asks one string in the simple protocol.
    @discardableResult
    package func ask(_ text: String) throws -> Answer {
        send(FrontendMessage.query(text))
        return try answer()
    }

    /// Reads what comes until an empty string is answered behind all that was sent: nothing fails that, and nothing skips
    /// it behind a Sync. A peer that keeps still is not waited for.
    package func settle() throws {
        send(FrontendMessage.sync, FrontendMessage.query(""))
        var isAnswered = false
        while !isClosed, connection.hasMore(withinMilliseconds: Self.stillnessMilliseconds) {
            guard let message = try connection.next() else {
                isClosed = true
                return
            }
            heard.append(message)
            if isAnswered, message.letter == "Z" { return }
            if message.letter == "I" { isAnswered = true }
        }
    }

    /// Reads until an error has come, or nothing more does.
    package func listen() throws {
        try wait(for: "E", stillnessMilliseconds: Self.stillnessMilliseconds)
    }

    private static let stillnessMilliseconds: Int32 = 500

    /// Settles, says goodbye, and reads what else comes.
    package func end() throws {
        try settle()
        send(FrontendMessage.terminate)
        try wait(for: "")
    }
}
