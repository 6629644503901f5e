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
    private var own: Process?

    init(of stack: Stack) throws {
        self.stack = stack
        self.lane = try stack.lane()
        self.running = try ListeningProcess(port: lane.port)
        self.told = FileManager.default.temporaryDirectory.appending(path: "sidecar-\(UUID().uuidString).log")
        try Data().write(to: told)
    }

    deinit {
        own?.terminate()
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
        own?.waitUntilExit()
        own = nil
    }

    /// Asks it to end, so that the log is closed with its checkpoint.
    func stop() throws {
        guard let own else { throw TestFailure("only a sidecar that was started again can be stopped") }
        Glibc.kill(running.number, SIGTERM)
        own.waitUntilExit()
        self.own = nil
        guard own.terminationStatus == 0 else { throw TestFailure("SIGTERM: exit \(own.terminationStatus)") }
    }

    /// Starts it with the arguments that it had, on the ports that it had, and waits until it serves.
    func start() throws {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = Array(running.arguments.dropFirst())
        process.environment = running.environment
        process.currentDirectoryURL = URL(filePath: running.folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: told)
        try process.run()
        own = process
        let deadline = Date(timeIntervalSinceNow: Self.startTimeoutSeconds)
        while Date() < deadline, process.isRunning {
            if let port = Self.lanePort(of: process.processIdentifier, lane) {
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
