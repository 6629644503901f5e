import ArgumentParser
import Glibc
import Hub
import SmallFiles

/// How commands reach a hub.
struct HubOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The hub; default: HUB_URL.", valueName: "https://host:port"))
    var hub: String?

    @Option(help: ArgumentHelp("The hub's authority, PEM; default: HUB_CA, else the system's.", valueName: "file"))
    var hubCa: String?

    @Option(help: ArgumentHelp("Holds the admin token; default: HUB_ADMIN_TOKEN_FILE.", valueName: "file"))
    var tokenFile: String?

    // Here, so that the usage that is shown beside an error is the command's.
    func validate() throws { _ = try place() }

    /// Runs `body`; what goes wrong is told, and ends with `couldNotRun`, or `refused` when the hub said no.
    func withHub(_ body: (AdminClient) async throws -> Void) async throws {
        do {
            try await body(try client())
        } catch let failure as AdminClient.Failure {
            Terminal.error("chaperone-hub: error: \(failure)")
            throw failure.problem == nil ? ExitStatus.couldNotRun : ExitStatus.refused
        } catch let failure as SmallFile.Failure {
            Terminal.error("chaperone-hub: error: \(failure)")
            throw ExitStatus.couldNotRun
        }
    }

    private func place() throws -> (url: String, tokenFile: String) {
        guard let url = hub ?? Self.environment("HUB_URL") else {
            throw ValidationError("no hub: give --hub https://HOST:PORT, or set HUB_URL")
        }
        guard url.hasPrefix("https://") else { throw ValidationError("--hub \(url): must begin with https://") }
        guard let file = tokenFile ?? Self.environment("HUB_ADMIN_TOKEN_FILE") else {
            throw ValidationError("no admin token: give --token-file FILE, or set HUB_ADMIN_TOKEN_FILE")
        }
        return (url, file)
    }

    private func client() throws -> AdminClient {
        let (url, file) = try place()
        let token = try SmallFile.text(file)
        return AdminClient(
            url: url, token: String(token.split(separator: "\n").first ?? ""),
            authority: hubCa ?? Self.environment("HUB_CA"))
    }

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
