import HubClient
import Lane
import Policy

/// Secrets at the hub, which proves that it has them; pseudonym keys came with the policy.
struct HubSecrets: LaneSecrets {
    let client: HubClient
    let backgroundTasks: BackgroundTasks
    let pseudonymKeys: [String: String]

    func credentials(of target: Target, _ problems: inout [String]) -> (any CredentialSource)? {
        if target.ssh != nil {
            return HubSSHCredentials(client: client, backgroundTasks: backgroundTasks, target: target.name)
        }
        return HubCredentials(client: client, backgroundTasks: backgroundTasks, target: target.name)
    }

    func pseudonymKey(of target: Target, _ problems: inout [String]) -> String? {
        guard let key = pseudonymKeys[target.name], key.utf8.count >= 64, key.allSatisfy(\.isHexDigit) else {
            problems.append(
                "target \"\(target.name)\" masks by pseudonym or shift, and the hub gave no key for it: push the policy anew"
            )
            return nil
        }
        return key
    }
}
