/// The webhook that puts sidecars into pods, as a hub is told of it.
package struct InjectorConfiguration: Sendable, Equatable {
    /// Where the webhook's certificate is from.
    package enum Certificate: Sendable, Equatable {
        /// An authority of the hub's own, which it writes into the webhook configuration of that name.
        case own(webhook: String, api: KubernetesAPI)
        /// PEM files that somebody else renews; read anew every minute.
        case files(certificate: String, key: String)
    }

    package struct Fence: Sendable, Equatable {
        /// Of the fence.
        package var image: String
        /// In CIDR form.
        package var exceptions: [String]
    }

    package struct KubernetesAPI: Sendable, Equatable {
        package var url = "https://kubernetes.default.svc"
        /// PEM.
        package var authorityFile: String? = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt"
        package var tokenFile: String? = "/var/run/secrets/kubernetes.io/serviceaccount/token"
        package init() {}
    }

    /// Apart from the hub's own: who asks here shows no certificate and no token.
    package var listenHost: String
    package var listenPort: Int
    /// What the API server reaches it by; in its certificate.
    package var hostnames: [String]
    package var certificate: Certificate
    /// Of the sidecar.
    package var image: String
    /// As pods reach the hub.
    package var hub: String
    /// PEM file of the authorities of the hub's certificate. nil: the hub's own authority.
    package var hubAuthorityFile: String?
    /// PEM: authorities of the databases' certificates; empty: none.
    package var upstreamAuthorities: String
    package var audience: String
    package var namespace: String
    package var isStrict: Bool
    /// nil: pods have none.
    package var fence: Fence?
    package var meshImages: [String]
    package var requests: [String: String]
    package var limits: [String: String]

    func problems(hubHasOwnAuthority: Bool) -> [String] {
        var problems: [String] = []
        if !hubHasOwnAuthority, hubAuthorityFile == nil {
            problems.append(
                "injector: the hub's certificate is from elsewhere: give hub_authority, the PEM file that sidecars check it with"
            )
        }
        if fence != nil, !isStrict {
            problems.append(
                "injector: a fence holds for those alone who cannot become the sidecar's user: write strict: true, too")
        }
        if hostnames.isEmpty { problems.append("injector: hostnames: give at least one that the API server asks") }
        return problems
    }
}
