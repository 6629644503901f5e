import NIOCore

/// KEXINIT (RFC 4253, section 7.1).
package struct KeyExchangeInit: Sendable, Equatable {
    package static let cookieByteCount = 16

    package var cookie: [UInt8]
    package var keyExchanges: [String]
    package var hostKeys: [String]
    package var ciphersToServer: [String]
    package var ciphersToClient: [String]
    package var macsToServer: [String]
    package var macsToClient: [String]
    package var compressionsToServer: [String]
    package var compressionsToClient: [String]
    /// The peer's next message is for the exchange that it guessed.
    package var firstPacketFollows: Bool

    package init(cookie: [UInt8], keyExchanges: [String], hostKeys: [String], ciphers: [String], macs: [String]) {
        self.cookie = cookie
        self.keyExchanges = keyExchanges
        self.hostKeys = hostKeys
        ciphersToServer = ciphers
        ciphersToClient = ciphers
        macsToServer = macs
        macsToClient = macs
        compressionsToServer = ["none"]
        compressionsToClient = ["none"]
        firstPacketFollows = false
    }

    /// - Parameter body: behind the number. Nil: not of the form, or over a limit.
    init?(body: inout ByteBuffer) {
        guard let cookie = body.readBytes(length: Self.cookieByteCount) else { return nil }
        var lists: [[String]] = []
        for _ in 0..<10 {
            guard let list = body.readNameList() else { return nil }
            lists.append(list)
        }
        guard let firstPacketFollows = body.readSSHBoolean(), body.readInteger(as: UInt32.self) != nil else {
            return nil
        }
        self.cookie = cookie
        keyExchanges = lists[0]
        hostKeys = lists[1]
        ciphersToServer = lists[2]
        ciphersToClient = lists[3]
        macsToServer = lists[4]
        macsToClient = lists[5]
        compressionsToServer = lists[6]
        compressionsToClient = lists[7]
        self.firstPacketFollows = firstPacketFollows
    }

    func write(into buffer: inout ByteBuffer) {
        buffer.writeBytes(cookie)
        for list in [
            keyExchanges, hostKeys, ciphersToServer, ciphersToClient, macsToServer, macsToClient,
            compressionsToServer, compressionsToClient, [], [],
        ] { buffer.writeNameList(list) }
        buffer.writeSSHBoolean(firstPacketFollows)
        buffer.writeInteger(0 as UInt32)
    }
}
