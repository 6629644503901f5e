/// What stands in a pod, and shows that it does, where it may not walk past its sidecar.
package struct FenceSettings: Sendable, Equatable {
    /// Of the image with nft, best by its digest.
    package var image: String
    /// In CIDR form: where databases are.
    package var networks: [String]
    /// Parts of those that stay open.
    package var exceptions: [String]
    /// The databases' ports.
    package var ports: [UInt16]

    package init(image: String, networks: [String] = [], exceptions: [String] = [], ports: [UInt16] = []) {
        self.image = image
        self.networks = networks
        self.exceptions = exceptions
        self.ports = ports
    }

    /// What makes a fence, and what checks one, are told of it in the same words.
    var arguments: [String] {
        networks.flatMap { ["--network", $0] } + exceptions.flatMap { ["--except", $0] }
            + Set(ports).sorted().flatMap { ["--port", "\($0)"] }
    }
}
