import HubAPI
import HubStore
import Hummingbird
import Policy

/// What enrolled sidecars ask for.
struct SidecarRoutes {
    static let smallBodyBytesLimit = 64 << 10
    /// A statement of 64 KiB, escaped, and what stands around it.
    static let approvalBodyBytesLimit = 1 << 20
    /// As many principals as a report may have.
    static let heartbeatBytesLimit = 256 << 10
    let services: HubServices

    func add(to group: RouterGroup<HubContext>) {
        group.post(Self.path(HubPath.renew)) { request, context in
            _ = try await request.json(RenewRequest.self, bytesLimit: Self.smallBodyBytesLimit)
            return try HubResponse.json(try services.enrolment.renew(context.requireSidecar()))
        }
        group.post(Self.path(HubPath.laneCertificates)) { request, context in
            let asked = try await request.json(LaneCertificateRequest.self, bytesLimit: Self.smallBodyBytesLimit)
            return try HubResponse.json(
                try await services.enrolment.laneCertificate(asked, for: try context.requireSidecar()))
        }
        group.post(Self.path(HubPath.heartbeat)) { request, context in
            let heartbeat = try await request.json(Heartbeat.self, bytesLimit: Self.heartbeatBytesLimit)
            let answer = try await services.instances.heard(try context.requireSidecar(), heartbeat)
            return try answer.map { try HubResponse.json($0) } ?? HubResponse.nothing
        }
        group.get(Self.path(HubPath.policy), use: policy)
        group.post(Self.path(HubPath.identities)) { request, context in
            let asked = try await request.json(IdentityRequest.self, bytesLimit: Self.smallBodyBytesLimit)
            return try HubResponse.json(
                try await services.identities.verify(asked, from: try context.requireSidecar()))
        }
        group.get(Self.path(HubPath.auditPosition)) { request, context in
            let size = request.uri.queryParameters["size"].map(String.init)
            guard size.map({ UInt64($0) != nil }) ?? true else {
                throw ProblemDetails(.malformed, detail: "size is a number")
            }
            return try HubResponse.json(
                try await services.audit.position(
                    of: try context.requireSidecar(), ownSize: size.flatMap { UInt64($0) }))
        }
        group.post(Self.path(HubPath.auditBatches)) { request, context in
            let batch = try await request.json(AuditBatch.self)
            return try HubResponse.json(try await services.audit.receive(batch, from: try context.requireSidecar()))
        }
        group.post(Self.path(HubPath.approvals)) { request, context in
            let asked = try await request.json(ApprovalRequest.self, bytesLimit: Self.approvalBodyBytesLimit)
            return try HubResponse.json(
                try await services.approvals.request(asked, from: try context.requireSidecar()))
        }
        group.delete(Self.path(HubPath.approvals + "/{id}")) { _, context in
            try await services.approvals.withdraw(
                context.parameters.get("id") ?? "", from: try context.requireSidecar())
            return HubResponse.nothing
        }
        group.get(Self.path(HubPath.decisions)) { request, context in
            let parameters = request.uri.queryParameters
            guard let after = UInt64(parameters["after"] ?? "0"), let wait = Int(parameters["wait"] ?? "0") else {
                throw ProblemDetails(.malformed, detail: "after and wait are numbers")
            }
            return try HubResponse.json(
                try await services.approvals.decisions(
                    for: try context.requireSidecar(), after: after,
                    seconds: min(max(0, wait), PolicyQuery.waitSecondsLimit)))
        }
    }

    private func policy(_ request: Request, _ context: HubContext) async throws -> Response {
        let sidecar = try context.requireSidecar()
        let parameters = request.uri.queryParameters
        guard let seen = UInt64(parameters["revision"] ?? "0"), let wait = Int(parameters["wait"] ?? "0") else {
            throw ProblemDetails(.malformed, detail: "revision and wait are numbers")
        }
        let seconds = min(max(0, wait), PolicyQuery.waitSecondsLimit)
        // The counter is one behind the revision, so that 0 is none.
        let counter = await services.changes.wait(
            for: .policy, other: seen == 0 ? .max : seen - 1, seconds: seconds)
        guard let counter else { return HubResponse.nothing }
        // What has changed may be that this sidecar was revoked.
        guard let instance = try await services.store.instance(sidecar.id) else {
            throw ProblemDetails(.unauthenticated, detail: "the hub does not know this instance: enrol again")
        }
        if let reason = instance.revokedReason { throw ProblemDetails(.revoked, detail: reason) }
        let offer = try await services.policy.offer(
            toOneThatUnderstands: parameters["understands"].map(String.init))
        try await services.instances.answered(
            instance, bundleNumber: offer.bundle?.number, withheld: offer.withheld, logger: context.logger)
        return try HubResponse.json(
            try await services.policy.response(
                for: await services.policy.standing(of: instance), revision: counter + 1, offer))
    }

    /// Below the group's own path.
    static func path(_ full: String) -> RouterPath { RouterPath(String(full.dropFirst("/v1/sidecar".count))) }
}
