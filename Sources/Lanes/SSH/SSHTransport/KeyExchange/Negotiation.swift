import SSHWire

/// What both sides' KEXINITs come to (RFC 4253, section 7.1): the first of the client's names that the server has.
struct Negotiation: Sendable, Equatable {
    var keyExchange: KeyExchangeAlgorithm
    var hostKey: HostKeyAlgorithm
    var cipherToServer: CipherAlgorithm
    var cipherToClient: CipherAlgorithm
    var macToServer: MACAlgorithm?
    var macToClient: MACAlgorithm?
    /// Both guess the same exchange and host key first, so that a guessed message counts.
    var isGuessRight: Bool
    /// Both say so in their first KEXINIT.
    var isStrict: Bool

    init(client: KeyExchangeInit, server: KeyExchangeInit) throws(SSHViolation) {
        let keyExchange = try Self.pick("key exchange", client.keyExchanges, server.keyExchanges)
        let hostKey = try Self.pick("host key", client.hostKeys, server.hostKeys)
        let toServer = try Self.pick("cipher", client.ciphersToServer, server.ciphersToServer)
        let toClient = try Self.pick("cipher", client.ciphersToClient, server.ciphersToClient)
        guard let keyExchange = KeyExchangeAlgorithm(rawValue: keyExchange),
            let hostKey = HostKeyAlgorithm(name: hostKey), let cipherToServer = CipherAlgorithm(rawValue: toServer),
            let cipherToClient = CipherAlgorithm(rawValue: toClient)
        else { throw SSHViolation(.keyExchangeFailed, "an algorithm was agreed on that is none of ours") }
        self.keyExchange = keyExchange
        self.hostKey = hostKey
        self.cipherToServer = cipherToServer
        self.cipherToClient = cipherToClient
        macToServer = try Self.mac(cipherToServer, client.macsToServer, server.macsToServer)
        macToClient = try Self.mac(cipherToClient, client.macsToClient, server.macsToClient)
        _ = try Self.pick("compression", client.compressionsToServer, server.compressionsToServer)
        _ = try Self.pick("compression", client.compressionsToClient, server.compressionsToClient)
        isGuessRight =
            client.keyExchanges.first == server.keyExchanges.first && client.hostKeys.first == server.hostKeys.first
        isStrict =
            client.keyExchanges.contains(ProtocolFlag.strictClient)
            && server.keyExchanges.contains(ProtocolFlag.strictServer)
    }

    private static func mac(
        _ cipher: CipherAlgorithm, _ client: [String], _ server: [String]
    ) throws(SSHViolation) -> MACAlgorithm? {
        if cipher.isAuthenticated { return nil }
        guard let mac = MACAlgorithm(rawValue: try pick("MAC", client, server)) else {
            throw SSHViolation(.keyExchangeFailed, "a MAC was agreed on that is none of ours")
        }
        return mac
    }

    private static func pick(
        _ what: StaticString, _ client: [String], _ server: [String]
    ) throws(SSHViolation) -> String {
        for name in client where server.contains(name) { return name }
        throw SSHViolation(.keyExchangeFailed, "there is no \(what) that both sides know")
    }
}
