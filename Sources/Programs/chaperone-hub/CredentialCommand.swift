import AdminAPI
import ArgumentParser
import Glibc
import Hub
import HubAPI
import SmallFiles

struct CredentialCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credential", abstract: "The passwords and keys that the hub keeps for targets.",
        discussion: ExitStatus.help,
        subcommands: [Put.self, Rotate.self, SSHKeygen.self, SSHAuthority.self, List.self, Remove.self, Uses.self])

    private static let passwordBytesLimit = 4_096

    private static func readPassword() throws -> String {
        if isatty(STDIN_FILENO) == 1 { Terminal.error("password (shown as it is typed; better: < FILE):") }
        guard let password = readLine(strippingNewline: true), !password.isEmpty,
            password.utf8.count <= passwordBytesLimit
        else { throw ValidationError("the password comes from standard input, one line: put it there") }
        return password
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Another password for the same user, read from standard input.",
            discussion: "Connections that are open go on, new ones use the new password.")

        @Argument(help: "Its name.")
        var name: String

        @OptionGroup var options: HubOptions

        func run() async throws {
            let password = try CredentialCommand.readPassword()
            try await options.withHub { hub in
                try await hub.put("/v1/admin/credentials/\(name)/password", PasswordAnswer(password: password))
                print("credential \(name): has a new password")
            }
        }
    }

    struct Put: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keep a password, which is read from standard input, or a key of SSH.",
            discussion:
                "Replaces what there was of that name: connections that are open go on, new ones use the new one. Of a key the "
                + "public half is printed; it signs at the hub, and leaves it no more.")

        @Argument(help: "Its name, as policies give it.")
        var name: String

        @Option(help: "The user that the password belongs to.")
        var user: String?

        @Option(
            help:
                "A private key as ssh-keygen writes it, without a passphrase, that nobody else may read (/dev/stdin: standard input)."
        )
        var sshKey: String?

        @OptionGroup var options: HubOptions

        func validate() throws {
            guard (user == nil) != (sshKey == nil) else {
                throw ValidationError("give --user for a password, or --ssh-key FILE for a key: one of the two")
            }
        }

        func run() async throws {
            if let sshKey { return try await put(sshKey: sshKey) }
            let user = user ?? ""
            let password = try CredentialCommand.readPassword()
            try await options.withHub { hub in
                try await hub.put("/v1/admin/credentials/\(name)", NewCredentialView(user: user, password: password))
                print("credential \(name): kept for user \(user)")
            }
        }

        private func put(sshKey path: String) async throws {
            let text = try SmallFile.text(path, others: .nobody)
            try await options.withHub { hub in
                let key = try await hub.put(
                    "/v1/admin/credentials/\(name)/ssh-key", NewSSHKeyView(privateKey: text), as: SSHKeyView.self)
                print("\(key.publicKey) \(name)")
            }
        }
    }

    struct SSHKeygen: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ssh-keygen", abstract: "Make a key of SSH at the hub, and print its public half.",
            discussion:
                "The private half never leaves the hub: it signs for sidecars. The line goes to authorized_keys of "
                + "the host's account. Replaces what there was of the name.")

        @Argument(help: "Its name, as policies give it.")
        var name: String

        @OptionGroup var options: HubOptions

        func run() async throws {
            try await options.withHub { hub in
                let key = try await hub.post(
                    "/v1/admin/credentials/\(name)/ssh-key", [String: String](), as: SSHKeyView.self)
                print("\(key.publicKey) \(name)")
            }
        }
    }

    struct SSHAuthority: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ssh-ca", abstract: "Make an authority of SSH at the hub, and print its public half.",
            discussion:
                "The private half never leaves the hub: each connection of a sidecar has a key of its own, and a certificate "
                + "over it that is good for a minute, for the target's account alone. The line goes to a file of the host's that "
                + "sshd_config names as TrustedUserCAKeys. Replaces what there was of the name.")

        @Argument(help: "Its name, as policies give it.")
        var name: String

        @Option(
            help: "A network that sidecars come from, as hosts see them (10.20.0.0/16); may be there several times.")
        var sourceAddress: [String] = []

        @OptionGroup var options: HubOptions

        func run() async throws {
            try await options.withHub { hub in
                let key = try await hub.post(
                    "/v1/admin/credentials/\(name)/ssh-ca", NewSSHAuthorityView(sourceAddresses: sourceAddress),
                    as: SSHKeyView.self)
                print("\(key.publicKey) \(name)")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Names and users, never passwords or keys.")

        @OptionGroup var options: HubOptions

        func run() async throws {
            try await options.withHub { hub in
                let list = try await hub.get("/v1/admin/credentials", as: ListView<CredentialView>.self)
                Terminal.table(
                    ["NAME", "SOURCE", "USER", "VERSION", "UPDATED"],
                    list.items.map {
                        [$0.name, $0.source, $0.user ?? "", $0.version.map { "\($0)" } ?? "", $0.updatedAt ?? ""]
                    })
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "rm", abstract: "Forget a password or a key.")

        @Argument(help: "Its name.")
        var name: String

        @OptionGroup var options: HubOptions

        func run() async throws {
            try await options.withHub { hub in try await hub.delete("/v1/admin/credentials/\(name)") }
        }
    }

    struct Uses: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Who connected with what, newest first.")

        @Option(help: "Only of this credential.")
        var credential: String?

        @OptionGroup var options: HubOptions

        func run() async throws {
            try await options.withHub { hub in
                let query = credential.map { "?credential=\($0)" } ?? ""
                let list = try await hub.get("/v1/admin/credential-uses\(query)", as: ListView<CredentialUseView>.self)
                Terminal.table(
                    ["AT", "CREDENTIAL", "TARGET", "SIDECAR", "WHO", "SESSION", "STATE"],
                    list.items.map {
                        [$0.at, $0.credential, $0.target, $0.instance, $0.principal, $0.session, $0.state]
                    })
            }
        }
    }
}
