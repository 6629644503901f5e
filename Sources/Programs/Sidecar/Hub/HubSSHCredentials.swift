import HubAPI
import HubClient
import Lane
import SSHKeys
import SSHLane
import SSHWire

/// The key of one target's account, which stays at the hub: the sidecar gets signatures for connections with the host.
struct HubSSHCredentials: SSHCredentialSource {
    let client: HubClient
    let backgroundTasks: BackgroundTasks
    let target: String

    func sign(
        _ challenge: SignatureChallenge.UserAuthentication, session: String, principal: String
    ) async throws -> UserSignature {
        let request = CredentialUseRequest(target: target, session: session, principal: principal)
        let asked = SSHSignatureRequest(
            user: challenge.user, sessionHash: challenge.sessionID, hostKey: challenge.hostKey,
            hostSignature: challenge.hostSignature, hostKeyAlgorithm: challenge.hostKeyAlgorithm.name,
            signatureAlgorithms: challenge.signatureAlgorithms, mayBindToHost: challenge.mayBindToHost)
        let use = try await HubCredentials.mapFailure { () throws(HubFailure) in
            try await client.beginCredentialUse(request)
        }
        defer { backgroundTasks.add { [client] in try? await client.endCredentialUse(use, isRefused: false) } }
        let signature = try await HubCredentials.mapFailure { () throws(HubFailure) in
            try await client.sshSignature(asked, for: use)
        }
        return UserSignature(
            algorithm: signature.algorithm, key: signature.key, signature: signature.signature,
            isHostBound: signature.isHostBound)
    }

    /// Passwords are of other protocols.
    func open(session: String, principal: String) async throws -> any CredentialExchange {
        throw LaneFailure(.unauthenticated, "the credential is a key of SSH, and no password")
    }
}
