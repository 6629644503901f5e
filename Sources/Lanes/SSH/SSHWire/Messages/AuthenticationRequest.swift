package import NIOCore

/// USERAUTH_REQUEST (RFC 4252, RFC 4256, OpenSSH's PROTOCOL, section 3.1).
package struct AuthenticationRequest: Sendable, Equatable {
    package enum Method: Sendable, Equatable {
        case none
        case password(String)
        /// A wish for another password, which is never granted.
        case passwordChange
        case keyboardInteractive
        /// `hostKey`: what the signature names beside the session, where it is bound to the host.
        case publicKey(algorithm: String, key: ByteBuffer, signature: ByteBuffer?, hostKey: ByteBuffer?)
        case other(String)
    }

    package static let publicKeyName = "publickey"
    package static let hostBoundName = "publickey-hostbound-v00@openssh.com"
    package static let serviceName = "ssh-connection"

    package var user: String
    package var service: String
    package var method: Method

    package init(user: String, service: String = AuthenticationRequest.serviceName, method: Method) {
        self.user = user
        self.service = service
        self.method = method
    }

    package var methodName: String {
        switch method {
        case .none: "none"
        case .password, .passwordChange: "password"
        case .keyboardInteractive: "keyboard-interactive"
        case .publicKey(_, _, _, nil): Self.publicKeyName
        case .publicKey: Self.hostBoundName
        case .other(let name): name
        }
    }

    init?(body: inout ByteBuffer) {
        guard let user = body.readSSHText(limit: SSHLimits.freeNameBytesLimit), let service = body.readSSHName(),
            let name = body.readSSHName(), let method = Self.method(name, &body)
        else { return nil }
        self.init(user: user, service: service, method: method)
    }

    private static func method(_ name: String, _ body: inout ByteBuffer) -> Method? {
        switch name {
        case "none": return Method.none
        case "password":
            guard let isChange = body.readSSHBoolean(),
                let password = body.readSSHText(limit: SSHLimits.passwordBytesLimit)
            else { return nil }
            if !isChange { return .password(password) }
            return body.readSSHString(limit: SSHLimits.passwordBytesLimit).map { _ in .passwordChange }
        case "keyboard-interactive":
            guard body.readSSHString(limit: SSHLimits.freeNameBytesLimit) != nil,
                body.readSSHString(limit: SSHLimits.freeNameBytesLimit) != nil
            else { return nil }
            return .keyboardInteractive
        case publicKeyName, hostBoundName:
            guard let isSigned = body.readSSHBoolean(), let algorithm = body.readSSHName(),
                let key = body.readSSHString(limit: SSHLimits.keyBytesLimit)
            else { return nil }
            var hostKey: ByteBuffer?
            if name == hostBoundName {
                guard let bound = body.readSSHString(limit: SSHLimits.keyBytesLimit) else { return nil }
                hostKey = bound
            }
            var signature: ByteBuffer?
            if isSigned {
                guard let given = body.readSSHString(limit: SSHLimits.signatureBytesLimit) else { return nil }
                signature = given
            }
            return .publicKey(algorithm: algorithm, key: key, signature: signature, hostKey: hostKey)
        default:
            body.moveReaderIndex(to: body.writerIndex)
            return .other(name)
        }
    }

    /// Appends the message; of a public key's everything up to the signature, where there is none.
    func write(into buffer: inout ByteBuffer) {
        buffer.writeInteger(MessageNumber.authenticationRequest)
        buffer.writeSSHString(user)
        buffer.writeSSHString(service)
        buffer.writeSSHString(methodName)
        switch method {
        case .none, .other: break
        case .password(let password):
            buffer.writeSSHBoolean(false)
            buffer.writeSSHString(password)
        case .passwordChange:
            buffer.writeSSHBoolean(true)
            buffer.writeSSHString("")
            buffer.writeSSHString("")
        case .keyboardInteractive:
            buffer.writeSSHString("")
            buffer.writeSSHString("")
        case .publicKey(let algorithm, let key, let signature, let hostKey):
            buffer.writeSSHBoolean(signature != nil)
            buffer.writeSSHString(algorithm)
            buffer.writeSSHString(key)
            if let hostKey { buffer.writeSSHString(hostKey) }
            if let signature { buffer.writeSSHString(signature) }
        }
    }

    /// What a user's key signs (RFC 4252, section 7): the session, then the request as it is sent. Whoever signs
    /// builds these bytes of what it was told, and never takes them from anybody.
    ///
    /// - Parameter hostKey: binds the signature to a host; only for servers that say `hostBoundPublicKey`.
    package static func signedBytes(
        sessionID: [UInt8], user: String, algorithm: String, key: [UInt8], hostKey: [UInt8]?
    ) -> [UInt8] {
        var buffer = ByteBuffer()
        buffer.writeSSHString(sessionID)
        let request = AuthenticationRequest(
            user: user,
            method: .publicKey(
                algorithm: algorithm, key: ByteBuffer(bytes: key), signature: nil,
                hostKey: hostKey.map { ByteBuffer(bytes: $0) }))
        let start = buffer.writerIndex
        request.write(into: &buffer)
        // The flag that a signature follows is set in what is signed.
        let flag = start + 1 + 4 + user.utf8.count + 4 + serviceName.utf8.count + 4 + request.methodName.utf8.count
        buffer.setInteger(1 as UInt8, at: flag)
        return buffer.allBytes
    }
}
