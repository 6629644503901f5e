package import NIOCore

/// The messages of RFC 4252 and RFC 4256.
package enum AuthenticationMessage: OutgoingMessage, Equatable {
    case request(AuthenticationRequest)
    /// What may go on, and whether the last step counted.
    case failure(methods: [String], isPartial: Bool)
    case success
    case banner(String)
    /// Only servers send it: a key that would do.
    case publicKeyAccepted
    /// Prompts of a keyboard-interactive question, all with hidden answers.
    case informationRequest(instruction: String, prompts: [String])
    case informationResponse([String])

    /// - Parameter asked: for message 60, whose meaning is the method's. True: prompts.
    package init(payload: ByteBuffer, isInteractive: Bool) throws(SSHViolation) {
        var body = payload
        guard let number = body.readInteger(as: UInt8.self),
            let message = Self.read(number, &body, isInteractive), body.readableBytes == 0
        else { throw SSHViolation(.protocolError, "a message of the authentication is unknown or malformed") }
        self = message
    }

    private static func read(
        _ number: UInt8, _ body: inout ByteBuffer, _ isInteractive: Bool
    ) -> AuthenticationMessage? {
        switch number {
        case MessageNumber.authenticationRequest: return AuthenticationRequest(body: &body).map { .request($0) }
        case MessageNumber.authenticationFailure:
            guard let methods = body.readNameList(), let isPartial = body.readSSHBoolean() else { return nil }
            return .failure(methods: methods, isPartial: isPartial)
        case MessageNumber.authenticationSuccess: return .success
        case MessageNumber.authenticationBanner:
            guard let words = body.readSSHString(limit: SSHLimits.wordsBytesLimit),
                body.readSSHString(limit: SSHLimits.nameBytesLimit) != nil
            else { return nil }
            return .banner(String(decoding: words.readableBytesView, as: UTF8.self))
        case MessageNumber.authenticationMethod where isInteractive: return informationRequest(&body)
        case MessageNumber.authenticationMethod:
            body.moveReaderIndex(to: body.writerIndex)
            return .publicKeyAccepted
        case MessageNumber.informationResponse:
            guard let count = body.readInteger(as: UInt32.self), count <= SSHLimits.promptsLimit else { return nil }
            var answers: [String] = []
            for _ in 0..<count {
                guard let answer = body.readSSHText(limit: SSHLimits.passwordBytesLimit) else { return nil }
                answers.append(answer)
            }
            return .informationResponse(answers)
        default: return nil
        }
    }

    private static func informationRequest(_ body: inout ByteBuffer) -> AuthenticationMessage? {
        guard body.readSSHString(limit: SSHLimits.wordsBytesLimit) != nil,
            let instruction = body.readSSHText(limit: SSHLimits.wordsBytesLimit),
            body.readSSHString(limit: SSHLimits.nameBytesLimit) != nil,
            let count = body.readInteger(as: UInt32.self), count <= SSHLimits.promptsLimit
        else { return nil }
        var prompts: [String] = []
        for _ in 0..<count {
            guard let prompt = body.readSSHText(limit: SSHLimits.wordsBytesLimit), body.readSSHBoolean() != nil else {
                return nil
            }
            prompts.append(prompt)
        }
        return .informationRequest(instruction: instruction, prompts: prompts)
    }

    package func write(into buffer: inout ByteBuffer) {
        switch self {
        case .request(let request): request.write(into: &buffer)
        case .failure(let methods, let isPartial):
            buffer.writeInteger(MessageNumber.authenticationFailure)
            buffer.writeNameList(methods)
            buffer.writeSSHBoolean(isPartial)
        case .success: buffer.writeInteger(MessageNumber.authenticationSuccess)
        case .banner(let words):
            buffer.writeInteger(MessageNumber.authenticationBanner)
            buffer.writeSSHString(words)
            buffer.writeSSHString("")
        case .publicKeyAccepted: buffer.writeInteger(MessageNumber.authenticationMethod)
        case .informationRequest(let instruction, let prompts):
            buffer.writeInteger(MessageNumber.authenticationMethod)
            buffer.writeSSHString("")
            buffer.writeSSHString(instruction)
            buffer.writeSSHString("")
            buffer.writeInteger(UInt32(prompts.count))
            for prompt in prompts {
                buffer.writeSSHString(prompt)
                buffer.writeSSHBoolean(false)
            }
        case .informationResponse(let answers):
            buffer.writeInteger(MessageNumber.informationResponse)
            buffer.writeInteger(UInt32(answers.count))
            for answer in answers { buffer.writeSSHString(answer) }
        }
    }
}
