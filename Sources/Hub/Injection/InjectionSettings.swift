/// What an injector puts into pods, and how strict it is.
package struct InjectionSettings: Sendable, Equatable {
    /// The sidecar's image, best by its digest.
    package var image: String
    /// `https://HOST:PORT`, as pods reach the hub.
    package var hub: String
    /// PEM: authorities of the hub's certificate.
    package var hubAuthorities: String
    /// PEM: authorities of the databases' certificates; empty: the sidecar has none, since its image has none.
    package var upstreamAuthorities = ""
    /// Of the token that the sidecar enrols with.
    package var audience: String
    /// The hub's own namespace: nothing is put into its pods.
    package var ownNamespace: String
    /// Root, added capabilities, shared processes and ephemeral containers are refused, too.
    package var isStrict: Bool
    /// Repositories of a mesh's images, from their first character on: containers with one of them may stand before the sidecar.
    package var meshImages: [String]
    package var requests: [String: String]
    package var limits: [String: String]
    /// What the sidecar's state may take on the node.
    package var stateMebibytes: Int
    package var lanes: [LaneName]
    package var unnamed: [LaneName.Unnamed]
    /// nil: none.
    package var fence: FenceSettings?

    package static let defaultAudience = "chaperone-hub"
    package static let defaultNamespace = "chaperone-system"
    package static let defaultRequests = ["cpu": "10m", "memory": "48Mi"]
    /// Stated, since a LimitRange would state others.
    package static let defaultLimits = ["cpu": "1", "memory": "128Mi"]
    /// The audit log may take 10 GiB where the policy says nothing; what stands beside it is small.
    package static let defaultSpoolBytes: UInt64 = 10 << 30
    private static let besideSpoolMebibytes = 64

    package init(image: String, hub: String, hubAuthorities: String) {
        self.image = image
        self.hub = hub
        self.hubAuthorities = hubAuthorities
        audience = Self.defaultAudience
        ownNamespace = Self.defaultNamespace
        isStrict = false
        meshImages = []
        requests = Self.defaultRequests
        limits = Self.defaultLimits
        stateMebibytes = Self.stateMebibytes(spoolBytes: nil)
        lanes = []
        unnamed = []
    }

    /// The hub's name, without a scheme and a port.
    var hubHost: String {
        let place = hub.lowercased().drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != "/" }
        return String(place.hasPrefix("[") ? place.prefix { $0 != "]" }.dropFirst() : place.prefix { $0 != ":" })
    }

    /// - Parameter spoolBytes: what the policy says that the audit log may take.
    package static func stateMebibytes(spoolBytes: UInt64?) -> Int {
        Int((spoolBytes ?? defaultSpoolBytes) >> 20) + besideSpoolMebibytes
    }
}
