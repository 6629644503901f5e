import Foundation
import Glibc
import TestSupport

/// What a process of ours holds in its memory, read once.
struct ProcessMemory {
    private var regions: [[UInt8]] = []

    init(_ number: Int32) throws {
        let maps = try String(contentsOfFile: "/proc/\(number)/maps", encoding: .utf8)
        let file = open("/proc/\(number)/mem", O_RDONLY)
        guard file >= 0 else { throw TestFailure("the memory of \(number) cannot be read: \(errno)") }
        defer { close(file) }
        for line in maps.split(separator: "\n") {
            let fields = line.split(separator: " ", omittingEmptySubsequences: true)
            // What can be written to: code holds no secrets.
            guard fields.count >= 2, fields[1].hasPrefix("rw") else { continue }
            let bounds = fields[0].split(separator: "-").compactMap { UInt(String($0), radix: 16) }
            guard bounds.count == 2 else { continue }
            var bytes = [UInt8](repeating: 0, count: Int(bounds[1] - bounds[0]))
            let count = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, off_t(bounds[0])) }
            // A region that has gone meanwhile.
            if count > 0 { regions.append(Array(bytes.prefix(count))) }
        }
        guard regions.contains(where: { $0.count > 4_096 }) else { throw TestFailure("no memory was read") }
    }

    func contains(_ bytes: [UInt8]) -> Bool {
        regions.contains { region in
            region.withUnsafeBytes { memory in
                bytes.withUnsafeBytes { wanted in Self.holds(memory, wanted) }
            }
        }
    }

    private static func holds(_ memory: UnsafeRawBufferPointer, _ wanted: UnsafeRawBufferPointer) -> Bool {
        guard let start = memory.baseAddress, let beginning = wanted.baseAddress, let first = wanted.first else {
            return false
        }
        var place = 0
        while place + wanted.count <= memory.count {
            guard let found = memchr(start + place, Int32(first), memory.count - place - wanted.count + 1) else {
                return false
            }
            if memcmp(found, beginning, wanted.count) == 0 { return true }
            place = UnsafeRawPointer(found) - start + 1
        }
        return false
    }
}
