import Detectors
import NIOCore
import PostgresWire

/// Runs the detectors over the cells of rows and COPY data.
struct RowMasker {
    struct Column: Equatable {
        var typeOID: UInt32
        var isBinary: Bool
        /// Of which column of which relation it is, as the server says; 0: it is computed.
        var relation: UInt32 = 0
        var attribute = 0

        var content: Content {
            switch typeOID {
            case 114: .json(skipped: 0)
            // jsonb_send puts the version of the format before the text.
            case 3802: .json(skipped: isBinary ? 1 : 0)
            case _ where Self.plainTypes.contains(typeOID): .text
            case _ where Self.wordlessTypes.contains(typeOID): .other
            default: isBinary ? .structure : .text
            }
        }

        // text, varchar, bpchar, name, char, xml, unknown, cstring, refcursor
        private static let plainTypes: Set<UInt32> = [25, 1043, 1042, 19, 18, 142, 705, 0, 2275, 1790]

        /// Those that hold no text, and are a number, a time or a place to whoever asks for them.
        private static let wordlessTypes: Set<UInt32> = [
            // bool, bytea, int8, int2, int2vector, int4, oid, tid, xid, cid, oidvector, xid8, pg_lsn, void
            16, 17, 20, 21, 22, 23, 26, 27, 28, 29, 30, 5069, 3220, 2278,
            // float4, float8, money, numeric, bit, varbit, uuid, macaddr, macaddr8
            700, 701, 790, 1700, 1560, 1562, 2950, 829, 774,
            // date, time, timestamp, timestamptz, interval, timetz
            1082, 1083, 1114, 1184, 1186, 1266,
            // point, lseg, path, box, polygon, line, circle
            600, 601, 602, 603, 604, 628, 718,
            // Arrays of them.
            1000, 1001, 1016, 1005, 1006, 1007, 1028, 1010, 1011, 1012, 1013, 271, 3221, 1021, 1022, 791, 1231, 1561,
            1563, 2951, 1040, 775, 1182, 1183, 1115, 1185, 1187, 1270, 1017, 1018, 1019, 1020, 1027, 629, 719,
            // int4range, numrange, tsrange, tstzrange, daterange, int8range, their arrays, and what has several of them
            3904, 3906, 3908, 3910, 3912, 3926, 3905, 3907, 3909, 3911, 3913, 3927, 4451, 4532, 4533, 4534, 4535, 4536,
            6150, 6151, 6152, 6153, 6155, 6157,
        ]
    }

    /// What detectors make of a cell.
    enum Content: Equatable {
        /// Text, and what is made of it. Types that are not known are taken for it.
        case text
        /// JSON after so many bytes of something else.
        case json(skipped: Int)
        /// Values and their lengths, in binary form: a finding is masked by as many bytes.
        case structure
        /// Nothing to search.
        case other
    }

    enum CopyFormat: Equatable {
        case text
        case binary(isFirst: Bool)
    }

    /// What came of a row.
    enum Outcome: Equatable {
        /// Nothing was found.
        case unchanged
        case masked(ByteBuffer, cells: UInt64)
        /// What it says of its lengths is not so: what is in it cannot be known.
        case malformed
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
                let (relation, attribute, type, _, _, format) = body.readMultipleIntegers(
                    as: (UInt32, Int16, UInt32, UInt16, UInt32, UInt16).self)
            else { return nil }
            columns.append(
                Column(typeOID: type, isBinary: format == 1, relation: relation, attribute: Int(attribute)))
        }
        return columns
    }

    /// A DataRow with every finding masked.
    /// - Parameters:
    ///   - columns: nil where nobody has described them.
    ///   - formats: of the Bind, for that case: none (all text), one (for all), or one each.
    func masked(row message: ByteBuffer, columns: [Column]?, formats: [Int16] = []) -> Outcome {
        var body = message
        body.moveReaderIndex(forwardBy: min(5, body.readableBytes))
        return rewritten(&body, type: UInt8(ascii: "D"), prefix: nil) { index in
            if let columns, index < columns.count { return columns[index].content }
            let format = formats.count == 1 ? formats[0] : index < formats.count ? formats[index] : 0
            return format == 1 ? .structure : .text
        }
    }

    /// CopyData with every finding masked.
    func masked(copy message: ByteBuffer, format: inout CopyFormat) -> Outcome {
        var body = message
        body.moveReaderIndex(forwardBy: min(5, body.readableBytes))
        guard case .binary(let isFirst) = format else {
            guard let bytes = body.withUnsafeReadableBytes({ detectors.masked($0) }) else { return .unchanged }
            var result = ByteBuffer()
            result.writeMessage(UInt8(ascii: "d")) { $0.writeBytes(bytes) }
            return .masked(result, cells: 1)
        }
        format = .binary(isFirst: false)
        var header: ByteBuffer?
        if isFirst {
            // Signature, flags, and a header extension of the length that follows.
            guard let extensionBytes = body.getInteger(at: body.readerIndex + 15, as: Int32.self), extensionBytes >= 0,
                let slice = body.readSlice(length: 19 + Int(extensionBytes))
            else { return .malformed }
            header = slice
            if body.readableBytes == 0 { return .unchanged }
        }
        // Which types the cells have is not known.
        return rewritten(&body, type: UInt8(ascii: "d"), prefix: header) { _ in .structure }
    }

    /// The cell with every finding masked; nil when there is none.
    private func masked(_ cell: Slice<UnsafeRawBufferPointer>, _ content: Content) -> [UInt8]? {
        switch content {
        case .other: return nil
        case .text: return detectors.masked(UnsafeRawBufferPointer(rebasing: cell))
        case .structure:
            return BinaryValue(bytes: UnsafeRawBufferPointer(rebasing: cell)).masked(by: detectors)
        case .json(let skipped):
            let text = detectors.masked(UnsafeRawBufferPointer(rebasing: cell.dropFirst(skipped)), isJSON: true)
            return text.map { cell.prefix(skipped) + $0 }
        }
    }

    /// A count of fields, and each with its length. The trailer of binary COPY data is a count of -1.
    private func rewritten(
        _ body: inout ByteBuffer, type: UInt8, prefix: ByteBuffer?, content: (Int) -> Content
    ) -> Outcome {
        let whole = body
        guard let fields = body.readInteger(as: Int16.self), fields >= -1 else { return .malformed }
        var findings: [(start: Int, length: Int, bytes: [UInt8])] = []
        for index in 0..<max(0, Int(fields)) {
            let start = body.readerIndex
            guard let length = body.readInteger(as: Int32.self), length >= -1 else { return .malformed }
            if length < 0 { continue }
            guard body.readableBytes >= Int(length) else { return .malformed }
            let found = body.withUnsafeReadableBytes { masked($0[..<Int(length)], content(index)) }
            if let found { findings.append((start, Int(length), found)) }
            body.moveReaderIndex(forwardBy: Int(length))
        }
        guard body.readableBytes == 0 else { return .malformed }
        guard !findings.isEmpty else { return .unchanged }
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
        return .masked(result, cells: UInt64(findings.count))
    }
}
