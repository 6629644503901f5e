import Glibc
import TestSupport

/// pgbench, running until its server goes away.
struct Load {
    private static let secondsLimit = 60
    private let process: ChildProcess

    init(mode: String, at lane: PostgresAddress) throws {
        process = try ChildProcess("pgbench", ["-n", "-M", mode, "-c", "4", "-T", "\(Self.secondsLimit)", lane.url])
    }

    func waitUntilEnd() throws {
        guard process.wait(timeoutSeconds: Double(2 * Self.secondsLimit)) != nil else {
            process.signal(SIGKILL)
            throw TestFailure("pgbench does not end when its server has gone")
        }
    }
}
