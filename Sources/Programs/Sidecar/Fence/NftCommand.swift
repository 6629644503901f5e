import Glibc

/// `nft`, which is given a script.
package enum NftCommand {
    package struct Failure: Error, Sendable, Equatable { package var reason: String }

    /// Blocks until it has ended. What it says goes to standard error.
    package static func run(_ script: String) throws(Failure) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Failure(reason: "no pipe: errno \(errno)") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        let arguments: [String] = ["nft", "-f", "-"]
        var words = arguments.map { strdup($0) as UnsafeMutablePointer<CChar>? } + [nil]
        defer { for word in words { free(word) } }
        var child = pid_t()
        let status = posix_spawnp(&child, "nft", &actions, nil, &words, environ)
        close(ends[0])
        guard status == 0 else {
            close(ends[1])
            throw Failure(
                reason: status == ENOENT
                    ? "nft is not on the PATH: install nftables, or use the image fence" : "nft: errno \(status)")
        }
        signal(SIGPIPE, SIG_IGN)
        var rest = Array(script.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        close(ends[1])
        var ended: Int32 = 0
        while waitpid(child, &ended, 0) < 0, errno == EINTR {}
        guard ended == 0 else {
            throw Failure(reason: "nft did not take the table; it needs CAP_NET_ADMIN in this network namespace")
        }
    }
}
