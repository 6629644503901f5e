import Judge
import NIOCore
import PostgresWire

/// Describe and Close.
extension SessionMachine {
    mutating func describe(_ body: ByteBuffer) {
        let type = UInt8(ascii: "D")
        guard let (kind, clientName) = Self.kindAndName(body) else {
            return malformed(WireViolation("invalid Describe message"))
        }
        guard case .known(let name) = clientName else {
            return refuseParse(.decomposed("prepared statement or portal"), via: "describe", raw: [])
        }
        let upstream: String
        switch kind {
        case .statement:
            guard let statement = book.statement(name), !name.isEmpty || isCertain(statement) else {
                return refuseName(.notPrepared(name), type, body, via: "describe")
            }
            upstream = statement.name.upstream
            enqueue(.describeStatement(statement, hasParameters: false))
        case .portal:
            guard let portal = book.portal(name), !name.isEmpty || isCertain(portal) else {
                return refuseName(Self.unknownPortal(name), type, body, via: "describe")
            }
            upstream = portal.name.upstream
            enqueue(.describePortal(portal))
        }
        if name.isEmpty { forward(body) } else { toUpstream.writeDescribe(kind.rawValue, upstream) }
    }

    mutating func close(_ body: ByteBuffer) {
        guard let (kind, clientName) = Self.kindAndName(body) else {
            return malformed(WireViolation("invalid Close message"))
        }
        guard case .known(let name) = clientName else {
            return refuseParse(.decomposed("prepared statement or portal"), via: "close", raw: [])
        }
        // What is not there the server closes, too.
        var upstream = LaneName.nothing
        switch kind {
        case .statement:
            if let statement = book.statement(name) {
                upstream = statement.name.upstream
                book.remove(statement)
                enqueue(.close(.statement(statement)))
            } else {
                enqueue(.close(.nothing))
            }
        case .portal:
            if let portal = book.portal(name) {
                upstream = portal.name.upstream
                book.remove(portal)
                enqueue(.close(.portal(portal)))
            } else {
                enqueue(.close(.nothing))
            }
        }
        if name.isEmpty { forward(body) } else { toUpstream.writeClose(kind.rawValue, upstream) }
    }

    private enum Kind: UInt8 {
        case statement = 0x53
        case portal = 0x50
    }

    private static func kindAndName(_ body: ByteBuffer) -> (Kind, ClientName)? {
        var reader = body
        guard let kind = reader.readInteger(as: UInt8.self).flatMap(Kind.init), let name = reader.readName(),
            reader.readableBytes == 0
        else { return nil }
        return (kind, name)
    }
}
