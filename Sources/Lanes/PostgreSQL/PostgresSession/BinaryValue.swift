import Detectors

/// A value in PostgreSQL's binary form of which only that is known: text, or values with their lengths between, which
/// must stay what they are.
///
/// Forms that are made of values are known by fitting exactly: arrays, records, ranges, multiranges, tsvector, hstore.
/// In them each value is searched for itself, so that the last byte of a length is never taken for the digit before a
/// number. Anything else is searched as it stands.
struct BinaryValue {
    let bytes: UnsafeRawBufferPointer

    /// Values within values.
    private static let depthLimit = 8
    private static let dimensionsLimit: Int32 = 6

    /// A copy of the same length with every finding masked; nil when there is none.
    func masked(by detectors: DetectorSet) -> [UInt8]? {
        var result: [UInt8] = []
        visit(0..<bytes.count, depth: 0) { range in
            let part = UnsafeRawBufferPointer(rebasing: bytes[range])
            guard let masked = detectors.masked(part, keepsLength: true) else { return }
            if result.isEmpty { result = Array(bytes) }
            result.replaceSubrange(range, with: masked)
        }
        return result.isEmpty ? nil : result
    }

    private typealias Visitor = (Range<Int>) -> Void

    /// Every part that is searched for itself.
    private func visit(_ range: Range<Int>, depth: Int, _ leaf: Visitor) {
        // Text has no NUL; every form with lengths has.
        guard depth < Self.depthLimit, bytes[range].contains(0), let form = form(of: range) else { return leaf(range) }
        _ = walk(range, form) { visit($0, depth: depth + 1, leaf) }
    }

    private enum Form: CaseIterable {
        case array, record, multirange, range, textSearchVector, pairs
    }

    private func form(of range: Range<Int>) -> Form? { Form.allCases.first { walk(range, $0) { _ in } } }

    /// - Returns: whether the bytes are of this form, to the last one.
    private func walk(_ range: Range<Int>, _ form: Form, _ value: Visitor) -> Bool {
        var reader = Reader(bytes: bytes, range: range)
        switch form {
        case .array: return reader.array(value, dimensionsLimit: Self.dimensionsLimit)
        case .record: return reader.record(value)
        case .multirange: return reader.multirange(value)
        case .range: return reader.range(value) && reader.isAtEnd
        case .textSearchVector: return reader.textSearchVector(value)
        case .pairs: return reader.pairs(value)
        }
    }

    private struct Reader {
        let bytes: UnsafeRawBufferPointer
        var position: Int
        let end: Int

        init(bytes: UnsafeRawBufferPointer, range: Range<Int>) {
            self.bytes = bytes
            position = range.lowerBound
            end = range.upperBound
        }

        var isAtEnd: Bool { position == end }

        mutating func integer<Integer: FixedWidthInteger>(_: Integer.Type) -> Integer? {
            let size = MemoryLayout<Integer>.size
            guard end - position >= size else { return nil }
            defer { position += size }
            return Integer(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: Integer.self))
        }

        /// A length, and that many bytes; -1: NULL.
        mutating func value(_ body: Visitor, mayBeNull: Bool = true) -> Bool {
            guard let length = integer(Int32.self), length >= (mayBeNull ? -1 : 0), Int(length) <= end - position
            else { return false }
            guard length >= 0 else { return true }
            body(position..<(position + Int(length)))
            position += Int(length)
            return true
        }

        /// array_send
        mutating func array(_ body: Visitor, dimensionsLimit: Int32) -> Bool {
            guard let dimensions = integer(Int32.self), (0...dimensionsLimit).contains(dimensions),
                let flags = integer(Int32.self), flags == 0 || flags == 1, integer(UInt32.self) != nil
            else { return false }
            var count = dimensions == 0 ? 0 : 1
            for _ in 0..<dimensions {
                guard let size = integer(Int32.self), size > 0, integer(Int32.self) != nil else { return false }
                count = count.multipliedReportingOverflow(by: Int(size)).partialValue
                // Each has a length.
                guard count > 0, count <= (end - position) / 4 else { return false }
            }
            for _ in 0..<count { guard value(body) else { return false } }
            return isAtEnd
        }

        /// record_send
        mutating func record(_ body: Visitor) -> Bool {
            guard let count = integer(Int32.self), count >= 0, Int(count) <= (end - position) / 8 else { return false }
            for _ in 0..<count { guard integer(UInt32.self) != nil, value(body) else { return false } }
            return isAtEnd
        }

        /// range_send: flags, then the bounds that there are.
        mutating func range(_ body: Visitor) -> Bool {
            let (isEmpty, hasNoLower, hasNoUpper): (UInt8, UInt8, UInt8) = (0x01, 0x08, 0x10)
            guard let flags = integer(UInt8.self), flags <= 0x1f else { return false }
            if flags & isEmpty != 0 { return true }
            if flags & hasNoLower == 0, !value(body, mayBeNull: false) { return false }
            return flags & hasNoUpper != 0 || value(body, mayBeNull: false)
        }

        /// multirange_send
        mutating func multirange(_ body: Visitor) -> Bool {
            guard let count = integer(Int32.self), count > 0, Int(count) <= (end - position) / 5 else { return false }
            for _ in 0..<count {
                guard let length = integer(Int32.self), length > 0, Int(length) <= end - position else { return false }
                var inner = Reader(bytes: bytes, range: position..<(position + Int(length)))
                guard inner.range(body), inner.isAtEnd else { return false }
                position += Int(length)
            }
            return isAtEnd
        }

        /// tsvectorsend: words that end with NUL, each with its places.
        mutating func textSearchVector(_ body: Visitor) -> Bool {
            guard let count = integer(Int32.self), count >= 0, Int(count) <= (end - position) / 3 else { return false }
            for _ in 0..<count {
                guard let word = bytes[position..<end].firstIndex(of: 0) else { return false }
                body(position..<word)
                position = word + 1
                guard let places = integer(UInt16.self), Int(places) * 2 <= end - position else { return false }
                position += Int(places) * 2
            }
            return isAtEnd
        }

        /// hstore_send
        mutating func pairs(_ body: Visitor) -> Bool {
            guard let count = integer(Int32.self), count >= 0, Int(count) <= (end - position) / 8 else { return false }
            for _ in 0..<count { guard value(body, mayBeNull: false), value(body) else { return false } }
            return isAtEnd
        }
    }
}
