import Judge
import NIOCore
import SQLRewrite

/// The parameters and result formats of a Bind message, bounds checked.
struct BindParts {
    /// Where each parameter's value stands in the message's body; nil: NULL.
    private(set) var values: [Range<Int>?] = []
    /// Where the format codes of the values stand: none (all text), one (for all), or one each.
    private let formats: (start: Int, count: Int)
    var resultFormats: [Int16] = []

    /// How many parameters there are, NULLs among them.
    var count: Int { values.count }

    /// - Parameter reader: after the names.
    init?(_ reader: inout ByteBuffer) {
        // The server reads these counts unsigned.
        guard let formatCount = reader.readInteger(as: UInt16.self) else { return nil }
        formats = (reader.readerIndex, Int(formatCount))
        guard reader.readSlice(length: Int(formatCount) * 2) != nil, let count = reader.readInteger(as: UInt16.self)
        else { return nil }
        for _ in 0..<count {
            guard let length = reader.readInteger(as: Int32.self), length >= -1 else { return nil }
            guard length >= 0 else {
                values.append(nil)
                continue
            }
            guard reader.readableBytes >= Int(length) else { return nil }
            values.append(reader.readerIndex..<(reader.readerIndex + Int(length)))
            reader.moveReaderIndex(forwardBy: Int(length))
        }
        guard let results = reader.readInteger(as: UInt16.self),
            reader.readableBytes == Int(results) * 2
        else { return nil }
        for _ in 0..<results {
            guard let format = reader.readInteger(as: Int16.self) else { return nil }
            resultFormats.append(format)
        }
    }

    func isBinary(_ index: Int, in body: ByteBuffer) -> Bool {
        guard formats.count == 1 || index < formats.count else { return false }
        return body.getInteger(at: formats.start + (formats.count == 1 ? 0 : index * 2), as: Int16.self) == 1
    }

    /// How many elements arrays among the parameters have, at least one each.
    /// - Parameter numbers: of the parameters, from 1.
    func elements(of numbers: [Int], in body: ByteBuffer) -> UInt64 {
        numbers.reduce(0) { sum, number in
            guard values.indices.contains(number - 1), let range = values[number - 1] else { return sum + 1 }
            let count = body.withUnsafeReadableBytes { bytes in
                let start = range.lowerBound - body.readerIndex
                let value = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + range.count)])
                // What is no array at all the server refuses.
                return isBinary(number - 1, in: body)
                    ? BinaryArray.elements(value) ?? 1 : LookupCount.elements(of: value)
            }
            return sum + UInt64(max(1, count))
        }
    }

    /// Whether a masked value is among the parameters, coming back.
    func containsMarker(_ markers: MaskMarkers, in body: ByteBuffer) -> Bool {
        body.withUnsafeReadableBytes { bytes in
            values.contains { range in
                guard let range else { return false }
                let start = range.lowerBound - body.readerIndex
                return markers.isFound(in: UnsafeRawBufferPointer(rebasing: bytes[start..<(start + range.count)]))
            }
        }
    }
}
