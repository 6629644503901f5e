import Detectors
import NIOCore
import PostgresWire

/// Runs the detectors over the cells of rows and COPY data.
struct RowMasker {
    struct Column: Equatable {
        var typeOID: UInt32
        var isBinary: Bool

        var content: Content {
            switch typeOID {
            case 114: .json(skipped: 0)
            // jsonb_send puts the version of the format before the text.
            case 3802: .json(skipped: isBinary ? 1 : 0)
            default: Self.textTypes.contains(typeOID) || typeOID >= 16_384 ? .text : .other
            }
        }

        // text, varchar, bpchar, name, char, xml, unknown, record, tsvector, and arrays of text and json
        private static let textTypes: Set<UInt32> = [
            25, 1043, 1042, 19, 18, 142, 705, 2249, 3614, 1009, 1015, 1014, 1003, 199, 3807, 143, 2287, 0,
        ]
    }

    /// What detectors make of a cell.
    enum Content: Equatable {
        /// Text, and what is made of it. Types of extensions are taken for it.
        case text
        /// JSON after so many bytes of something else.
        case json(skipped: Int)
        /// Nothing to search.
        case other
    }

    enum CopyFormat: Equatable {
        case text
        case binary(isFirst: Bool)
    }

    let detectors: DetectorSet

    /// The columns of a RowDescription; nil when it is not well-formed.
    static func columns(of message: ByteBuffer) -> [Column]? {
        var body = message
        body.moveReaderIndex(forwardBy: min(5, body.readableBytes))
        guard let count = body.readInteger(as: Int16.self), count >= 0 else { return nil }
        var columns: [Column] = []
        for _ in 0..<Int(count) {
            guard body.readCStringBytes() != nil,
                let (_, _, type, _, _, format) = body.readMultipleIntegers(
                    as: (UInt32, UInt16, UInt32, UInt16, UInt32, UInt16).self)
            else { return nil }
            columns.append(Column(typeOID: type, isBinary: format == 1))
        }
        return columns
    }

    /// A DataRow with every finding masked; nil when there is none, or the row is not well-formed (`isMalformed`).
    func masked(row message: ByteBuffer, columns: [Column]?, count: inout UInt64) -> ByteBuffer? {
        var body = message
        body.moveReaderIndex(forwardBy: min(5, body.readableBytes))
        return rewritten(&body, type: UInt8(ascii: "D"), prefix: nil, count: &count) { index in
            guard let columns, index < columns.count else { return .text }
            return columns[index].content
        }
    }

    /// CopyData with every finding masked; nil when there is none.
    func masked(copy message: ByteBuffer, format: inout CopyFormat, count: inout UInt64) -> ByteBuffer? {
        var body = message
        body.moveReaderIndex(forwardBy: min(5, body.readableBytes))
        guard case .binary(let isFirst) = format else {
            guard let bytes = body.withUnsafeReadableBytes({ detectors.masked($0) }) else { return nil }
            count += 1
            var result = ByteBuffer()
            result.writeMessage(UInt8(ascii: "d")) { $0.writeBytes(bytes) }
            return result
        }
        format = .binary(isFirst: false)
        var header: ByteBuffer?
        if isFirst {
            // Signature, flags, and a header extension of the length that follows.
            guard let extensionBytes = body.getInteger(at: body.readerIndex + 15, as: Int32.self), extensionBytes >= 0,
                let slice = body.readSlice(length: 19 + Int(extensionBytes))
            else { return nil }
            header = slice
            if body.readableBytes == 0 { return nil }
        }
        return rewritten(&body, type: UInt8(ascii: "d"), prefix: header, count: &count) { _ in .text }
    }

    /// The cell with every finding masked; nil when there is none.
    private func masked(_ cell: Slice<UnsafeRawBufferPointer>, _ content: Content) -> [UInt8]? {
        switch content {
        case .other: return nil
        case .text: return detectors.masked(UnsafeRawBufferPointer(rebasing: cell))
        case .json(let skipped):
            let text = detectors.masked(UnsafeRawBufferPointer(rebasing: cell.dropFirst(skipped)), isJSON: true)
            return text.map { cell.prefix(skipped) + $0 }
        }
    }

    /// A count of fields, and each with its length.
    private func rewritten(
        _ body: inout ByteBuffer, type: UInt8, prefix: ByteBuffer?, count: inout UInt64, content: (Int) -> Content
    ) -> ByteBuffer? {
        let whole = body
        guard let fields = body.readInteger(as: Int16.self), fields > 0 else { return nil }
        var findings: [(start: Int, length: Int, bytes: [UInt8])] = []
        for index in 0..<Int(fields) {
            let start = body.readerIndex
            guard let length = body.readInteger(as: Int32.self) else { return nil }
            if length < 0 { continue }
            guard body.readableBytes >= Int(length) else { return nil }
            let found = body.withUnsafeReadableBytes { masked($0[..<Int(length)], content(index)) }
            if let found { findings.append((start, Int(length), found)) }
            body.moveReaderIndex(forwardBy: Int(length))
        }
        guard !findings.isEmpty else { return nil }
        count += UInt64(findings.count)
        var result = ByteBuffer()
        result.writeMessage(type) { buffer in
            if let prefix { buffer.writeImmutableBuffer(prefix) }
            var position = whole.readerIndex
            for finding in findings {
                if let slice = whole.getSlice(at: position, length: finding.start - position) {
                    buffer.writeImmutableBuffer(slice)
                }
                buffer.writeInteger(Int32(truncatingIfNeeded: finding.bytes.count))
                buffer.writeBytes(finding.bytes)
                position = finding.start + 4 + finding.length
            }
            if let slice = whole.getSlice(at: position, length: whole.writerIndex - position) {
                buffer.writeImmutableBuffer(slice)
            }
        }
        return result
    }
}
