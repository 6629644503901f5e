import ArgumentParser

/// The exit codes of the policy commands.
enum ExitStatus {
    static let policyHasErrors = ExitCode(1)
    static let couldNotRun = ExitCode(2)

    static let help = """
        EXIT CODES: 0 fine; 1 the policy has errors; 2 it could not run (a file cannot be read or written, a key is \
        not one); 64 the command line is wrong.
        """
}
