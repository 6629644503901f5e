import ArgumentParser
import Glibc
import Sidecar

struct Exec: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a command whose network is the lanes of a policy and nothing else.",
        discussion: """
            As any user, without a service and without a right:
              chaperone exec --hub https://hub.internal:8443 --hub-ca hub-ca.pem --enrol-token-file token -- python agent.py
              chaperone exec --policy policy.yaml -- python agent.py

            A policy as it is written is compiled by chaperone-hub (beside this program, or on the PATH), and signed by a key \
            that is made for the state and kept in it. Its principal and groups are the user and the groups that the \
            user has on this machine, unless --principal and --group name others, and credentials are in $XDG_CONFIG_HOME/chaperone/credentials or ~/.config/chaperone/credentials, unless \
            --credentials says where. One that is compiled already has --trust-key, --principal and --credentials.

            The command has a user, network and mount namespace of its own: lanes listen on its loopback, their databases' \
            names lead to them, and PGHOST, PGPORT and PGDATABASE are set where there is one lane and they are unset. \
            /run is empty for it. No program that it runs gets rights of another user. It ends, and with it the sidecar.

            Exit codes: the command's; 128 and its number when a signal ended it; 127 when it cannot be run; 71 when its \
            network cannot be made; those of chaperone run when no lane is served.
            """)

    @OptionGroup var arguments: SidecarArguments
    @Option(
        help: "The folder of the instance's own state (default: $XDG_STATE_HOME/chaperone or ~/.local/state/chaperone)."
    )
    var state: String?
    @Option(help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel = "warning"
    @Argument(parsing: .postTerminator, help: "The command and its arguments, behind --.")
    var command: [String] = []

    func validate() throws {
        _ = try arguments.logger(level: logLevel)
        guard let folder = state ?? DefaultFolders.state else { throw Self.homeless }
        _ = try options(state: folder)
        try checkHome()
        if command.isEmpty { throw ValidationError("no command: write it behind --, such as -- python agent.py") }
    }

    private static let homeless = ValidationError("neither XDG_STATE_HOME nor HOME is set: give --state")

    /// Made with those above it, where this is the first program of its user that wants them.
    private func folder() throws -> String {
        if let state { return state }
        guard let folder = DefaultFolders.state else { throw Self.homeless }
        for end in folder.indices.filter({ folder[$0] == "/" && $0 != folder.startIndex }) {
            mkdir(String(folder[..<end]), 0o700)
        }
        return folder
    }

    /// What root makes in a user's home is root's, and the user's own next start ends at it.
    private func checkHome() throws {
        var status = stat()
        guard state == nil, geteuid() == 0, let home = getenv("HOME"), stat(home, &status) == 0, status.st_uid != 0
        else {
            return
        }
        throw ValidationError(
            "this is root with the home of another user (\(String(cString: home))): run it as that user, or by sudo -H")
    }

    private func options(state: String) throws -> RunOptions {
        try arguments.options(state: state, policy: arguments.bundle.flatMap { WrittenPolicy(file: $0, state: state) })
    }

    func run() async throws {
        ProcessHardening.apply()
        let options = try options(state: try folder())
        throw ExitCode(await Launch.exec(command, options, logger: try arguments.logger(level: logLevel)))
    }
}
