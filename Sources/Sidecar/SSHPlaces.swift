import FoundationEssentials
import Glibc
import NIOCore
import SSHKeys
import SSHWire
import SignedNote

/// What SSH keeps in the state folder: the lanes' own key, and what clients are told of it.
struct SSHPlaces: Sendable {
    private let folder: String

    init(state: String) { folder = state + "/ssh" }

    private var keyPath: String { folder + "/host_key" }
    private var knownHostsPath: String { folder + "/known_hosts" }
    /// What `chaperone ssh-config` prints.
    private var configPath: String { folder + "/config" }

    /// Made when it is asked for the first time.
    func hostKey() throws -> SSHPrivateKey {
        if access(keyPath, F_OK) == 0 {
            let lines = try SmallFile.lines(keyPath, isSecret: true)
            guard let bytes = Base64.decode(lines.first ?? "") else {
                throw SmallFile.Failure(reason: "\(keyPath) holds no key")
            }
            return try SSHPrivateKey(.ed25519, rawRepresentation: bytes)
        }
        let key = try SSHPrivateKey(generating: .ed25519)
        // Clients may read what stands beside the key.
        guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
            throw SmallFile.Failure(reason: "\(folder) cannot be made")
        }
        try SmallFile.replace(keyPath, with: Base64.encode(key.rawRepresentation) + "\n", isSecret: true)
        return key
    }

    func writeClientFiles(_ lanes: [(name: String, address: SocketAddress?)]) throws {
        let key = try hostKey().publicKey.line
        try SmallFile.replace(knownHostsPath, with: lanes.map { "\($0.name) \(key)\n" }.joined())
        var text = ""
        for (name, address) in lanes {
            guard let host = address?.ipAddress, let port = address?.port else { continue }
            text += """
                Host \(name)
                    HostName \(host)
                    Port \(port)
                    HostKeyAlias \(name)
                    UserKnownHostsFile "\(knownHostsPath)"
                    StrictHostKeyChecking yes
                    IdentitiesOnly yes
                    IdentityFile none

                """
        }
        try SmallFile.replace(configPath, with: text)
    }

    /// What was written when the lanes were last bound.
    func clientConfiguration() throws(SmallFile.Failure) -> String {
        String(decoding: try SmallFile.read(configPath, bytesLimit: 1 << 20), as: UTF8.self)
    }
}
