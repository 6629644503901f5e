/// How the hub shows Vault or OpenBao who it is.
package enum VaultAuthentication: Sendable, Hashable {
    /// A file with a token, as Vault Agent keeps one up to date; read for every request.
    case tokenFile(String)
    /// The Kubernetes method: `tokenFile` holds the pod's service-account token.
    case kubernetes(role: String, tokenFile: String = kubernetesTokenFile, mount: String = "kubernetes")
    /// The AppRole method.
    case appRole(roleID: String, secretIDFile: String, mount: String = "approle")

    package static let kubernetesTokenFile = "/var/run/secrets/kubernetes.io/serviceaccount/token"
}
