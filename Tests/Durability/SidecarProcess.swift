import Foundation
import Glibc
import TestSupport

/// The running sidecar of a stack, which can be killed and started again just as it was.
final class SidecarProcess {
    private static let startTimeoutSeconds = 30.0

    private let stack: Stack
    private let told: URL
    private var lane: PostgresAddress
    private var running: ListeningProcess
    private var own: ChildProcess?

    init(of stack: Stack) throws {
        self.stack = stack
        self.lane = try stack.lane()
        self.running = try ListeningProcess(port: lane.port)
        self.told = FileManager.default.temporaryDirectory.appending(path: "sidecar-\(UUID().uuidString).log")
        try Data().write(to: told)
    }

    deinit {
        own?.signal(SIGTERM)
        _ = own?.wait(timeoutSeconds: Self.startTimeoutSeconds)
        try? FileManager.default.removeItem(at: told)
    }

    /// Where the lane listens now.
    var address: PostgresAddress { lane }
    /// The audit log's folder, as `chaperone audit` takes it.
    var auditFolder: String { get throws { try stack.variable("AUDIT_DIR") } }
    var program: String { running.arguments.first ?? "" }

    /// Ends it without a warning.
    func kill() {
        Glibc.kill(running.number, SIGKILL)
        _ = own?.wait(timeoutSeconds: Self.startTimeoutSeconds)
        own = nil
    }

    /// Asks it to end, so that the log is closed with its checkpoint.
    func stop() throws {
        guard let own else { throw TestFailure("only a sidecar that was started again can be stopped") }
        own.signal(SIGTERM)
        let status = own.wait(timeoutSeconds: Self.startTimeoutSeconds)
        self.own = nil
        guard status == 0 else { throw TestFailure("SIGTERM: exit \(status.map(String.init) ?? "never")") }
    }

    /// Starts it with the arguments that it had, on the ports that it had, and waits until it serves.
    func start() throws {
        let process = try ChildProcess(
            program, Array(running.arguments.dropFirst()), environment: running.environment, folder: running.folder,
            errors: told.path())
        own = process
        let deadline = Date(timeIntervalSinceNow: Self.startTimeoutSeconds)
        while Date() < deadline, process.status() == nil {
            if let port = Self.lanePort(of: process.number, lane) {
                lane = port
                running = try ListeningProcess(port: lane.port)
                return
            }
            Thread.sleep(forTimeInterval: 0.2)
        }
        let errors = String(decoding: try Data(contentsOf: told).suffix(2000), as: UTF8.self)
        throw TestFailure("the sidecar did not serve again after a kill:\n\(errors)")
    }

    private static func lanePort(of process: Int32, _ lane: PostgresAddress) -> PostgresAddress? {
        for port in (try? ListeningProcess.ports(of: process)) ?? [] {
            let address = lane.port(port)
            if let answer = try? PostgresConnection(address).ask("SELECT 1"), answer.error == nil, !answer.closed {
                return address
            }
        }
        return nil
    }
}
