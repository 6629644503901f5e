/// A session of which every message is kept, for a client that sends what it likes and in any order. It blocks.
package final class RawSession {
    private static let stillnessMilliseconds: Int32 = 500

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

    /// Reads until an error has come, or nothing more does.
    package func listen() throws {
        try wait(for: "E", stillnessMilliseconds: Self.stillnessMilliseconds)
    }

    /// All up to ReadyForQuery.
    @discardableResult
    package func answer() throws -> Answer { Answer(messages: try wait(for: "Z"), closed: isClosed) }

    /// Asks one string. A COPY from the client is failed.
    @discardableResult
    package func ask(_ text: String, _ mode: QueryMode = .simple) throws -> Answer {
        let answer = try connection.ask(text, mode)
        heard += answer.messages
        isClosed = isClosed || answer.closed
        return answer
    }

    /// Asks a COPY and gives it data, when it takes any.
    package func copyIn(_ text: String, _ data: String) throws -> Answer {
        send(FrontendMessage.query(text))
        var messages = try wait(for: "GZ")
        if messages.last?.letter == "G" {
            send(ExtendedMessage.copyData(data), ExtendedMessage.copyDone)
            messages += try wait(for: "Z")
        }
        return Answer(messages: messages, closed: isClosed)
    }

    /// Reads what comes until an empty string is answered behind all that was sent: nothing fails that, and nothing skips
    /// it behind a Sync.
    /// - Parameter stillnessMilliseconds: a peer that says nothing for so long is not waited for.
    @discardableResult
    package func settled(stillnessMilliseconds: Int32 = 700) throws -> Answer {
        send(FrontendMessage.sync, FrontendMessage.query(""))
        var messages: [BackendMessage] = []
        var isAnswered = false
        while !isClosed, connection.hasMore(withinMilliseconds: stillnessMilliseconds) {
            guard let message = try connection.next() else {
                isClosed = true
                break
            }
            messages.append(message)
            if isAnswered, message.letter == "Z" { break }
            if message.letter == "I" { isAnswered = true }
        }
        heard += messages
        return Answer(messages: messages, closed: isClosed)
    }

    /// Says goodbye.
    package func leave() throws {
        send(FrontendMessage.terminate)
        try wait(for: "")
    }

    /// Settles, says goodbye, and reads what else comes.
    package func end() throws {
        try settled()
        try leave()
    }
}
