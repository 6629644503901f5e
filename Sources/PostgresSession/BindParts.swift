import Judge
import NIOCore

/// The parameters and result formats of a Bind message, bounds checked.
struct BindParts {
    /// Where each parameter's value stands in the message's body.
    private var parameters: [Range<Int>] = []
    var resultFormats: [Int16] = []
    /// How many parameters there are, NULLs among them.
    let count: Int

    /// - Parameter reader: after the names.
    init?(_ reader: inout ByteBuffer) {
        // The server reads these counts unsigned.
        guard let formats = reader.readInteger(as: UInt16.self),
            reader.readSlice(length: Int(formats) * 2) != nil, let count = reader.readInteger(as: UInt16.self)
        else { return nil }
        self.count = Int(count)
        for _ in 0..<count {
            guard let length = reader.readInteger(as: Int32.self), length >= -1 else { return nil }
            if length == -1 { continue }
            guard reader.readableBytes >= Int(length) else { return nil }
            parameters.append(reader.readerIndex..<(reader.readerIndex + Int(length)))
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

    /// Whether a masked value is among the parameters, coming back.
    func containsMarker(_ markers: MaskMarkers, in body: ByteBuffer) -> Bool {
        body.withUnsafeReadableBytes { bytes in
            parameters.contains { range in
                let start = range.lowerBound - body.readerIndex
                return markers.isFound(in: UnsafeRawBufferPointer(rebasing: bytes[start..<(start + range.count)]))
            }
        }
    }
}
