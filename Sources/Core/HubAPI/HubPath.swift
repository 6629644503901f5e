/// Where the hub answers what. All of it is JSON over TLS; errors are `ProblemDetails`.
///
/// Paths under `sidecar` are for enrolled sidecars, known by their client certificate; `enrol` alone is open to whoever
/// holds a token. Paths under `admin` are for people and their tools, known by a bearer token or a page's cookie.
package enum HubPath {
    /// POST `EnrolRequest` → `EnrolResponse`.
    package static let enrol = "/v1/enrol"
    /// POST `RenewRequest` → `RenewResponse`.
    package static let renew = "/v1/sidecar/certificate"
    /// POST `LaneCertificateRequest` → `RenewResponse`, whose authorities are those that lanes' clients are to trust.
    package static let laneCertificates = "/v1/sidecar/lane-certificates"
    /// GET → those authorities, PEM. Open to everybody.
    package static let laneAuthority = "/v1/lane-authority"
    /// GET → `PolicyResponse`, or 204 when nothing is newer after `wait` seconds. Query: `PolicyQuery`.
    package static let policy = "/v1/sidecar/policy"
    /// POST `Heartbeat` → 204.
    package static let heartbeat = "/v1/sidecar/heartbeat"
    /// POST `IdentityRequest` → `IdentityResponse`.
    package static let identities = "/v1/sidecar/identities"
    /// POST `CredentialUseRequest` → `CredentialUse`.
    package static let credentialUses = "/v1/sidecar/credential-uses"
    /// POST `ApprovalRequest` → `ApprovalState`. DELETE of `/{id}` withdraws a request.
    package static let approvals = "/v1/sidecar/approvals"
    /// GET → `ApprovalDecisions`. Query: `after`, `wait`.
    package static let decisions = "/v1/sidecar/approvals/decisions"
    /// GET, with the `size` that the sidecar has → `AuditReceipt`.
    package static let auditPosition = "/v1/sidecar/audit/position"
    /// POST `AuditBatch` → `AuditReceipt`.
    package static let auditBatches = "/v1/sidecar/audit/batches"

    /// DELETE ends a use.
    package static func credentialUseEnd(_ use: String, isRefused: Bool) -> String {
        "\(credentialUses)/\(use)" + (isRefused ? "?refused=true" : "")
    }

    /// POST the challenge of one authentication method below `credentialUses`/{use}.
    package static func credentialProof(_ use: String, _ method: CredentialMethod) -> String {
        "\(credentialUses)/\(use)/\(method.rawValue)"
    }
}
