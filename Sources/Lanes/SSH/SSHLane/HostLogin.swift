import Lane
import NIOCore
import SSHKeys
import SSHSession
import SSHTransport
import SSHWire

/// A connection to a host from its first byte until the host has let the account in.
final class HostLogin: SSHPeer {
    private let channel: any Channel
    private let user: String
    private let sign: @Sendable (SignatureChallenge.UserAuthentication) async throws -> UserSignature
    private let promise: EventLoopPromise<HostConnection>
    private var transport: SSHTransport
    private var authentication: HostAuthentication?
    private var fingerprint = ""
    /// What it is asked to let in by, in words.
    private var proof = "key"
    private var isDone = false
    var handler: SSHPeerHandler?

    init(
        _ channel: any Channel, trust: HostTrust, user: String, promise: EventLoopPromise<HostConnection>,
        sign: @escaping @Sendable (SignatureChallenge.UserAuthentication) async throws -> UserSignature
    ) {
        self.channel = channel
        self.user = user
        self.sign = sign
        self.promise = promise
        transport = SSHTransport(.client(trust), random: SystemRandomNumberGenerator())
    }

    var wantsBytes: Bool { true }
    func becameWritable() {}
    func gone(_ reason: String) { fail(LaneFailure(.unreachable, "the connection to the host ended: \(reason)")) }

    func connected() { flush() }

    func receive(_ bytes: ByteBuffer) {
        guard !isDone else { return }
        var bytes = bytes
        transport.receive(&bytes)
        advance()
    }

    private func advance() {
        do throws(SSHViolation) {
            while !isDone, let event = try transport.next(nowSeconds: UInt64(clamping: WallClock.nowSeconds)) {
                try handle(event)
            }
        } catch {
            fail(LaneFailure(.unreachable, error.words))
        }
        flush()
    }

    private func handle(_ event: TransportEvent) throws(SSHViolation) {
        switch event {
        case .established(let exchange):
            fingerprint = SSHPublicKey.fingerprint(of: exchange.hostKey)
            authentication = HostAuthentication(user: user, exchange)
            try transport.send(HostAuthentication.opening)
        case .rekeyed: break
        case .disconnected: fail(LaneFailure(.unreachable, "the host ended the connection"))
        case .message(let payload):
            switch try authentication?.receive(payload, extensions: transport.peerExtensions) {
            case .challenge(.userAuthentication(let challenge))?: ask(challenge)
            case .accepted?: succeed()
            case .refused(let methods, _)?:
                let names = methods.filter(\.isShort).prefix(4).joined(separator: ", ")
                fail(
                    LaneFailure(
                        .unauthenticated,
                        "the host does not take the credential's \(proof) for account \"\(user)\" (it would take: \(names))"
                    ))
            case nil: break
            }
        }
    }

    private func ask(_ challenge: SignatureChallenge.UserAuthentication) {
        let sign = sign
        let bound = NIOLoopBound(self, eventLoop: channel.eventLoop)
        channel.eventLoop.makeFutureWithTask { try await sign(challenge) }.whenComplete { bound.value.signed($0) }
    }

    private func signed(_ result: Result<UserSignature, any Error>) {
        guard !isDone else { return }
        switch result {
        case .failure(let error):
            fail(error as? LaneFailure ?? LaneFailure(.notReady, "the key of the host's account cannot be had"))
        case .success(let signature):
            if HostKeyAlgorithm(name: signature.algorithm)?.isCertified == true {
                proof = "certificate, which is of its authority (TrustedUserCAKeys) and good for a minute,"
            }
            do throws(SSHViolation) {
                if let message = authentication?.sign(signature) { try transport.send(message) }
            } catch {
                fail(LaneFailure(.unreachable, error.words))
            }
        }
        flush()
    }

    private func succeed() {
        guard let handler else { return }
        isDone = true
        flush()
        promise.succeed(
            HostConnection(
                channel: channel, handler: NIOLoopBound(handler, eventLoop: channel.eventLoop), transport: transport,
                fingerprint: fingerprint))
    }

    /// Also when it takes too long.
    func fail(_ failure: LaneFailure) {
        guard !isDone else { return }
        isDone = true
        transport.disconnect(.byApplication, "")
        flush()
        promise.fail(failure)
        channel.close(promise: nil)
    }

    private func flush() {
        if let output = transport.takeOutput() { channel.writeAndFlush(output, promise: nil) }
    }
}

extension String {
    /// A name of a method, which a host says freely.
    fileprivate var isShort: Bool { utf8.count <= 32 && utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } }
}
