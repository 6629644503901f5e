import Foundation

/// The process that listens on a port of the loopback, as /proc tells it.
package struct ListeningProcess: Sendable {
    package let number: Int32
    /// Its arguments, the program first.
    package let arguments: [String]
    package let environment: [String: String]
    package let folder: String

    private static let attemptsLimit = 40

    package init(port: UInt16) throws {
        // The kernel writes its table in parts: under load a line can fall between two of them.
        for _ in 0..<Self.attemptsLimit {
            if let found = try Self.find(port) {
                self = found
                return
            }
            usleep(50_000)
        }
        throw TestFailure("nobody listens on port \(port)")
    }

    private init(number: Int32) throws {
        self.number = number
        self.arguments = try Self.strings("/proc/\(number)/cmdline")
        self.folder = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/cwd")
        self.environment = Dictionary(
            try Self.strings("/proc/\(number)/environ").compactMap { entry in
                let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
                return parts.count == 2 ? (parts[0], parts[1]) : nil
            },
            uniquingKeysWith: { $1 })
    }

    private static func find(_ port: UInt16) throws -> ListeningProcess? {
        let sockets = try Self.table().filter { $0.port == port }.map(\.socket)
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
            guard let number = Int32(name) else { continue }
            let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(name)/fd")) ?? []
            let found = open.contains { descriptor in
                let target = try? FileManager.default.destinationOfSymbolicLink(
                    atPath: "/proc/\(name)/fd/\(descriptor)")
                return target.map(sockets.contains) ?? false
            }
            if found { return try ListeningProcess(number: number) }
        }
        return nil
    }

    /// The ports of the loopback that a process listens on.
    package static func ports(of process: Int32) throws -> [UInt16] {
        let folder = "/proc/\(process)/fd"
        let open = Set(
            try FileManager.default.contentsOfDirectory(atPath: folder).compactMap {
                try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
            })
        return try table().filter { open.contains($0.socket) }.map(\.port)
    }

    /// Every listening socket of the system.
    private static func table() throws -> [(port: UInt16, socket: String)] {
        try String(contentsOfFile: "/proc/net/tcp", encoding: .utf8).split(separator: "\n").dropFirst().compactMap {
            line in
            let fields = line.split(separator: " ")
            guard fields.count > 9, fields[3] == "0A", let digits = fields[1].split(separator: ":").last,
                let port = UInt16(digits, radix: 16)
            else { return nil }
            return (port, "socket:[\(fields[9])]")
        }
    }

    private static func strings(_ path: String) throws -> [String] {
        guard let data = FileManager.default.contents(atPath: path) else { throw TestFailure("cannot read \(path)") }
        return data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}
