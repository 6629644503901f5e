package import HubAPI
package import Lane
import SCRAM

/// A user and password that the sidecar itself holds (air-gapped mode). Never described, never logged.
package struct Credential: CredentialSource, CredentialExchange, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    package let user: String
    private let password: String

    package init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    package func open(session: String, principal: String) async throws -> any CredentialExchange { self }

    @concurrent package func prove(_ challenge: ScramChallenge) async throws -> ScramProof {
        do throws(ScramFailure) {
            return try ScramSecret.prove(challenge, password: password)
        } catch {
            throw LaneFailure(
                .unauthenticated, "the upstream server's SCRAM challenge is not acceptable (\(error))")
        }
    }

    package func answer(_ challenge: MD5Challenge) async throws -> PasswordAnswer {
        guard let answer = MD5Secret.answer(challenge, user: user, password: password) else {
            throw LaneFailure(.protocolViolation, "the upstream server does not follow the protocol")
        }
        return answer
    }

    package func cleartext() async throws -> PasswordAnswer { PasswordAnswer(password: password) }

    package func end(isRefused: Bool) {}

    package var description: String { "Credential(user: \(user), password: redacted)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["user": user]) }
}
