import Injection
import Outbound
import SignedNote
import SmallFiles

/// The webhook's entry in the API server, of which the hub writes one member: `caBundle`.
struct WebhookRegistration: Sendable {
    let name: String
    let api: InjectorConfiguration.KubernetesAPI
    let client: BoundedHTTPClient

    struct Failure: Error, Sendable, Equatable, CustomStringConvertible { var description: String }

    private static let path = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/"

    /// Puts `authorities` (PEM) there unless they are.
    func publish(_ authorities: String) async throws(Failure) {
        let wanted = JSONValue.string(Base64.encode(Array(authorities.utf8)))
        let configuration = try await send(.get, nil, type: "application/json")
        guard case .array(let webhooks)? = configuration["webhooks"],
            case .string(let version)? = configuration["metadata"]?["resourceVersion"]
        else { throw Failure(description: "the API server's answer is no webhook configuration") }
        var patch = JSONPatch()
        for (index, webhook) in webhooks.enumerated() where webhook["clientConfig"]?["caBundle"] != wanted {
            // RFC 6902: adding a member that is there replaces it.
            patch.add("/webhooks/\(index)/clientConfig/caBundle", wanted)
        }
        guard !patch.isEmpty else { return }
        // Of what was read, so that nobody else's change is undone.
        patch.replace("/metadata/resourceVersion", .string(version))
        _ = try await send(.patch, Array(patch.json.text.utf8), type: "application/json-patch+json")
    }

    private func send(_ method: HTTPCall.Method, _ body: [UInt8]?, type: String) async throws(Failure) -> JSONValue {
        let answer: HTTPAnswer
        do {
            var headers = [(name: "Accept", value: "application/json"), (name: "Content-Type", value: type)]
            if let file = api.tokenFile {
                headers.append((name: "Authorization", value: "Bearer \(try SmallFile.secret(file))"))
            }
            answer = try await client.send(
                HTTPCall(method, try HTTPAddress(api.url + Self.path + name), headers: headers, body: body))
        } catch { throw Failure(description: "\(error)") }
        guard answer.status == 200 else {
            let advice =
                switch answer.status {
                case 401, 403: "it does not let the hub read and patch it: apply k8s/base/rbac.yaml"
                case 404: "there is none of that name: apply k8s/base/webhook.yaml"
                case 409: "somebody else changed it at the same time"
                default: "see the API server's log"
                }
            throw Failure(description: "HTTP \(answer.status): \(advice)")
        }
        do { return try JSONValue.parse(answer.body) } catch {
            throw Failure(description: "the API server's answer is not JSON")
        }
    }
}
