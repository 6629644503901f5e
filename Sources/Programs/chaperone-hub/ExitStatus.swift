import ArgumentParser

/// The exit codes of the commands.
enum ExitStatus {
    /// A policy has errors, or the hub refused what was asked.
    static let policyHasErrors = ExitCode(1)
    static let testsFailed = ExitCode(1)
    static let refused = ExitCode(1)
    static let couldNotRun = ExitCode(2)
    static let configurationWrong = ExitCode(78)

    static let help = """
        EXIT CODES: 0 fine; 1 the policy has errors, or the hub refused; 2 it could not run (a file cannot be read or \
        written, a key is not one, the hub cannot be reached); 64 the command line is wrong.
        """
}
