import NIOCore

/// The parameters and result formats of a Bind message, bounds checked.
struct BindParts {
    static let marker = Array("***".utf8)

    /// Where each parameter's value stands in the message's body.
    private var parameters: [Range<Int>] = []
    var resultFormats: [Int16] = []

    /// - Parameter reader: after the names.
    init?(_ reader: inout ByteBuffer) {
        // The server reads these counts unsigned.
        guard let formats = reader.readInteger(as: UInt16.self),
            reader.readSlice(length: Int(formats) * 2) != nil, let count = reader.readInteger(as: UInt16.self)
        else { return nil }
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

    func containsMaskMarker(in body: ByteBuffer) -> Bool {
        parameters.contains { range in
            body.getSlice(at: range.lowerBound, length: range.count)?.readableBytesView.contains(marker: Self.marker)
                ?? false
        }
    }
}

extension ByteBufferView {
    func contains(marker: [UInt8]) -> Bool {
        guard let first = marker.first, count >= marker.count else { return false }
        var index = startIndex
        let last = endIndex - marker.count
        while index <= last {
            guard let start = self[index...last].firstIndex(of: first) else { return false }
            if self[start..<(start + marker.count)].elementsEqual(marker) { return true }
            index = start + 1
        }
        return false
    }
}
