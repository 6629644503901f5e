import ArgumentParser
import Glibc
import Hub
import Logging

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the hub.",
        discussion: """
            The first start makes the store, the keys and an admin token in the state folder, and says where they are. \
            Ends with 78 when the configuration is wrong.
            """)

    @Option(help: ArgumentHelp("The folder of the store and the keys; made when it is missing.", valueName: "folder"))
    var state: String

    @Option(help: "The hub's name, which stands in certificates and audit logs. It never changes.")
    var name: String = "hub"

    @Option(help: ArgumentHelp("Where it listens; port 0 is any free port.", valueName: "host:port"))
    var listen: String = "127.0.0.1:\(HubConfiguration.defaultPort)"

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
                try TextFile.replace(readyFile, bytes: Array(text.utf8), mode: 0o600)
            }
        } catch let failure as Hub.StartFailure {
            for line in failure.description.split(separator: "\n") { Terminal.error("chaperone-hub: error: \(line)") }
            throw ExitStatus.configurationWrong
        }
    }

    private func options() throws -> HubConfiguration {
        var configuration = HubConfiguration(state: state, name: name)
        guard let colon = listen.lastIndex(of: ":"), let port = Int(listen[listen.index(after: colon)...]) else {
            throw Hub.StartFailure("--listen \(listen): must be HOST:PORT")
        }
        configuration.listenHost = listen[..<colon].trimmingBrackets
        configuration.listenPort = port
        if !hostname.isEmpty { configuration.hostnames = hostname }
        configuration.certificate = tlsCert
        configuration.certificateKey = tlsKey
        if let masterKey {
            let parts = masterKey.split(separator: ":", maxSplits: 1).map(String.init)
            switch (parts.first, parts.count) {
            case ("file", 2): configuration.masterKey = .file(parts[1])
            case ("env", 2): configuration.masterKey = .environment(parts[1])
            default: throw Hub.StartFailure("--master-key \(masterKey): must be file:PATH or env:NAME")
            }
        }
        return configuration
    }
}

extension Substring {
    /// `[::1]` → `::1`
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : String(self)
    }
}
