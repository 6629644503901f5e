import ArgumentParser
import Hub
import PolicyBundle
import PolicyFile
import SignedNote
import SmallFiles

struct PolicyKeygen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keygen", abstract: "Make the key pair that policies are signed with.",
        discussion: """
            Writes policy.key (secret, mode 0600) and policy.pub (what sidecars trust) into a folder. Never overwrites.

            \(ExitStatus.help)
            """)

    @Option(help: ArgumentHelp("The folder, made where it is not there.", valueName: "dir"))
    var out: String

    func run() throws {
        let secretPath = out + "/policy.key"
        let publicPath = out + "/policy.pub"
        try Terminal.reportingFailures {
            for path in [secretPath, publicPath] where SmallFile.exists(path) {
                throw SmallFile.Failure(path: path, reason: "it exists already, and keys are never overwritten")
            }
            try SmallFile.makeFolder(out)
            var generator = SystemRandomNumberGenerator()
            let key = try SigningKey.generate(name: BundleFile.keyName, using: &generator)
            try SmallFile.create(secretPath, Array(key.fileText.utf8), mode: 0o600)
            try SmallFile.create(publicPath, Array("\(key.verifierKey)\n".utf8), mode: 0o644)
        }
        print("wrote \(secretPath) (keep it secret) and \(publicPath) (give it to sidecars as --trust-key)")
    }
}
