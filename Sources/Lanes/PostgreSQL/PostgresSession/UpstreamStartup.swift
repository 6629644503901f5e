package import HubAPI
package import NIOCore
package import PostgresWire
import SCRAM

/// The start of an upstream connection as a value: the server's messages in, one action out. The password is elsewhere:
/// what the server asks to be proved is an action, too, and the proof comes back by `resume`.
package struct UpstreamStartup: Sendable {
    package enum Action: Sendable, Equatable {
        case wait
        case send(ByteBuffer)
        /// Call `resume` with the proof.
        case prove(ScramChallenge)
        /// Call `resume` with the answer.
        case answer(MD5Challenge)
        /// Call `resume` with the password itself.
        case cleartext
        /// The server is ready for its first query.
        case ready(Greeting)
        case fail(Failure)
    }

    /// What the server said of itself.
    package struct Greeting: Sendable, Equatable {
        package var parameters: [StartupPacket.Parameter]
        package var processID: Int32
        package var key: CancelKey

        package init(parameters: [StartupPacket.Parameter], processID: Int32, key: CancelKey) {
            self.parameters = parameters
            self.processID = processID
            self.key = key
        }
    }

    package struct Failure: Error, Sendable, Equatable {
        /// For the client and the log; holds no secret and no word of the server but its SQLSTATE.
        package var reason: String
        package var sqlState: String
        /// The server did not accept the credential.
        package var refusesCredential: Bool
        /// It may be that what is there does not speak the minor version that it was asked for.
        package var refusesProtocol: Bool

        package init(
            reason: String, sqlState: String, refusesCredential: Bool = false, refusesProtocol: Bool = false
        ) {
            self.reason = reason
            self.sqlState = sqlState
            self.refusesCredential = refusesCredential
            self.refusesProtocol = refusesProtocol
        }
    }

    private enum State {
        case waitingForAuthentication
        case scramStarted(ScramExchange)
        case waitingForProof(ScramExchange)
        case waitingForPassword
        case passwordSent
        case proved(ScramExchange)
        case scramVerified
        /// What it has said of itself so far.
        case authenticated(Greeting)
        case done
    }

    private let asked: ProtocolMinor
    private let encryption: Encryption
    private let allowsCleartext: Bool
    private let nonce: String
    private var state = State.waitingForAuthentication
    private var spoken: ProtocolMinor

    package enum Encryption: Sendable, Equatable {
        case none
        /// - Parameter endPoint: the hash of the server's certificate that a proof can be bound to (RFC 5929,
        ///   tls-server-end-point); nil: its signature has no hash that can be computed here.
        case tls(endPoint: [UInt8]?)
    }

    /// - Parameters:
    ///   - asked: the minor version of the startup packet that was sent.
    ///   - encryption: of the connection; a password in clear is never sent without any.
    ///   - allowsCleartext: the target says that the server may have the password itself.
    ///   - nonce: for SCRAM; printable ASCII, random.
    package init(
        asked: ProtocolMinor = .zero, encryption: Encryption, allowsCleartext: Bool, nonce: String
    ) {
        self.asked = asked
        spoken = asked
        self.encryption = encryption
        self.allowsCleartext = allowsCleartext
        self.nonce = nonce
    }

    /// What waits is not the server's answer, but a proof.
    package var waitsForCredential: Bool {
        switch state {
        case .waitingForProof, .waitingForPassword: true
        case .waitingForAuthentication, .scramStarted, .passwordSent, .proved, .scramVerified, .authenticated, .done:
            false
        }
    }

    /// - Parameter message: with its header.
    package mutating func receive(_ type: UInt8, _ message: ByteBuffer) -> Action {
        var body = message
        body.moveReaderIndex(forwardBy: min(5, body.readableBytes))
        switch type {
        case UInt8(ascii: "R"): return authenticate(&body)
        case UInt8(ascii: "E"): return refused(body)
        case UInt8(ascii: "N"): return .wait
        case UInt8(ascii: "v"): return negotiate(&body)
        case UInt8(ascii: "S"):
            guard case .authenticated(var greeting) = state, let name = body.readCString(),
                let value = body.readCString(), greeting.parameters.count < Self.parametersLimit
            else { return violation }
            greeting.parameters.append(StartupPacket.Parameter(name: name, value: value))
            state = .authenticated(greeting)
            return .wait
        case UInt8(ascii: "K"):
            guard case .authenticated(var greeting) = state, let processID = body.readInteger(as: Int32.self),
                let key = CancelKey(Array(body.readableBytesView)),
                spoken >= .two || key.bytes.count == CancelKey.shortBytes
            else { return violation }
            greeting.processID = processID
            greeting.key = key
            state = .authenticated(greeting)
            return .wait
        case UInt8(ascii: "Z"):
            guard case .authenticated(let greeting) = state else { return violation }
            state = .done
            return Self.finish(greeting)
        default: return violation
        }
    }

    private var violation: Action {
        .fail(Failure(reason: "the upstream server does not follow the protocol", sqlState: "08P01"))
    }

    private static let parametersLimit = 100

    private static func finish(_ greeting: Greeting) -> Action {
        let wanted = ["client_encoding": "UTF8", "standard_conforming_strings": "on"]
        for (name, value) in wanted where greeting.parameters.first(where: { $0.name == name })?.value != value {
            return .fail(
                Failure(reason: "the upstream server's \(name) is not \(value)", sqlState: "08P01"))
        }
        return .ready(greeting)
    }

    /// The server speaks an older minor version. It was sent no option that it could be without.
    private mutating func negotiate(_ body: inout ByteBuffer) -> Action {
        guard case .waitingForAuthentication = state,
            let (code, unknown) = body.readMultipleIntegers(as: (Int32, Int32).self), code >> 16 == 3, unknown == 0,
            code < asked.code
        else { return violation }
        spoken = ProtocolMinor(asked: Int(code & 0xFFFF))
        return .wait
    }

    private func refused(_ body: ByteBuffer) -> Action {
        let sqlState = ErrorFields(body: body)?.sqlState ?? "08006"
        let isCredential = sqlState.hasPrefix("28")
        return .fail(
            Failure(
                reason: isCredential
                    ? "the upstream server refused the lane's credential (\(sqlState))"
                    : "the upstream server refused the connection (\(sqlState) \(ConditionName.of(sqlState)))",
                sqlState: isCredential ? "28000" : "08006", refusesCredential: isCredential,
                refusesProtocol: asked > .zero && ["0A000", "08P01"].contains(sqlState)))
    }

    // MARK: proofs

    /// The proof that `prove` asked for.
    package mutating func resume(_ proof: ScramProof) -> Action {
        guard case .waitingForProof(var exchange) = state else { return .wait }
        guard let final = try? exchange.clientFinal(proof) else { return Self.fail("the proof is malformed") }
        state = .proved(exchange)
        var answer = ByteBuffer()
        answer.writeSASLResponse(final)
        return .send(answer)
    }

    /// The password message that `answer` or `cleartext` asked for.
    package mutating func resume(_ password: PasswordAnswer) -> Action {
        guard case .waitingForPassword = state else { return .wait }
        // A NUL would end the message early, and what follows would be read as another.
        guard !password.password.utf8.contains(0) else { return Self.fail("the password is malformed") }
        state = .passwordSent
        var answer = ByteBuffer()
        answer.writePassword(password.password)
        return .send(answer)
    }

    private static func fail(_ reason: String) -> Action { .fail(Failure(reason: reason, sqlState: "28000")) }

    // MARK: the server asks

    private mutating func authenticate(_ body: inout ByteBuffer) -> Action {
        guard let method = body.readInteger(as: Int32.self) else { return violation }
        switch (method, state) {
        case (0, .waitingForAuthentication), (0, .passwordSent), (0, .scramVerified):
            // What gives no key cannot be cancelled.
            state = .authenticated(Greeting(parameters: [], processID: 0, key: .none))
            return .wait
        case (3, .waitingForAuthentication): return cleartext
        case (5, .waitingForAuthentication):
            guard let salt = body.readBytes(length: 4) else { return violation }
            state = .waitingForPassword
            return .answer(MD5Challenge(salt: salt))
        case (10, .waitingForAuthentication): return startScram(&body)
        case (11, .scramStarted(var exchange)):
            guard let first = body.readString(length: body.readableBytes),
                let challenge = try? exchange.challenge(serverFirst: first)
            else { return violation }
            state = .waitingForProof(exchange)
            return .prove(challenge)
        case (12, .proved(let exchange)):
            guard let final = body.readString(length: body.readableBytes),
                (try? exchange.verify(serverFinal: final)) != nil
            else { return Self.fail("the upstream server could not prove that it knows the password") }
            state = .scramVerified
            return .wait
        case (0, _), (3, _), (5, _), (10, _), (11, _), (12, _): return violation
        default: return Self.fail("the upstream server asks for an authentication method that is not supported")
        }
    }

    private var cleartext: Action {
        mutating get {
            guard encryption != .none else {
                return Self.fail("the upstream server asks for a password in clear over an unencrypted connection")
            }
            guard allowsCleartext else {
                return Self.fail(
                    "the upstream server asks for the password itself, which the policy does not allow for this target "
                        + "(cleartext_password)")
            }
            state = .waitingForPassword
            return .cleartext
        }
    }

    private mutating func startScram(_ body: inout ByteBuffer) -> Action {
        var mechanisms: [String] = []
        while let name = body.readCString(), !name.isEmpty { mechanisms.append(name) }
        guard mechanisms.contains("SCRAM-SHA-256") else {
            return Self.fail("the upstream server does not offer SCRAM-SHA-256")
        }
        let isBindable = mechanisms.contains("SCRAM-SHA-256-PLUS")
        let binding: ScramBinding =
            switch encryption {
            case .tls(let endPoint?): isBindable ? .serverEndPoint(endPoint) : .notOffered
            case .tls(nil), .none: .unsupported
            }
        let exchange = ScramExchange(nonce: nonce, binding: binding)
        state = .scramStarted(exchange)
        var answer = ByteBuffer()
        answer.writeSASLInitialResponse(mechanism: binding.mechanism, exchange.clientFirst)
        return .send(answer)
    }
}
