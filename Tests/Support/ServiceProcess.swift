package import Foundation
import Glibc

/// A server program of the tests' own, on a free port of the loopback. It ends with the test that holds it.
package final class ServiceProcess: @unchecked Sendable {
    package let port: Int
    /// Its own; removed with it.
    package let folder: URL
    private let child: ChildProcess

    /// - Parameters:
    ///   - program: within `.build/test-venv/bin`.
    ///   - arguments: made from the port and the folder.
    package init(
        _ program: String, environment: [String: String] = [:], startSeconds: Double = 120,
        arguments: (_ port: Int, _ folder: URL) -> [String]
    ) throws {
        let path = Repository.root.appending(path: ".build/test-venv/bin/\(program)").path()
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw TestFailure("there is no \(program) in .build/test-venv: run dev/install")
        }
        port = Int(try LoopbackSocket().port)
        folder = FileManager.default.temporaryDirectory.appending(path: "service-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let log = folder.appending(path: "log").path()
        child = try ChildProcess(
            path, arguments(port, folder),
            environment: ProcessInfo.processInfo.environment.merging(environment) { $1 }, output: log, errors: log)
        let deadline = Date(timeIntervalSinceNow: startSeconds)
        while !Self.listens(port) {
            guard child.status() == nil, Date() < deadline else {
                child.signal(SIGKILL)
                throw TestFailure(
                    "\(program) did not start: \((try? String(contentsOfFile: log, encoding: .utf8)) ?? "")")
            }
            usleep(50_000)
        }
    }

    deinit {
        child.signal(SIGKILL)
        _ = child.wait(timeoutSeconds: 10)
        try? FileManager.default.removeItem(at: folder)
    }

    package var url: String { "http://127.0.0.1:\(port)" }

    private static func listens(_ port: Int) -> Bool {
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = UInt16(port).bigEndian
        name.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
