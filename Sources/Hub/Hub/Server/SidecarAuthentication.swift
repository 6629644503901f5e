import HubAPI
import HubStore
import Hummingbird
import NIOCore
import NIOSSL

/// Lets in who has shown a certificate of an enrolled sidecar that is not revoked. Asked anew for every request, so that
/// a revocation holds on connections that are open, too.
struct SidecarAuthentication: RouterMiddleware {
    typealias Context = HubContext

    let store: any HubStore
    let policy: PolicyService
    let hubName: String
    let clock: HubClock

    @concurrent func handle(
        _ request: Request, context: HubContext, next: @concurrent (Request, HubContext) async throws -> Response
    ) async throws -> Response {
        guard let der = await Self.certificate(of: context.channel), let peer = PeerCertificate(der: der),
            peer.identity.hubName == hubName
        else { throw ProblemDetails(.unauthenticated, detail: "no certificate of a sidecar: enrol first") }
        guard peer.notAfterSeconds > clock.nowSeconds() else {
            throw ProblemDetails(.unauthenticated, detail: "the certificate has expired: enrol again")
        }
        guard let instance = try await store.instance(peer.identity.instance) else {
            throw ProblemDetails(.unauthenticated, detail: "the hub does not know this instance: enrol again")
        }
        if let reason = instance.revokedReason { throw ProblemDetails(.revoked, detail: reason) }
        guard instance.tlsPublicKey == peer.publicKey else {
            throw ProblemDetails(.unauthenticated, detail: "the instance has enrolled anew with another key")
        }
        var context = context
        context.sidecar = await policy.standing(of: instance)
        return try await next(request, context)
    }

    /// An HTTP/2 stream is a child of its connection.
    private static func certificate(of channel: any Channel) async -> [UInt8]? {
        for candidate in [channel, channel.parent].compactMap(\.self) {
            let found = try? await candidate.pipeline.handler(type: NIOSSLHandler.self)
                .map { handler in handler.peerCertificate.flatMap { try? $0.toDERBytes() } }.get()
            if let found { return found }
        }
        return nil
    }
}

extension HubContext {
    /// Behind `SidecarAuthentication`.
    func requireSidecar() throws -> Instance {
        guard let sidecar else { throw ProblemDetails(.unauthenticated) }
        return sidecar
    }
}
