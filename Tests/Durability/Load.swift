import Foundation
import TestSupport

/// pgbench, running until its server goes away.
struct Load {
    private static let secondsLimit = 60
    private let process: Process

    init(mode: String, at lane: PostgresAddress) throws {
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["pgbench", "-n", "-M", mode, "-c", "4", "-T", "\(Self.secondsLimit)", lane.url]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    func waitUntilEnd() {
        process.waitUntilExit()
    }
}
