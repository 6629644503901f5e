/// What is kept of an answer for the log, as it comes: what is longer than a record is given away in parts, so that no
/// more than a part of it is held.
package struct KeptAnswer: Sendable {
    /// A `response` record's, before base64.
    package static let partBytes = RecordEncoder.responsePartBytesLimit

    private let bytesLimit: Int
    /// Parts that wait to be taken.
    private var full: [[UInt8]] = []
    private var rest: [UInt8] = []
    /// Parts that were given away.
    package private(set) var partCount: UInt64 = 0
    /// Bytes of these.
    package private(set) var partBytes = 0
    private var byteCount = 0
    /// Not all of the answer is kept.
    package private(set) var isTruncated = false

    package init(bytesLimit: Int) { self.bytesLimit = bytesLimit }

    /// A message, or the beginning of one: kept if the limit has room for all of it. After one that is not, nothing is.
    /// - Parameter wholeBytes: of the message.
    /// - Returns: whether there are parts to be taken.
    package mutating func keep(messageOf wholeBytes: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytesLimit > 0, !isTruncated else { return false }
        guard wholeBytes <= bytesLimit - byteCount else {
            isTruncated = true
            return false
        }
        add(bytes)
        return !full.isEmpty
    }

    /// What follows of the message.
    /// - Returns: whether there are parts to be taken.
    package mutating func keep(more bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytesLimit > 0, !isTruncated else { return false }
        add(bytes)
        return !full.isEmpty
    }

    /// Text, which may be cut anywhere.
    package mutating func keep(text bytes: UnsafeRawBufferPointer) {
        guard !isTruncated else { return }
        let room = bytesLimit - byteCount
        add(UnsafeRawBufferPointer(rebasing: bytes.prefix(room)))
        isTruncated = bytes.count > room
    }

    /// A part that is full, for a record of its own; nil: there is none.
    package mutating func takePart() -> AuditEvent.ResponsePart? {
        guard !full.isEmpty else { return nil }
        let bytes = full.removeFirst()
        partCount += 1
        partBytes += bytes.count
        return AuditEvent.ResponsePart(number: partCount, bytes: bytes)
    }

    /// What waits, for a record before it is a whole part; nil: nothing does.
    package mutating func takeRest() -> AuditEvent.ResponsePart? {
        guard full.isEmpty, !rest.isEmpty else { return takePart() }
        full.append(rest)
        rest = []
        return takePart()
    }

    /// What was not given away.
    package var waiting: [UInt8] { full.isEmpty ? rest : full.flatMap(\.self) + rest }

    /// The log has no room for the part that was taken last.
    package mutating func stop(without part: AuditEvent.ResponsePart) {
        partCount -= 1
        partBytes -= part.bytes.count
        byteCount = partBytes
        rest = []
        full = []
        isTruncated = true
    }

    private mutating func add(_ bytes: UnsafeRawBufferPointer) {
        byteCount += bytes.count
        guard rest.count + bytes.count > Self.partBytes else { return rest.append(contentsOf: bytes) }
        var left = bytes[...]
        while !left.isEmpty {
            if rest.count == Self.partBytes {
                full.append(rest)
                rest = []
            }
            let piece = left.prefix(Self.partBytes - rest.count)
            rest.append(contentsOf: piece)
            left = left.dropFirst(piece.count)
        }
    }
}
