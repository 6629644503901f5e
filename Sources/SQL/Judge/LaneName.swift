/// What a prepared statement, portal or cursor is called: by the client, and at the server.
///
/// The server's name is made by the lane: the beginning of the client's, `~`, and a number that the session never uses
/// again. So a name at the server means one text for as long as the session lives, whatever failed, was skipped or was
/// taken away meanwhile; and it is shorter than the 63 bytes that PostgreSQL's hash tables compare. The client's name
/// is compared whole, byte by byte: of the protocol's messages as it was sent, of SQL as PostgreSQL's parser gives it,
/// which cuts it to 63 bytes. Both are in Unicode normal form C, so Strings are equal where their bytes are.
package struct LaneName: Sendable, Equatable {
    package let client: String
    package let upstream: String
    /// 0: made by nobody here.
    package let number: UInt64

    /// Bytes of the client's name that its server's name begins with.
    package static let clientBytesLimit = 40

    package init(_ client: String, number: UInt64) {
        self.client = client
        self.number = number
        upstream = Self.beginning(of: client) + "~\(number)"
    }

    private init(client: String, upstream: String) {
        self.client = client
        self.upstream = upstream
        number = 0
    }

    /// The unnamed statement, or portal: it has no name at the server, either.
    package static let unnamed = LaneName(client: "", upstream: "")

    /// A name that the lane did not make, and that is known at the server all the same (a cursor of its own code).
    package static func foreign(_ name: String) -> LaneName { LaneName(client: name, upstream: name) }

    /// As the protocol's messages carry it, with its NUL.
    package var onTheWire: [UInt8] { Array(upstream.utf8) + [0] }

    /// No name that was ever made: where something must be asked for that is not there.
    package static let nothing = "~"

    /// Whether a name is spelled as the lane spells its own.
    package static func isSpelledLikeOne(_ name: String) -> Bool {
        let digits = name.utf8.reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
        return name.utf8.dropLast(digits).last == UInt8(ascii: "~")
    }

    private static func beginning(of client: String) -> String {
        guard client.utf8.count > clientBytesLimit else { return client }
        var beginning = ""
        for character in client {
            guard beginning.utf8.count + character.utf8.count <= clientBytesLimit else { break }
            beginning.append(character)
        }
        return beginning
    }
}
