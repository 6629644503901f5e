import NIOCore
import SSHSession
import SSHTransport
import SSHWire
import Testing

struct AuthenticationTests {
    static func payload(_ message: some OutgoingMessage) -> ByteBuffer {
        var buffer = ByteBuffer()
        message.write(into: &buffer)
        return buffer
    }

    static func request(_ method: AuthenticationRequest.Method, service: String = "ssh-connection") -> ByteBuffer {
        payload(AuthenticationMessage.request(AuthenticationRequest(user: "jo", service: service, method: method)))
    }

    static func begun(_ demand: ClientAuthentication.Demand) throws -> ClientAuthentication {
        var authentication = ClientAuthentication(demand)
        let (messages, event) = try authentication.receive(payload(TransportMessage.serviceRequest("ssh-userauth")))
        #expect(messages == [.transport(.serviceAccept("ssh-userauth"))] && event == nil)
        return authentication
    }

    @Test func `Whoever reaches a port that demands nothing is let in, by his first request`() throws {
        var authentication = try Self.begun(.nothing)
        let (messages, event) = try authentication.receive(Self.request(.none))
        #expect(messages == [.authentication(.success)])
        #expect(event == .accepted(user: "jo"))
        #expect(authentication.isAccepted)
        #expect(throws: SSHViolation.self) { try authentication.receive(Self.request(.none)) }
    }

    static let refused: [AuthenticationRequest.Method] = [
        .none, .passwordChange, .other("gssapi-with-mic"),
        .publicKey(algorithm: "ssh-ed25519", key: ByteBuffer(), signature: ByteBuffer(), hostKey: nil),
    ]

    @Test(arguments: refused)
    func `Where a token is demanded, nothing else counts`(method: AuthenticationRequest.Method) throws {
        var authentication = try Self.begun(.token)
        let (messages, event) = try authentication.receive(Self.request(method))
        let failure = AuthenticationMessage.failure(methods: ["password", "keyboard-interactive"], isPartial: false)
        #expect(messages == [.authentication(failure)] && event == nil)
        #expect(!authentication.isAccepted)
    }

    @Test func `A token comes as a password, or as the answer to a prompt, and counts when it is answered for`() throws
    {
        var byPassword = try Self.begun(.token)
        #expect(try byPassword.receive(Self.request(.password("t"))).1 == .credential(user: "jo", "t"))
        #expect(throws: SSHViolation.self) { try byPassword.receive(Self.request(.password("u"))) }
        #expect(byPassword.answer(isAccepted: false).1 == nil)
        #expect(!byPassword.isAccepted)
        _ = try byPassword.receive(Self.request(.password("t")))
        #expect(byPassword.answer(isAccepted: true).1 == .accepted(user: "jo"))

        var byPrompt = try Self.begun(.token)
        let (messages, _) = try byPrompt.receive(Self.request(.keyboardInteractive))
        #expect(messages == [.authentication(.informationRequest(instruction: "", prompts: ["Token: "]))])
        let answer = Self.payload(AuthenticationMessage.informationResponse(["t"]))
        #expect(try byPrompt.receive(answer).1 == .credential(user: "jo", "t"))
        #expect(byPrompt.answer(isAccepted: true).1 == .accepted(user: "jo"))
    }

    @Test func `Another answer than was asked for is no answer, and one that nobody asked for ends the connection`()
        throws
    {
        var authentication = try Self.begun(.token)
        let answer = Self.payload(AuthenticationMessage.informationResponse(["t"]))
        #expect(throws: SSHViolation.self) { try authentication.receive(answer) }
        _ = try authentication.receive(Self.request(.keyboardInteractive))
        let two = Self.payload(AuthenticationMessage.informationResponse(["t", "u"]))
        #expect(try authentication.receive(two).1 == nil)
        #expect(!authentication.isAccepted)
    }

    @Test func `Another service, another first message and too many tries end the connection`() throws {
        var early = ClientAuthentication(.nothing)
        #expect(throws: SSHViolation.self) { try early.receive(Self.request(.none)) }
        var service = ClientAuthentication(.nothing)
        #expect(throws: SSHViolation.self) {
            try service.receive(Self.payload(TransportMessage.serviceRequest("ssh-connection")))
        }
        var other = try Self.begun(.nothing)
        #expect(throws: SSHViolation.self) { try other.receive(Self.request(.none, service: "ssh-userauth")) }
        var many = try Self.begun(.token)
        for _ in 0..<SessionLimits.authenticationsLimit { _ = try many.receive(Self.request(.none)) }
        let violation = #expect(throws: SSHViolation.self) { try many.receive(Self.request(.none)) }
        #expect(violation?.reason == .noMoreAuthMethodsAvailable)
    }
}
