import AdminAPI
import ArgumentParser
import Hub
import HubAPI

struct PseudonymKeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pseudonym-key", abstract: "The keys that pseudonyms and shifted dates are made with.",
        discussion: ExitStatus.help, subcommands: [Put.self])

    struct Put: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Use a key from elsewhere for a target, so that its pseudonyms agree with another hub's.",
            discussion: """
                The key, 32 bytes in hexadecimal, is read from standard input. All pseudonyms of the target change. \
                Without this command the hub makes a key of its own.
                """)

        @Argument(help: "The target.")
        var target: String

        @OptionGroup var options: HubOptions

        func run() async throws {
            guard let key = readLine(strippingNewline: true) else {
                throw ValidationError("the key comes from standard input, one line: openssl rand -hex 32")
            }
            try await options.withHub { hub in
                try await hub.put("/v1/admin/pseudonym-keys/\(target)", PseudonymKeyView(key: key))
                print("target \(target): its pseudonyms are made with this key from now on")
            }
        }
    }
}
