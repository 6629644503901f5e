import Glibc

/// `chaperone-hub`, which reads policies as they are written: this program does not. Taken is the one beside this one, else that of
/// the PATH.
enum HubProgram {
    struct Failure: Error, Sendable, Equatable { var reason: String }

    private static let name = "chaperone-hub"

    /// Blocks until it has ended. It has no input; what it says of success nobody reads, what of failure is on standard error.
    static func run(_ arguments: [String]) throws(Failure) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        var words = ([name] + arguments).map { strdup($0) as UnsafeMutablePointer<CChar>? } + [nil]
        defer { for word in words { free(word) } }
        // Who started this program may ignore it, and then nobody is told how a child has ended.
        signal(SIGCHLD, SIG_DFL)
        var child = pid_t()
        let status = posix_spawnp(&child, beside ?? name, &actions, nil, &words, environ)
        guard status == 0 else {
            throw Failure(
                reason: status == ENOENT
                    ? "it takes \(name) to compile it, which is neither beside chaperone nor on the PATH: install it there, or "
                        + "give a bundle that was compiled elsewhere, and --trust-key"
                    : "\(name) cannot be run: \(String(cString: strerror(status)))")
        }
        var ended: Int32 = 0
        var answered: pid_t
        repeat { answered = waitpid(child, &ended, 0) } while answered < 0 && errno == EINTR
        guard answered == child, ended == 0 else {
            throw Failure(reason: "\(name) policy \(arguments[1]) did not take it, and has said why")
        }
    }

    /// Nil: there is none.
    private static var beside: String? {
        guard let own = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(own) }
        let path = String(cString: own)
        guard let slash = path.lastIndex(of: "/") else { return nil }
        let program = path[...slash] + name
        return access(String(program), X_OK) == 0 ? String(program) : nil
    }
}
