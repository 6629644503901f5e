import TestSupport

extension Trial {
    /// A message of the extended protocol, as a trial says it.
    package enum Message: Sendable {
        case query(String)
        /// Types by their names, whose numbers are the server's own.
        case parse(String, String, types: [String])
        case bind(portal: String, String, values: [String?])
        case execute(portal: String, rows: UInt32)
        case closeStatement(String)
        case closePortal(String)
        case describeStatement(String)
        case describePortal(String)
        case flush, sync

        /// - Parameter number: the number of a type.
        func bytes(binary: Bool, number: (String) throws -> UInt32) rethrows -> [UInt8] {
            switch self {
            case .query(let text): FrontendMessage.query(text)
            case .parse(let name, let text, let types):
                ExtendedMessage.parse(name, text, types: try types.map(number))
            case .bind(let portal, let name, let values):
                ExtendedMessage.bind(portal: portal, name, values: values, binary: binary)
            case .execute(let portal, let rows): ExtendedMessage.execute(portal: portal, rows: rows)
            case .closeStatement(let name): ExtendedMessage.close(statement: name)
            case .closePortal(let name): ExtendedMessage.close(portal: name)
            case .describeStatement(let name): ExtendedMessage.describe(statement: name)
            case .describePortal(let name): ExtendedMessage.describe(portal: name)
            case .flush: ExtendedMessage.flush
            case .sync: FrontendMessage.sync
            }
        }
    }
}

extension Trial.Message: CustomStringConvertible {
    package var description: String {
        switch self {
        case .query(let text): "Query \(text)"
        case .parse(let name, let text, let types): "Parse \(name): \(text) \(types)"
        case .bind(let portal, let name, let values): "Bind \(name) to \(portal): \(values.map { $0 ?? "NULL" })"
        case .execute(let portal, let rows): "Execute \(portal), \(rows) rows"
        case .closeStatement(let name): "Close statement \(name)"
        case .closePortal(let name): "Close portal \(name)"
        case .describeStatement(let name): "Describe statement \(name)"
        case .describePortal(let name): "Describe portal \(name)"
        case .flush: "Flush"
        case .sync: "Sync"
        }
    }
}

extension Trial.Step: CustomStringConvertible {
    package var description: String {
        switch self {
        case .ask(let text, let session): session == 0 ? text : "session \(session): \(text)"
        case .ahead(let texts): "without waiting: " + texts.joined(separator: " | ")
        case .pipeline(let messages): "at once: " + messages.map(\.description).joined(separator: " | ")
        case .copyIn(let text, let data): "\(text) <- \(data.debugDescription)"
        case .own(let text): "past the lane: \(text)"
        }
    }
}
