import Crypto
import HubAPI
import HubStore
import OpenIDConnect
import Policy
import SignedNote

/// Gives sidecars their certificates.
struct EnrolmentService: Sendable {
    static let ttlSecondsLimit: Int64 = 30 * 86_400
    static let tokenPrefix = "chaperone-enrol-"
    private static let nameBytesLimit = 256
    private static let groupsLimit = 100

    let store: any HubStore
    let keys: HubKeys
    let clock: HubClock
    let hubName: String
    let tokens: TokenVerifier
    let policy: PolicyService

    // MARK: tokens

    struct NewToken: Sendable {
        var token: String
        var kept: EnrolToken
    }

    func createToken(principal: String, groups: [String], ttlSeconds: Int64, by person: Person) async throws -> NewToken
    {
        guard !principal.isEmpty, principal.utf8.count <= Self.nameBytesLimit, groups.count <= Self.groupsLimit,
            groups.allSatisfy({ !$0.isEmpty && $0.utf8.count <= Self.nameBytesLimit })
        else {
            throw ProblemDetails(
                .malformed, detail: "principal and groups must be names of 1 to \(Self.nameBytesLimit) bytes")
        }
        guard (1...Self.ttlSecondsLimit).contains(ttlSeconds) else {
            throw ProblemDetails(
                .malformed, detail: "ttl must be from one second to \(Self.ttlSecondsLimit / 86_400) days")
        }
        let token = RandomText.token(prefix: Self.tokenPrefix)
        let now = clock.nowSeconds()
        let kept = EnrolToken(
            id: RandomText.hex(bytes: 8), hash: TokenHash.of(token), principal: principal, groups: groups,
            createdBy: person.principal, createdAtSeconds: now, expiresAtSeconds: now + ttlSeconds)
        try await store.add(kept)
        return NewToken(token: token, kept: kept)
    }

    // MARK: sidecars

    /// - Throws: `ProblemDetails`.
    func enrol(_ request: EnrolRequest) async throws -> EnrolResponse {
        try check(request)
        let now = clock.nowSeconds()
        let asked = Instance(
            id: request.instance, principal: "", groups: [],
            origin: "chaperone/\(hubName)/\(request.instance)", auditPublicKey: request.auditPublicKey,
            tlsPublicKey: request.tlsPublicKey, version: String(request.version.prefix(64)), enrolledAtSeconds: now)
        if let known = try await store.instance(request.instance), let reason = known.revokedReason {
            throw ProblemDetails(.revoked, detail: reason)
        }
        let instance = await policy.standing(of: try await admit(request, asked, now))
        let issued = try issue(instance, now)
        try await store.add(
            HubEvent(
                atSeconds: now, kind: .enrolled, severity: .info, subject: instance.id,
                detail: "as \(instance.principal)"))
        return EnrolResponse(
            hubName: hubName, principal: instance.principal, groups: instance.groups, certificate: issued,
            policyKey: keys.policyKey.verifierKey.description, witnessKey: keys.witnessVerifierKey.description)
    }

    func renew(_ instance: Instance) throws -> RenewResponse { try issue(instance, clock.nowSeconds()) }

    /// What a lane of that sidecar shows to its clients.
    /// - Throws: `ProblemDetails` when the sidecar may not use the target, or the policy wants no certificate there.
    func laneCertificate(_ request: LaneCertificateRequest, for instance: Instance) async throws -> RenewResponse {
        let target = try await policy.target(request.target, for: instance)
        guard target.listenTLS == true else {
            throw ProblemDetails(.forbidden, detail: "target \(target.name) has no listen_tls in the policy")
        }
        let issued: CertificateAuthority.Issued
        do {
            issued = try keys.laneAuthority.issueLane(
                host: target.upstream.host, publicKey: request.publicKey, nowSeconds: clock.nowSeconds())
        } catch { throw ProblemDetails(.malformed, detail: "publicKey is no P-256 key") }
        return RenewResponse(
            chain: issued.chain, authorities: keys.laneAuthority.authorityText,
            notBeforeSeconds: issued.notBeforeSeconds, notAfterSeconds: issued.notAfterSeconds)
    }

    private func issue(_ instance: Instance, _ now: Int64) throws -> RenewResponse {
        let issued = try keys.authority.issueSidecar(
            SidecarIdentity(hubName: hubName, instance: instance.id), publicKey: instance.tlsPublicKey, nowSeconds: now)
        return RenewResponse(
            chain: issued.chain, authorities: keys.authority.authorityText,
            notBeforeSeconds: issued.notBeforeSeconds, notAfterSeconds: issued.notAfterSeconds)
    }

    private func admit(_ request: EnrolRequest, _ asked: Instance, _ now: Int64) async throws -> Instance {
        switch (request.enrolToken, request.oidcToken) {
        case (let token?, nil): return try await admit(asked, enrolToken: token, now)
        case (nil, let token?): return try await admit(asked, oidcToken: token, now)
        default: throw ProblemDetails(.malformed, detail: "give exactly one token")
        }
    }

    private func admit(_ asked: Instance, enrolToken token: String, _ now: Int64) async throws -> Instance {
        guard let used = try await store.enrol(asked, tokenHash: TokenHash.of(token), nowSeconds: now) else {
            throw ProblemDetails(
                .tokenRefused, detail: "the enrolment token is not known, used up, or its time is over: create another")
        }
        var instance = asked
        instance.principal = used.principal
        instance.groups = used.groups
        return instance
    }

    /// A token of an issuer may be used again while it lasts: a pod that starts anew has the same one.
    private func admit(_ asked: Instance, oidcToken token: String, _ now: Int64) async throws -> Instance {
        var instance = asked
        do {
            let identity = try await tokens.verify(token, for: .sidecars, nowSeconds: now)
            instance.principal = identity.principal
            instance.groups = identity.groups
        } catch { throw ProblemDetails(error) }
        guard let kept = try await store.enrol(instance) else {
            throw ProblemDetails(.conflict, detail: "another sidecar has this instance ID")
        }
        return kept
    }

    /// Whoever enrols an instance holds both of its keys.
    private func check(_ request: EnrolRequest) throws {
        guard SidecarIdentity.isInstance(request.instance), request.auditPublicKey.count == 32,
            Hexadecimal.encode(SHA256.hash(data: request.auditPublicKey).prefix(8)) == request.instance
        else { throw ProblemDetails(.malformed, detail: "the instance ID does not fit the audit key") }
        guard let tls = try? P256.Signing.PublicKey(derRepresentation: request.tlsPublicKey),
            let tlsSignature = try? P256.Signing.ECDSASignature(derRepresentation: request.tlsSignature),
            let audit = try? Curve25519.Signing.PublicKey(rawRepresentation: request.auditPublicKey)
        else { throw ProblemDetails(.malformed, detail: "a key or a signature is malformed") }
        let signed = request.signedBytes
        guard tls.isValidSignature(tlsSignature, for: signed),
            audit.isValidSignature(request.auditSignature, for: signed)
        else { throw ProblemDetails(.unauthenticated, detail: "a signature does not match: both keys must sign") }
    }
}
