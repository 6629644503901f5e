import Foundation
import Glibc
import TestSupport

/// The real program, started and waited for. Killed with the object.
final class RunningSidecar {
    private static let timeoutSeconds = 30.0

    private let process = Process()
    private let log: URL
    private let readyFile: URL
    private let ended = DispatchSemaphore(value: 0)
    private(set) var addresses: [String: String] = [:]
    /// Its files are there for as long as it runs.
    private var workshop: Workshop?

    /// Returns when the ready file is there.
    convenience init(
        _ workshop: Workshop, grace: Int = 0, more: [String] = [], environment: [String: String] = [:],
        launcher: [String] = []
    ) throws {
        try self.init(
            in: workshop.folder, workshop.arguments(["--grace", "\(grace)"] + more), environment: environment,
            launcher: launcher)
        self.workshop = workshop
    }

    /// - Parameters:
    ///   - folder: of its log and its ready file.
    ///   - launcher: a program, by its path, that becomes the sidecar.
    init(
        in folder: URL, _ arguments: [String], environment: [String: String] = [:], launcher: [String] = []
    ) throws {
        let id = UUID().uuidString
        log = folder.appending(path: "log-\(id)")
        readyFile = folder.appending(path: "ready-\(id)")
        try Data().write(to: log)
        let words = launcher + [Repository.chaperone.path()] + arguments + ["--ready-file", readyFile.path()]
        process.executableURL = URL(filePath: words[0])
        process.arguments = Array(words.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: log)
        let ended = ended
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        try wait("the ready file") { FileManager.default.fileExists(atPath: self.readyFile.path()) }
        for line in try readyText.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { addresses[String(parts[0])] = String(parts[1]) }
        }
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    var number: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }
    var readyText: String { get throws { try String(contentsOf: readyFile, encoding: .utf8) } }
    var logText: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Its exit status.
    func waitUntilEnd() throws -> Int32 {
        guard ended.wait(timeout: .now() + Self.timeoutSeconds) == .success else {
            throw TestFailure("the sidecar did not end\n\(logText)")
        }
        return process.terminationStatus
    }

    /// Looks again and again until it is so; fails when the process ends first or the time is over.
    func wait(_ what: String, until isSo: () throws -> Bool) throws {
        let deadline = Date(timeIntervalSinceNow: Self.timeoutSeconds)
        while try !isSo() {
            guard Date() < deadline, process.isRunning else { throw TestFailure("waited for \(what)\n\(logText)") }
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    /// The lane of a target, which asks for no password.
    func lane(_ target: String = "ehr") throws -> PostgresAddress {
        guard let place = addresses["LANE_\(target)"] else { throw TestFailure("no lane \(target): \(addresses)") }
        return try PostgresAddress("postgresql://anybody@\(place)/postgres")
    }

    var adminPort: UInt16 {
        get throws {
            guard let text = addresses["ADMIN"]?.split(separator: ":").last, let port = UInt16(text) else {
                throw TestFailure("no admin endpoint: \(addresses)")
            }
            return port
        }
    }
}
