import FoundationEssentials
import Glibc
import NIOCore
import SSHKeys
import SSHWire
import SignedNote
import SmallFiles

/// What SSH keeps in the state folder: the lanes' own key, and what clients are told of it.
struct SSHPlaces: Sendable {
    private let folder: String

    init(state: String) { folder = AbsolutePath(state).text + "/ssh" }

    private var keyPath: String { folder + "/host_key" }
    private var knownHostsPath: String { folder + "/known_hosts" }
    /// What `chaperone ssh-config` prints.
    private var configPath: String { folder + "/config" }

    /// Made when it is asked for the first time.
    func hostKey() throws -> SSHPrivateKey {
        if SmallFile.exists(keyPath) {
            let lines = try SmallFile.lines(keyPath, others: .nobody)
            guard let bytes = Base64.decode(lines.first ?? "") else {
                throw SmallFile.Failure(path: keyPath, reason: "holds no key")
            }
            return try SSHPrivateKey(.ed25519, rawRepresentation: bytes)
        }
        let key = try SSHPrivateKey(generating: .ed25519)
        // Clients may read what stands beside the key.
        try SmallFile.makeFolder(folder, mode: 0o755)
        try SmallFile.replace(keyPath, with: Array((Base64.encode(key.rawRepresentation) + "\n").utf8), mode: 0o600)
        return key
    }

    func writeClientFiles(_ lanes: [(name: String, address: SocketAddress?)]) throws {
        let key = try hostKey().publicKey.line
        try SmallFile.replace(knownHostsPath, with: lanes.flatMap { Array("\($0.name) \(key)\n".utf8) }, mode: 0o644)
        // Of clients from 8.4 on it is all that they need; others have the file, where they may read it.
        let file = SSHConfigWord.quoted(knownHostsPath).map { "    UserKnownHostsFile \($0)\n" } ?? ""
        var text = ""
        for (name, address) in lanes {
            guard let host = address?.ipAddress, let port = address?.port else { continue }
            text += """
                Host \(name)
                    HostName \(host)
                    Port \(port)
                    HostKeyAlias \(name)
                \(file)    IgnoreUnknown KnownHostsCommand
                    KnownHostsCommand /bin/echo \(name) \(key)
                    StrictHostKeyChecking yes
                    IdentitiesOnly yes
                    IdentityFile none

                """
        }
        try SmallFile.replace(configPath, with: Array(text.utf8), mode: 0o644)
    }

    /// What was written when the lanes were last bound.
    func clientConfiguration() throws(SmallFile.Failure) -> String {
        try SmallFile.text(configPath, bytesLimit: SmallFile.documentBytesLimit)
    }
}
