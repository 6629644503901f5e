import AuditLog
import Glibc

/// Reads a file line by line, in memory that is bounded by the length of a record.
struct LineReader {
    private static let chunkBytes = 1 << 18
    private let file: OpenFile
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    /// What one step found.
    enum Step {
        /// Without its newline.
        case line(ArraySlice<UInt8>)
        /// Bytes at the end of the file that no newline follows, or a line longer than a record may be.
        case torn
        case end
    }

    init(_ path: String) throws(AuditFailure) {
        file = try OpenFile(path, O_RDONLY)
    }

    mutating func next() throws(AuditFailure) -> Step {
        var searched = start
        while true {
            if let newline = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = buffer[start..<newline]
                start = newline + 1
                return .line(line)
            }
            if buffer.count - start > RecordEncoder.recordBytesLimit { return .torn }
            if isAtEnd { return start == buffer.count ? .end : .torn }
            buffer.removeFirst(start)
            start = 0
            searched = buffer.count
            let chunk = try file.read(limit: Self.chunkBytes)
            isAtEnd = chunk.isEmpty
            buffer += chunk
        }
    }
}
