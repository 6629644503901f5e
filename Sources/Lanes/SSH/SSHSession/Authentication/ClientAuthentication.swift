package import NIOCore
package import SSHWire

/// Who the client is (RFC 4252, RFC 4256), asked by this side as its server.
///
/// Who a credential speaks for is not known here: it is given out, and the answer comes when it comes. The user's name
/// decides nothing.
package struct ClientAuthentication: Sendable {
    package enum Demand: Sendable, Equatable {
        /// Whoever reaches the port.
        case nothing
        /// A token, as a password or as the answer to a prompt.
        case token
    }

    package enum Event: Sendable, Equatable {
        /// To be answered by `answer`.
        case credential(user: String, String)
        case accepted(user: String)
    }

    private enum State: Sendable {
        case awaitingService
        case awaitingRequest
        case awaitingPrompt(user: String)
        case awaitingAnswer(user: String)
        case accepted
    }

    private static let serviceName = "ssh-userauth"
    private static let prompt = "Token: "

    private let demand: Demand
    private var state = State.awaitingService
    private var tries = 0

    package init(_ demand: Demand) { self.demand = demand }

    package var isAccepted: Bool {
        if case .accepted = state { return true }
        return false
    }

    /// - Returns: what is to be sent, and what came of it.
    package mutating func receive(_ payload: ByteBuffer) throws(SSHViolation) -> ([SSHMessage], Event?) {
        switch state {
        case .awaitingService:
            guard case .serviceRequest(let name) = try TransportMessage(payload: payload), name == Self.serviceName
            else { throw SSHViolation(.serviceNotAvailable, "the first service must be \(Self.serviceName)") }
            state = .awaitingRequest
            return ([.transport(.serviceAccept(name))], nil)
        case .awaitingRequest, .awaitingPrompt:
            switch try AuthenticationMessage(payload: payload, isInteractive: false) {
            case .request(let request): return try receive(request)
            case .informationResponse(let answers): return try receive(answers)
            default: throw SSHViolation(.protocolError, "a client does not send this message")
            }
        case .awaitingAnswer:
            throw SSHViolation(.protocolError, "a message came before the answer to the one before it")
        case .accepted:
            throw SSHViolation(.protocolError, "the client has authenticated already")
        }
    }

    /// The answer to a credential.
    package mutating func answer(isAccepted: Bool) -> ([SSHMessage], Event?) {
        guard case .awaitingAnswer(let user) = state else { return ([], nil) }
        return isAccepted ? accept(user) : refuse()
    }

    private mutating func receive(_ request: AuthenticationRequest) throws(SSHViolation) -> ([SSHMessage], Event?) {
        guard request.service == AuthenticationRequest.serviceName else {
            throw SSHViolation(.serviceNotAvailable, "there is no service but \(AuthenticationRequest.serviceName)")
        }
        tries += 1
        guard tries <= SessionLimits.authenticationsLimit else {
            throw SSHViolation(
                .noMoreAuthMethodsAvailable,
                "more than \(SessionLimits.authenticationsLimit) tries to authenticate")
        }
        switch (demand, request.method) {
        case (.nothing, _): return accept(request.user)
        case (.token, .password(let password)):
            state = .awaitingAnswer(user: request.user)
            return ([], .credential(user: request.user, password))
        case (.token, .keyboardInteractive):
            state = .awaitingPrompt(user: request.user)
            let question = AuthenticationMessage.informationRequest(instruction: "", prompts: [Self.prompt])
            return ([.authentication(question)], nil)
        case (.token, .none), (.token, .passwordChange), (.token, .publicKey), (.token, .other): return refuse()
        }
    }

    private mutating func receive(_ answers: [String]) throws(SSHViolation) -> ([SSHMessage], Event?) {
        guard case .awaitingPrompt(let user) = state else {
            throw SSHViolation(.protocolError, "an answer came that nobody asked for")
        }
        guard answers.count == 1 else { return refuse() }
        state = .awaitingAnswer(user: user)
        return ([], .credential(user: user, answers[0]))
    }

    private mutating func accept(_ user: String) -> ([SSHMessage], Event?) {
        state = .accepted
        return ([.authentication(.success)], .accepted(user: user))
    }

    private mutating func refuse() -> ([SSHMessage], Event?) {
        state = .awaitingRequest
        return ([.authentication(.failure(methods: ["password", "keyboard-interactive"], isPartial: false))], nil)
    }
}
