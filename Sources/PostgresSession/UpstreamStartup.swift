import Crypto
package import NIOCore
package import PostgresWire

/// The start of an upstream connection as a value: the server's messages in, one action out.
package struct UpstreamStartup: Sendable {
    package enum Action: Sendable, Equatable {
        case wait
        case send(ByteBuffer)
        /// The server is ready for its first query.
        case ready(Greeting)
        case fail(Failure)
    }

    /// What the server said of itself.
    package struct Greeting: Sendable, Equatable {
        package var parameters: [StartupPacket.Parameter]
        package var processID: Int32
        package var secret: Int32
    }

    package struct Failure: Error, Sendable, Equatable {
        /// For the client and the log; holds no secret and no word of the server but its SQLSTATE.
        package var reason: String
        package var sqlState: String

        package init(reason: String, sqlState: String) {
            self.reason = reason
            self.sqlState = sqlState
        }
    }

    private enum State {
        case waitingForAuthentication
        case scram(ScramClient)
        case scramVerified
        case authenticated
        case done
    }

    private let credential: Credential
    private let isEncrypted: Bool
    private let nonce: String
    private var state = State.waitingForAuthentication
    private var parameters: [StartupPacket.Parameter] = []
    private var key: (Int32, Int32) = (0, 0)

    /// - Parameters:
    ///   - isEncrypted: a password in clear may be sent.
    ///   - nonce: for SCRAM; printable ASCII, random.
    package init(credential: Credential, isEncrypted: Bool, nonce: String) {
        self.credential = credential
        self.isEncrypted = isEncrypted
        self.nonce = nonce
    }

    /// - Parameter message: with its header.
    package mutating func receive(_ type: UInt8, _ message: ByteBuffer) -> Action {
        var body = message
        body.moveReaderIndex(forwardBy: min(5, body.readableBytes))
        switch type {
        case UInt8(ascii: "R"): return authenticate(&body)
        case UInt8(ascii: "E"): return refused(body)
        case UInt8(ascii: "N"): return .wait
        case UInt8(ascii: "S"):
            guard case .authenticated = state, let name = body.readCString(), let value = body.readCString(),
                parameters.count < 100
            else { return lies }
            parameters.append(StartupPacket.Parameter(name: name, value: value))
            return .wait
        case UInt8(ascii: "K"):
            guard case .authenticated = state, let key = body.readMultipleIntegers(as: (Int32, Int32).self) else {
                return lies
            }
            self.key = key
            return .wait
        case UInt8(ascii: "Z"):
            guard case .authenticated = state else { return lies }
            state = .done
            return finish()
        default: return lies
        }
    }

    private var lies: Action {
        .fail(Failure(reason: "the upstream server does not follow the protocol", sqlState: "08P01"))
    }

    private func finish() -> Action {
        let wanted = ["client_encoding": "UTF8", "standard_conforming_strings": "on"]
        for (name, value) in wanted where parameters.first(where: { $0.name == name })?.value != value {
            return .fail(
                Failure(reason: "the upstream server's \(name) is not \(value)", sqlState: "08P01"))
        }
        return .ready(Greeting(parameters: parameters, processID: key.0, secret: key.1))
    }

    private func refused(_ body: ByteBuffer) -> Action {
        let sqlState = ErrorFields(body: body)?.sqlState ?? "08006"
        let isCredential = sqlState.hasPrefix("28")
        return .fail(
            Failure(
                reason: isCredential
                    ? "the upstream server refused the lane's credential (\(sqlState))"
                    : "the upstream server refused the connection (\(sqlState) \(ConditionName.of(sqlState)))",
                sqlState: isCredential ? "28000" : "08006"))
    }

    private mutating func authenticate(_ body: inout ByteBuffer) -> Action {
        guard let method = body.readInteger(as: Int32.self) else { return lies }
        switch (method, state) {
        case (0, .waitingForAuthentication), (0, .scramVerified):
            state = .authenticated
            return .wait
        case (3, .waitingForAuthentication):
            guard isEncrypted else {
                return .fail(
                    Failure(
                        reason: "the upstream server asks for a password in clear over an unencrypted connection",
                        sqlState: "28000"))
            }
            var answer = ByteBuffer()
            answer.writePassword(credential.password)
            return .send(answer)
        case (5, .waitingForAuthentication):
            guard let salt = body.readBytes(length: 4) else { return lies }
            var answer = ByteBuffer()
            answer.writePassword(md5(salt))
            return .send(answer)
        case (10, .waitingForAuthentication): return startScram(&body)
        case (11, .scram(var scram)):
            guard let challenge = body.readString(length: body.readableBytes) else { return lies }
            guard let final = try? scram.clientFinal(serverFirst: challenge) else { return lies }
            state = .scram(scram)
            var answer = ByteBuffer()
            answer.writeSASLResponse(final)
            return .send(answer)
        case (12, .scram(let scram)):
            guard let final = body.readString(length: body.readableBytes),
                (try? scram.verify(serverFinal: final)) != nil
            else {
                return .fail(
                    Failure(reason: "the upstream server could not prove that it knows the password", sqlState: "28000")
                )
            }
            state = .scramVerified
            return .wait
        default:
            return .fail(
                Failure(
                    reason: "the upstream server asks for an authentication method that is not supported",
                    sqlState: "28000"))
        }
    }

    private mutating func startScram(_ body: inout ByteBuffer) -> Action {
        var mechanisms: [String] = []
        while let name = body.readCString(), !name.isEmpty { mechanisms.append(name) }
        guard mechanisms.contains("SCRAM-SHA-256") else {
            return .fail(Failure(reason: "the upstream server does not offer SCRAM-SHA-256", sqlState: "28000"))
        }
        let scram = ScramClient(password: credential.password, nonce: nonce)
        state = .scram(scram)
        var answer = ByteBuffer()
        answer.writeSASLInitialResponse(mechanism: "SCRAM-SHA-256", scram.clientFirst)
        return .send(answer)
    }

    private func md5(_ salt: [UInt8]) -> String {
        let inner = Self.hex(Insecure.MD5.hash(data: Array((credential.password + credential.user).utf8)))
        return "md5" + Self.hex(Insecure.MD5.hash(data: Array(inner.utf8) + salt))
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
    }
}
