import Foundation
import Glibc

/// A child process that is run to its end, with its output kept.
package struct Command: Sendable {
    package struct Outcome: Sendable {
        package let status: Int32
        package let output: String
        package let errors: String

        package var succeeded: Bool { status == 0 }
        /// Both streams, for a failure's message.
        package var story: String { "exit \(status)\n\(output)\n\(errors)" }
    }

    package var program: String
    package var arguments: [String]
    package var environment: [String: String]
    /// Where it runs; nil: where we do.
    package var folder: String?
    package var input: String
    package var timeoutSeconds: Double

    package init(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], input: String = "",
        timeoutSeconds: Double = 120
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.input = input
        self.timeoutSeconds = timeoutSeconds
    }

    /// Runs it; blocks. Output goes through files, so that no pipe can fill and a daemon that the child leaves
    /// behind cannot hold us.
    package func run() throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "command-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = try ["in", "out", "err"].map { name in
            let file = folder.appending(path: name)
            try Data(name == "in" ? Array(input.utf8) : []).write(to: file)
            return file
        }
        let paths = files.map { $0.path() }
        let child = try ChildProcess(
            program, arguments, environment: ProcessInfo.processInfo.environment.merging(environment) { $1 },
            folder: self.folder, input: paths[0], output: paths[1], errors: paths[2])
        guard let status = child.wait(timeoutSeconds: timeoutSeconds) else {
            child.signal(SIGKILL)
            _ = child.wait(timeoutSeconds: 5)
            let told = String(decoding: try Data(contentsOf: files[2]).suffix(2000), as: UTF8.self)
            throw TestFailure("\(program) did not end within \(timeoutSeconds) s\n\(told)")
        }
        return Outcome(
            status: status,
            output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
    }

    /// Runs it and fails unless it ended with 0.
    @discardableResult
    package func check() throws -> String {
        let outcome = try run()
        guard outcome.succeeded else {
            throw TestFailure("\(program) \(arguments.joined(separator: " ")): \(outcome.story)")
        }
        return outcome.output
    }
}
