/// `chaperone ssh-config`: what a client of SSH needs to know of a sidecar's lanes.
package enum SSHClientConfiguration {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// `Host` blocks for a client's configuration, as the sidecar wrote them when it bound its lanes.
    /// - Parameter state: the sidecar's state folder.
    package static func text(state: String) throws(Failure) -> String {
        do { return try SSHPlaces(state: state).clientConfiguration() } catch {
            throw Failure(
                description: "\(error): a sidecar with a target of service ssh writes it when it has started")
        }
    }
}
