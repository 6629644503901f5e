import NIOCore
import SSHKeys
import SSHSession
import SSHTransport
import SSHWire
import TestSupport
import Testing

/// Our proof towards a host: one signature, asked for with what its maker needs to know.
struct HostAuthenticationTests {
    /// The first exchange of two sides of ours.
    static func exchange() throws -> FirstExchange {
        let key = try SSHPrivateKey(generating: .ed25519)
        var client = SSHTransport(
            .client(HostTrust(keys: [key.publicKey], host: "h")), random: SeededGenerator(seed: 1))
        var server = SSHTransport(.server(hostKeys: [key]), random: SeededGenerator(seed: 2))
        for _ in 0..<6 {
            if var bytes = client.takeOutput() { server.receive(&bytes) }
            while try server.next(nowSeconds: 0) != nil {}
            if var bytes = server.takeOutput() { client.receive(&bytes) }
            while let event = try client.next(nowSeconds: 0) {
                if case .established(let exchange) = event { return exchange }
            }
        }
        throw TestFailure("no exchange")
    }

    static let signature = UserSignature(algorithm: "ssh-ed25519", key: [1], signature: [2], isHostBound: true)

    static func payload(_ message: some OutgoingMessage) -> ByteBuffer {
        var buffer = ByteBuffer()
        message.write(into: &buffer)
        return buffer
    }

    static let nothing = PeerExtensions(isOfServer: true)

    /// Up to the challenge.
    static func begun(_ extensions: PeerExtensions = nothing) throws -> (
        HostAuthentication, SignatureChallenge.UserAuthentication
    ) {
        var authentication = HostAuthentication(user: "agent", try exchange())
        let accept = payload(TransportMessage.serviceAccept("ssh-userauth"))
        guard
            case .challenge(.userAuthentication(let challenge))? = try authentication.receive(
                accept, extensions: extensions)
        else { throw TestFailure("no challenge") }
        return (authentication, challenge)
    }

    @Test func `The signer is told the session, the host and its proof, the user, and what the host takes`() throws {
        let (_, plain) = try Self.begun()
        #expect(plain.user == "agent" && plain.sessionID.count == 32 && !plain.mayBindToHost)
        #expect(plain.signatureAlgorithms == nil)
        let key = try #require(SSHPublicKey(blob: plain.hostKey))
        #expect(key.verifies(ByteBuffer(bytes: plain.hostSignature), over: plain.sessionID, .ed25519))
        let (_, told) = try Self.begun(
            PeerExtensions(
                isOfServer: true, signatureAlgorithms: Array("ssh-ed25519,x".utf8), takesHostBound: true))
        #expect(told.signatureAlgorithms == ["ssh-ed25519", "x"] && told.mayBindToHost)
    }

    @Test func `The signature goes once, and the host's word is final`() throws {
        for isGood in [true, false] {
            var (authentication, challenge) = try Self.begun()
            guard case .authentication(.request(let request))? = authentication.sign(Self.signature),
                case .publicKey("ssh-ed25519", _, let signature?, let hostKey?) = request.method
            else { return #expect(Bool(false)) }
            #expect(request.user == "agent" && Array(signature.readableBytesView) == [2])
            #expect(Array(hostKey.readableBytesView) == challenge.hostKey)
            #expect(authentication.sign(Self.signature) == nil)
            let banner = Self.payload(AuthenticationMessage.banner("hello"))
            #expect(try authentication.receive(banner, extensions: Self.nothing) == nil)
            let verdict =
                isGood
                ? AuthenticationMessage.success : .failure(methods: ["password"], isPartial: false)
            let event = try authentication.receive(Self.payload(verdict), extensions: Self.nothing)
            #expect(event == (isGood ? .accepted : .refused(methods: ["password"], isPartial: false)))
            #expect(throws: SSHViolation.self) {
                try authentication.receive(Self.payload(verdict), extensions: Self.nothing)
            }
        }
    }

    @Test(arguments: [
        AuthenticationMessage.success, .failure(methods: [], isPartial: false), .publicKeyAccepted,
        .request(AuthenticationRequest(user: "x", method: .none)),
    ])
    func `A verdict before the signature ends the connection`(message: AuthenticationMessage) throws {
        var (authentication, _) = try Self.begun()
        #expect(throws: SSHViolation.self) {
            try authentication.receive(Self.payload(message), extensions: Self.nothing)
        }
    }

    @Test func `A host that says more banners than the limit is left`() throws {
        var (authentication, _) = try Self.begun()
        let banner = Self.payload(AuthenticationMessage.banner("hello"))
        for _ in 0..<SessionLimits.bannersLimit { _ = try authentication.receive(banner, extensions: Self.nothing) }
        #expect(throws: SSHViolation.self) { try authentication.receive(banner, extensions: Self.nothing) }
    }
}
