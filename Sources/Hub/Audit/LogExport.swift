import AuditLog
import Foundation
import HubAPI

/// Writes a log of the hub to disk: C2SP tlog-tiles.
package struct LogExport: Sendable {
    private let hub: AdminClient
    private let log: String

    package init(hub: AdminClient, log: String) {
        self.hub = hub
        self.log = log
    }

    /// - Returns: how many records the export holds: those that the newest cosigned checkpoint covers.
    package func write(to folder: String) async throws -> UInt64 {
        guard !TextFile.exists(folder + "/checkpoint") else {
            throw TextFile.Failure(path: folder, reason: "holds an export already: give another folder")
        }
        var builder = TileBuilder()
        var position: UInt64 = 0
        var page = try await page(from: 0)
        // The checkpoint of the first page: later ones cover more than what is exported.
        let checkpoint = page.checkpoint
        guard let size = Self.size(checkpoint) else {
            throw AdminClient.Failure(description: "nothing of log \(log) was cosigned yet", problem: nil)
        }
        while position < size, !page.records.isEmpty {
            for line in page.records.prefix(Int(clamping: size - position)) {
                do { try write(try builder.append(entry: Array(line.utf8)[...]), to: folder) } catch let fault
                    as LogFault
                {
                    throw AdminClient.Failure(description: "record \(position): \(fault.what)", problem: nil)
                }
                position += 1
            }
            page = try await self.page(from: position)
        }
        guard position == size else {
            throw AdminClient.Failure(
                description: "the hub gave \(position) of \(size) records of log \(log)", problem: nil)
        }
        try write(builder.finish(), to: folder)
        try TextFile.replace(folder + "/instance.pub", bytes: Array((page.key + "\n").utf8), mode: 0o644)
        try TextFile.replace(folder + "/witness.pub", bytes: Array((page.witnessKey + "\n").utf8), mode: 0o644)
        try TextFile.replace(folder + "/checkpoint", bytes: Array(checkpoint.utf8), mode: 0o644)
        return size
    }

    private func page(from position: UInt64) async throws -> LogPageView {
        try await hub.get("/v1/admin/audit/logs/\(name)?from=\(position)", as: LogPageView.self)
    }

    /// The last part of an origin names the log as well, and stands in a path.
    private var name: String { log.split(separator: "/").last.map(String.init) ?? log }

    private func write(_ files: [TileBuilder.File], to folder: String) throws {
        for file in files {
            let path = folder + "/" + file.path
            let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            do {
                try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            } catch { throw TextFile.Failure(path: parent, reason: "cannot be made") }
            try TextFile.replace(path, bytes: file.bytes, mode: 0o644)
        }
    }

    private static func size(_ checkpoint: String) -> UInt64? {
        let lines = checkpoint.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.count > 1 ? UInt64(lines[1]) : nil
    }
}
