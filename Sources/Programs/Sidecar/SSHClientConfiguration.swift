import SmallFiles

/// `chaperone ssh-config`: what a client of SSH needs to know of a sidecar's lanes.
package enum SSHClientConfiguration {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private static func remedy(for failure: SmallFile.Failure) -> String {
        guard failure.isDenied else { return "a sidecar with a target of service ssh writes it when it has started" }
        return
            "the state folder is its account's alone: run this as that account, and give the client what it prints, which is all "
            + "that OpenSSH needs from 8.4 on"
    }

    /// `Host` blocks for a client's configuration, as the sidecar wrote them when it bound its lanes.
    /// - Parameter state: the sidecar's state folder.
    package static func text(state: String) throws(Failure) -> String {
        do { return try SSHPlaces(state: state).clientConfiguration() } catch {
            throw Failure(description: "\(error): \(remedy(for: error))")
        }
    }
}
