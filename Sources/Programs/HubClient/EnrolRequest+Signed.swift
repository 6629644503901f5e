package import HubAPI
import SignedNote
package import Spool

extension EnrolRequest {
    /// A request for this instance, signed by both of its keys.
    package static func signed(
        token: EnrolToken, tlsKey: TLSKey, instance: InstanceIdentity, version: String
    ) throws(HubFailure) -> EnrolRequest {
        var request = EnrolRequest(
            instance: instance.instanceID, enrolToken: token.kind == .oneTime ? token.text : nil,
            oidcToken: token.kind == .oidc ? token.text : nil, tlsPublicKey: tlsKey.publicKey,
            auditPublicKey: instance.key.verifierKey.publicKey, version: version)
        request.tlsSignature = try tlsKey.signature(for: request.signedBytes)
        do { request.auditSignature = try instance.key.signature(for: request.signedBytes) } catch {
            throw .garbage(reason: "the instance key of this sidecar cannot sign")
        }
        return request
    }
}
