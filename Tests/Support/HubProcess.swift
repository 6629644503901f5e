package import Foundation
import Glibc
import Synchronization

/// A `chaperone-hub serve` of its own folder, on a free port. It ends with the test that holds it.
package final class HubProcess: @unchecked Sendable {
    package let folder: URL
    package let name: String
    package let url: String
    package let authority: String
    package let adminTokenFile: String
    private let child: ChildProcess

    /// Hubs that are kept in a static are not deinitialised.
    private static let running = Mutex<[Int32]>([])

    /// - Parameters:
    ///   - folder: nil: a new one.
    ///   - port: 0: any free one.
    package init(
        name: String = "test", folder: URL? = nil, port: Int = 0, arguments: [String] = [],
        environment: [String: String] = [:]
    ) throws {
        self.name = name
        self.folder = folder ?? FileManager.default.temporaryDirectory.appending(path: "hub-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        let ready = self.folder.appending(path: "ready")
        try? FileManager.default.removeItem(at: ready)
        let log = self.folder.appending(path: "log").path()
        child = try ChildProcess(
            Repository.hub.path(),
            [
                "serve", "--state", self.folder.appending(path: "state").path(), "--name", name, "--listen",
                "127.0.0.1:\(port)", "--hostname", "127.0.0.1", "--hostname", "localhost", "--ready-file",
                ready.path(),
            ] + arguments, environment: ProcessInfo.processInfo.environment.merging(environment) { $1 }, output: log,
            errors: log)
        Self.killAtExit(child.number)
        let deadline = Date(timeIntervalSinceNow: 120)
        while !FileManager.default.fileExists(atPath: ready.path()) {
            guard child.status() == nil, Date() < deadline else {
                child.signal(SIGKILL)
                throw TestFailure(
                    "the hub did not start: \((try? String(contentsOfFile: log, encoding: .utf8)) ?? "")")
            }
            usleep(20_000)
        }
        var values: [String: String] = [:]
        for line in try String(contentsOf: ready, encoding: .utf8).split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2 { values[parts[0]] = parts[1] }
        }
        guard let url = values["HUB_URL"], let authority = values["HUB_CA"],
            let token = values["HUB_ADMIN_TOKEN_FILE"]
        else { throw TestFailure("the hub's ready file lacks something: \(values.keys.sorted())") }
        self.url = url
        self.authority = authority
        adminTokenFile = token
    }

    deinit { kill() }

    private static func killAtExit(_ number: Int32) {
        let isFirst = running.withLock { numbers in
            numbers.append(number)
            return numbers.count == 1
        }
        if isFirst { atexit { for number in HubProcess.running.withLock({ $0 }) { Glibc.kill(number, SIGKILL) } } }
    }

    /// Its number may be another's from now on.
    private func forget() { Self.running.withLock { $0.removeAll { $0 == child.number } } }

    package var port: Int { Int(url.split(separator: ":").last ?? "") ?? 0 }

    package var log: String {
        (try? String(contentsOf: folder.appending(path: "log"), encoding: .utf8)) ?? ""
    }

    package var isRunning: Bool { child.status() == nil }

    package var adminToken: String {
        get throws {
            try String(contentsOfFile: adminTokenFile, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    /// Runs a command of `chaperone-hub` against it.
    package func command(_ arguments: [String], input: String = "") throws -> Command.Outcome {
        try Command(
            Repository.hub.path(), arguments,
            environment: ["HUB_URL": url, "HUB_CA": authority, "HUB_ADMIN_TOKEN_FILE": adminTokenFile], input: input
        ).run()
    }

    /// The output of a command that has to succeed.
    @discardableResult
    package func check(_ arguments: [String], input: String = "") throws -> String {
        let outcome = try command(arguments, input: input)
        guard outcome.succeeded else { throw TestFailure("\(arguments.joined(separator: " ")): \(outcome.story)") }
        return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    package var number: Int32 { child.number }

    package func signal(_ number: Int32) { child.signal(number) }

    package func kill() {
        child.signal(SIGKILL)
        if child.wait(timeoutSeconds: 10) != nil { forget() }
    }

    /// Ends it in order, and gives its exit status.
    package func stop() -> Int32? {
        child.signal(SIGTERM)
        let status = child.wait(timeoutSeconds: 30)
        if status != nil { forget() }
        return status
    }
}
