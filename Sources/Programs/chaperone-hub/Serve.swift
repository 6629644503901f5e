import ArgumentParser
import Glibc
import Hub
import Logging
import PolicyFile
import SmallFiles
import Vault

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the hub.",
        discussion: """
            The first start makes the store, the keys and an admin token in the state folder, and says where they are. \
            Ends with 78 when the configuration is wrong or not there.
            """)

    @Option(help: ArgumentHelp("The folder of the store and the keys; made when it is missing.", valueName: "folder"))
    var state: String

    @Option(help: ArgumentHelp("The configuration, YAML; options that are given here go before it.", valueName: "file"))
    var config: String?

    @Option(help: "The hub's name, which stands in certificates and audit logs; it never changes (default: hub).")
    var name: String?

    @Option(
        help: ArgumentHelp(
            "Where it listens; port 0 is any free port (default: 127.0.0.1:\(HubConfiguration.defaultPort)).",
            valueName: "host:port"))
    var listen: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "A name or address that sidecars and people reach it by; in its certificate. Repeatable.",
            valueName: "host"))
    var hostname: [String] = []

    @Option(help: ArgumentHelp("A certificate from elsewhere, PEM.", valueName: "file"))
    var tlsCert: String?

    @Option(help: ArgumentHelp("Its key, PEM.", valueName: "file"))
    var tlsKey: String?

    @Option(
        help: ArgumentHelp(
            "The key that seals all others: file:PATH (default: master.key in the state folder) or env:NAME.",
            valueName: "place"))
    var masterKey: String?

    @Option(help: ArgumentHelp("Written once it listens: HUB_URL, HUB_CA, HUB_ADMIN_TOKEN_FILE.", valueName: "file"))
    var readyFile: String?

    func run() async throws {
        let logger = Logger(label: "chaperone-hub")
        do {
            let hub = try await Hub(try options(), logger: logger)
            let readyFile = readyFile
            try await hub.run { address in
                print("hub: \(address.url)")
                if let authority = address.authority { print("its authority: \(authority)") }
                print("admin token: in \(address.adminTokenFile)")
                print(
                    "try: chaperone-hub instances list --hub \(address.url) --token-file \(address.adminTokenFile)"
                        + (address.authority.map { " --hub-ca \($0)" } ?? ""))
                fflush(nil)
                guard let readyFile else { return }
                var text = "HUB_URL=\(address.url)\nHUB_ADMIN_TOKEN_FILE=\(address.adminTokenFile)\n"
                if let authority = address.authority { text += "HUB_CA=\(authority)\n" }
                try SmallFile.replace(readyFile, with: Array(text.utf8), mode: 0o600)
            }
        } catch let failure as Hub.StartFailure {
            for line in failure.description.split(separator: "\n") { Terminal.error("chaperone-hub: error: \(line)") }
            throw ExitStatus.configurationWrong
        }
    }

    private func options() throws -> HubConfiguration {
        var configuration = HubConfiguration(state: state)
        if let config {
            let text: String
            do throws(SmallFile.Failure) {
                text = try SmallFile.text(config, bytesLimit: SmallFile.documentBytesLimit)
            } catch {
                throw Hub.StartFailure("--config \(error)")
            }
            do {
                try HubConfigurationReader.read(text, file: config, into: &configuration)
            } catch {
                throw Hub.StartFailure(error.diagnostics.map(\.description).joined(separator: "\n"))
            }
        }
        if let name { configuration.name = name }
        if let listen { try place(listen, &configuration) }
        if !hostname.isEmpty { configuration.hostnames = hostname }
        if let tlsCert { configuration.certificate = tlsCert }
        if let tlsKey { configuration.certificateKey = tlsKey }
        if let masterKey { configuration.masterKey = try Self.place(of: masterKey) }
        return configuration
    }

    private func place(_ listen: String, _ configuration: inout HubConfiguration) throws {
        guard let colon = listen.lastIndex(of: ":"), let port = Int(listen[listen.index(after: colon)...]) else {
            throw Hub.StartFailure("--listen \(listen): must be HOST:PORT")
        }
        configuration.listenHost = listen[..<colon].trimmingBrackets
        configuration.listenPort = port
    }

    private static func place(of masterKey: String) throws -> MasterKeySource {
        let parts = masterKey.split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count) {
        case ("file", 2): return .file(parts[1])
        case ("env", 2): return .environment(parts[1])
        default: throw Hub.StartFailure("--master-key \(masterKey): must be file:PATH or env:NAME")
        }
    }
}

extension Substring {
    /// `[::1]` → `::1`
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : String(self)
    }
}
