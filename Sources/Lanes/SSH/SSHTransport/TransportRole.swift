package import SSHKeys
import SSHWire

/// Which side a transport is.
package enum TransportRole: Sendable {
    /// Towards the client, proving itself with one of these keys, at most one of each kind.
    case server(hostKeys: [SSHPrivateKey])
    /// Towards the host, which must prove itself as it is trusted.
    case client(HostTrust)

    var isServer: Bool {
        switch self {
        case .server: true
        case .client: false
        }
    }

    /// How hosts may prove themselves, best first.
    var hostKeyNames: [String] {
        switch self {
        case .server(let keys):
            SignatureAlgorithm.allCases.filter { algorithm in keys.contains { $0.type == algorithm.keyType } }
                .map(\.rawValue)
        case .client(let trust): trust.algorithms.map(\.name)
        }
    }
}
