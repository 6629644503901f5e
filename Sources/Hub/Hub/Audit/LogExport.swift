import AuditLog
import Foundation
import SmallFiles

/// Writes a log of the hub to disk: C2SP tlog-tiles.
package struct LogExport: Sendable {
    private let hub: AdminClient
    private let log: String
    private let isWitnessed: Bool

    /// - Parameter isWitnessed: see `HubLogReader`.
    package init(hub: AdminClient, log: String, isWitnessed: Bool) {
        self.hub = hub
        self.log = log
        self.isWitnessed = isWitnessed
    }

    /// - Returns: how many records the export holds: those that its checkpoint covers.
    package func write(to folder: String) async throws -> UInt64 {
        guard !SmallFile.exists(folder + "/checkpoint") else {
            throw SmallFile.Failure(path: folder, reason: "holds an export already: give another folder")
        }
        var builder = TileBuilder()
        let head = try await HubLogReader(hub: hub, log: log, isWitnessed: isWitnessed).read { position, line in
            do { try write(try builder.append(entry: Array(line.utf8)[...]), to: folder) } catch let fault as LogFault {
                throw AdminClient.Failure(description: "record \(position): \(fault.what)", problem: nil)
            }
        }
        try write(builder.finish(), to: folder)
        try SmallFile.replace(folder + "/instance.pub", with: Array((head.key + "\n").utf8), mode: 0o644)
        let witnesses = head.witnessKeys.map { $0 + "\n" }.joined()
        try SmallFile.replace(folder + "/witness.pub", with: Array(witnesses.utf8), mode: 0o644)
        try SmallFile.replace(folder + "/checkpoint", with: Array(head.checkpoint.utf8), mode: 0o644)
        return head.size
    }

    private func write(_ files: [TileBuilder.File], to folder: String) throws {
        for file in files {
            let path = folder + "/" + file.path
            let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            do {
                try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            } catch { throw SmallFile.Failure(path: parent, reason: "cannot be made") }
            try SmallFile.replace(path, with: file.bytes, mode: 0o644)
        }
    }
}
